import type { PasswordHasher } from "@/lib/auth/port.ts";
import { QueueFull, Slots } from "./slots.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { ArgonEngine } from "./argon2_engine.ts";
import { nativeEngine } from "./argon2_native.ts";
import { workerEngine } from "./argon2_worker.ts";

/** Two cores' worth of hashing at once: a burst of sign-ins must not stop everything else. */
const SLOTS = 2;
const QUEUE = 50;

/** What today's hashes are made with; those made otherwise are renewed at the next sign-in. */
const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

/** Argon2id: native where its build loads, else in WebAssembly on a thread of its own. */
export class Argon2Hasher implements PasswordHasher {
  readonly #slots: Slots;
  #engine: Promise<ArgonEngine> | undefined;

  constructor(
    private readonly load: () => Promise<ArgonEngine> = bestEngine,
    limits = { slots: SLOTS, queue: QUEUE },
  ) {
    this.#slots = new Slots(limits.slots, limits.queue);
  }

  hash(password: string): Promise<Result<string>> {
    return this.#run((engine) => engine.hash(password));
  }

  verify(
    password: string,
    hash: string,
  ): Promise<Result<{ readonly right: boolean; readonly outdated: boolean }>> {
    return this.#run(async (engine) => ({
      right: await engine.verify(password, hash),
      outdated: !CURRENT.test(hash),
    }));
  }

  async #run<T>(work: (engine: ArgonEngine) => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await this.#slots.run(async () => await work(await this.#loaded())));
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      return refuse("UNAVAILABLE", "Too many people are signing in. Try again in a few seconds.");
    }
  }

  #loaded(): Promise<ArgonEngine> {
    this.#engine ??= this.load().catch((error) => {
      this.#engine = undefined;
      throw error;
    });
    return this.#engine;
  }

  /** Releases the thread, where there is one. */
  async close(): Promise<void> {
    if (this.#engine !== undefined) (await this.#engine).close();
  }
}

async function bestEngine(): Promise<ArgonEngine> {
  try {
    return await nativeEngine();
  } catch {
    // No build for this platform, or native code is not allowed here.
    return workerEngine();
  }
}
