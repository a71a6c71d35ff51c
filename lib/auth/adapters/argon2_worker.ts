import { Worker } from "node:worker_threads";
import { z } from "zod";
import { type ArgonEngine, COST } from "./argon2_engine.ts";

/** What the thread runs. Its text is made here, so that a build needs no second entry. */
const PROGRAM = (library: string) => `
import { parentPort } from "node:worker_threads";
import { argon2id, argon2Verify } from ${JSON.stringify(library)};
parentPort.on("message", async ({ id, password, hash, cost }) => {
  try {
    const value = hash === undefined
      ? await argon2id({
        password,
        salt: crypto.getRandomValues(new Uint8Array(16)),
        memorySize: cost.memoryKib,
        iterations: cost.passes,
        parallelism: cost.parallelism,
        hashLength: 32,
        outputType: "encoded",
      })
      : await argon2Verify({ password, hash });
    parentPort.postMessage({ id, value });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
`;

const answer = z.object({
  id: z.number(),
  value: z.union([z.string(), z.boolean()]).optional(),
  error: z.string().optional(),
});
type Answer = z.output<typeof answer>;

/** Argon2id in WebAssembly. It keeps its thread busy while it hashes, so it has one of its own. */
export function workerEngine(): ArgonEngine {
  const program = PROGRAM(import.meta.resolve("hash-wasm"));
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
  worker.unref();
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  const fail = (error: string) => {
    for (const [id, settle] of waiting) settle({ id, error });
    waiting.clear();
  };
  worker.on("message", (data: unknown) => {
    const read = answer.parse(data);
    waiting.get(read.id)?.(read);
    waiting.delete(read.id);
    // An idle thread holds no process alive.
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", (error) => fail(String(error)));
  worker.on("exit", () => fail("the thread ended"));

  async function ask(task: { readonly password: string; readonly hash?: string }) {
    const id = ++count;
    const { value, error } = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      worker.ref();
      worker.postMessage({ id, ...task, cost: COST });
    });
    if (value === undefined) throw new Error("Cannot hash", { cause: error });
    return value;
  }

  return {
    hash: async (password) => String(await ask({ password })),
    verify: async (password, hash) => await ask({ password, hash }) === true,
    close: () => void worker.terminate(),
  };
}
