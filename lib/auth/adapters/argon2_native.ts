import { type ArgonEngine, COST } from "./argon2_engine.ts";

/**
 * Argon2id in native code, on the platform's own threads.
 *
 * @throws When there is no build for this platform.
 */
export async function nativeEngine(): Promise<ArgonEngine> {
  const argon = await import("@node-rs/argon2");
  const { memoryKib: memoryCost, passes: timeCost, parallelism } = COST;
  return {
    hash: (password) => argon.hash(password, { memoryCost, timeCost, parallelism }),
    verify: (password, hash) => argon.verify(hash, password),
    close() {},
  };
}
