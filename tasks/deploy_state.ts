// `deno task deploy:state`: holds the lease of a deployment and keeps its journal, in the store of
// the environment it runs in. Speaks JSON in lines with `deno task deploy`, prolongs the lease while
// that is alive, and gives nothing back when it dies: the lease then ends by itself.
import { z } from "zod";
import { composeWatchedStore } from "@/lib/compose/store.ts";
import type { WatchedStore } from "@/lib/compose/store_engine.ts";
import { loadConfig } from "@/lib/config.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import type { Lease } from "@/lib/store/ports/lease_store.ts";
import { journalSchema } from "@/tasks/deploy/journal.ts";

const LEASE = "deploy";
const KEY = "deploy/journal";

const Question = z.discriminatedUnion("do", [
  z.object({ do: z.literal("acquire"), owner: z.string(), ttlMs: z.number().int().min(1_000) }),
  z.object({ do: z.literal("write"), journal: journalSchema }),
  z.object({ do: z.literal("release") }),
]);

function say(answer: unknown): void {
  console.log(JSON.stringify(answer));
}

class Keeper {
  readonly #store: WatchedStore;
  #lease: Lease | undefined;
  #ttlMs = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(store: WatchedStore) {
    this.#store = store;
  }

  async answer(line: string): Promise<void> {
    const question = Question.parse(JSON.parse(line));
    switch (question.do) {
      case "acquire":
        return say(await this.#acquire(question.owner, question.ttlMs));
      case "write":
        return say({ ok: await this.#write(question.journal) });
      case "release":
        return say({ ok: await this.release() });
    }
  }

  async #acquire(owner: string, ttlMs: number): Promise<unknown> {
    const result = await this.#store.leases.acquire(LEASE, owner, ttlMs);
    if (result.kind === "taken") {
      const { by } = result;
      const expiresInMs = Math.max(0, by.expiresAt - Date.now());
      return { held: false, by: by.owner, expiresInMs, journal: null };
    }
    this.#lease = result.lease;
    this.#ttlMs = ttlMs;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#renew(), ttlMs / 3);
    const kept = await this.#store.values.get(KEY);
    const journal = journalSchema.nullable().parse(kept?.value ?? null);
    return { held: true, by: null, expiresInMs: ttlMs, journal };
  }

  async #renew(): Promise<void> {
    if (this.#lease === undefined) return;
    try {
      const renewed = await this.#store.leases.renew(this.#lease, this.#ttlMs);
      if (renewed !== null) {
        this.#lease = renewed;
        return;
      }
    } catch {
      // Tried again in a third of its time; when it is over, the next write finds out.
      return;
    }
    this.#lease = undefined;
    clearInterval(this.#timer);
    say({ event: "lost" });
  }

  async #write(journal: unknown): Promise<boolean> {
    if (this.#lease === undefined) return false;
    const kept = await this.#store.values.get(KEY);
    const result = await this.#store.values.put(KEY, journal, kept?.version ?? 0, this.#lease);
    return result.kind === "saved";
  }

  async release(): Promise<boolean> {
    clearInterval(this.#timer);
    const lease = this.#lease;
    this.#lease = undefined;
    return lease === undefined ? false : await this.#store.leases.release(lease);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

async function main(): Promise<void> {
  const { store } = await composeWatchedStore(loadConfig(), SILENT_LOG);
  const keeper = new Keeper(store);
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      try {
        await keeper.answer(line);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const cause = error instanceof Error && error.cause instanceof Error
          ? error.cause.message
          : "";
        const error_ = /no such table/.test(message + cause) ? "no schema" : "store";
        say({ error: error_, message });
      }
    }
  }
  keeper.stop();
  await store.close();
}

// A signal for the whole group is the deployment's business, which decides what becomes of it.
Deno.addSignalListener("SIGINT", () => {});
if (import.meta.main) await main();
