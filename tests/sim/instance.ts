import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { WakeupEvent } from "@/lib/cache/port.ts";
import { applyCommands, type ApplyParts } from "@/lib/encounters/apply_commands.ts";
import type { EncounterDeps, Keys } from "@/lib/encounters/deps.ts";
import { EncounterCache } from "@/lib/encounters/live/encounter_cache.ts";
import { Quotas } from "@/lib/encounters/quotas.ts";
import { Hub } from "@/lib/encounters/live/hub.ts";
import { KeyedMutex } from "@/lib/encounters/live/keyed_mutex.ts";
import { DependencyError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import type { EncounterStore, Snapshot } from "@/lib/store/ports/encounter_store.ts";
import type { Hearer, World } from "@/tests/sim/world.ts";
import { ModelValues } from "./model_values.ts";

const SILENT = createLog({ level: "error", write: () => {}, now: () => new Date(0) });
const BYTES = new Uint8Array(32).fill(7);
export const KEYS: Keys = {
  current: { kid: "sim", bytes: BYTES },
  keys: [{ kid: "sim", bytes: BYTES }],
};
/** Short fights reach some. */
const SNAPSHOT_EVERY = 6;
/** How long a store that is being failed over lets its callers wait. */
const REFUSED_MS = 40;

/** One instance of the product: its use cases and its hub, over the simulated store and cache. */
export class Instance implements Hearer {
  readonly parts: ApplyParts;
  readonly hub: Hub;
  alive = true;
  readonly #timers: (() => void)[] = [];
  readonly #listeners = new Set<(event: WakeupEvent) => void>();
  readonly #onKill = new Set<() => void>();
  /** Clocks of instances differ by minutes. */
  readonly #skew: number;
  /** To the store, one way, in milliseconds. */
  readonly #far: number;

  constructor(private readonly world: World, readonly number: number) {
    const { clock, chance, bug } = world;
    this.#skew = Math.round(chance.between(-300_000, 300_000));
    this.#far = chance.happens(0.3) ? chance.between(20, 60) : chance.between(1, 5);
    const store = this.#storeView();
    const values = new ModelValues();
    const deps: EncounterDeps = {
      store,
      values,
      wakeups: {
        publish: (wakeup) => {
          this.hear({ type: "wakeup", ...wakeup });
          world.wakeOthers(this, wakeup);
          return Promise.resolve();
        },
        subscribe: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        wakeups: () => "live",
      },
      limiter: { limit: allowed, peek: allowed },
      log: SILENT,
      now: () => clock.now + this.#skew,
      random: (length) => chance.bytes(length),
      every: (work, ms) => {
        // Nobody looks by himself.
        if (bug === "lost-wake-up") return () => {};
        const stop = clock.every(() => this.alive && work(), ms);
        this.#timers.push(stop);
        return stop;
      },
      keys: KEYS,
      encrypted: false,
    };
    const encounters = new EncounterCache(store, KEYS, undefined, SNAPSHOT_EVERY);
    const quotas = new Quotas({ store, values, now: deps.now });
    this.parts = { deps, encounters, mutex: new KeyedMutex(), quotas };
    this.hub = new Hub(deps, encounters);
  }

  hear(event: WakeupEvent): void {
    if (this.alive) { for (const listener of this.#listeners) listener(event); }
  }

  /** Ends it without a word: nothing that it waits for comes, nothing that it does is heard. */
  kill(): void {
    this.alive = false;
    for (const listener of [...this.#onKill]) listener();
    for (const stop of this.#timers) stop();
  }

  /** Calls `listener` when it is killed, unless the returned function was called before. */
  onKill(listener: () => void): () => void {
    this.#onKill.add(listener);
    return () => this.#onKill.delete(listener);
  }

  apply(
    id: Id,
    commands: Parameters<typeof applyCommands>[3],
    sentAt: number,
  ): ReturnType<typeof applyCommands> {
    return applyCommands(this.parts, id, { kind: "dm" }, commands, sentAt);
  }

  /** The store as this instance reaches it: later, and not always. */
  #storeView(): EncounterStore {
    const { store } = this.world;
    return new Proxy(store, {
      get: (_target, name) => {
        const method: unknown = Reflect.get(store, name, store);
        if (typeof method !== "function") return method;
        const work = (args: readonly unknown[]): unknown => Reflect.apply(method, store, args);
        return (...args: unknown[]) => this.#call(String(name), work, args);
      },
    });
  }

  async #call(name: string, work: (args: readonly unknown[]) => unknown, args: readonly unknown[]) {
    const { clock, chance, faults } = this.world;
    await this.#way();
    if (clock.now < this.world.failingOverUntil) {
      await this.#pause(REFUSED_MS);
      throw unreachable();
    }
    const lost = chance.happens(faults ? 0.02 : 0);
    // Lost on the way there, or on the way back: then what it did is unknown.
    if (lost && chance.happens(0.5)) {
      await this.#pause(REFUSED_MS);
      throw unreachable();
    }
    const result: unknown = await this.world.atStore(name, work, args);
    await this.#way();
    if (lost) throw unreachable();
    return result;
  }

  async #way(): Promise<void> {
    await this.#pause(this.#far * this.world.chance.between(0.8, 1.6));
  }

  /** A dead instance never hears that the time is over. */
  async #pause(ms: number): Promise<void> {
    await this.world.clock.wait(ms);
    if (!this.alive) await new Promise(() => {});
  }
}

function allowed() {
  return Promise.resolve(
    { allowed: true, remaining: 1, retryAfterMs: 0, source: "local" } as const,
  );
}

function unreachable(): DependencyError {
  return new DependencyError("store", "Cannot reach the store", { cause: new Error("simulated") });
}

/** What the planted bugs of the store change; everything else passes. */
export function storeWithBug(world: World, name: string, args: readonly unknown[]): unknown {
  const { store, bug, chance } = world;
  if (name === "append") {
    const [id, expected, entries, update] = args as Parameters<EncounterStore["append"]>;
    const there = store.kept.get(id);
    if (there === undefined) return undefined;
    const { version } = there.record;
    switch (bug) {
      case "append-without-fence": {
        if (expected === version) return undefined;
        there.entries.push(...entries);
        there.record = { ...there.record, version: expected + entries.length };
        return { kind: "appended", version: expected + entries.length };
      }
      case "append-without-command-check": {
        const known = entries.some(({ commandId }) =>
          there.entries.some((entry) => entry.commandId === commandId)
        );
        if (!known || expected !== version) return undefined;
        there.entries.push(...entries);
        there.record = { ...there.record, ...update, version: expected + entries.length };
        return { kind: "appended", version: expected + entries.length };
      }
      case "acknowledged-too-early":
        // Kept in a member that the next fail-over drops.
        world.unsafe.push({ id, version: expected });
        return undefined;
      case "half-an-append": {
        if (entries.length < 2 || expected !== version) return undefined;
        const first: LogEntry[] = entries.slice(0, 1);
        there.entries.push(...first);
        there.record = { ...there.record, ...update, version: expected + 1 };
        return { kind: "appended", version: expected + entries.length };
      }
    }
  }
  if (name === "saveSnapshot" && bug === "stale-snapshot") {
    const [id, { state, version }] = args as [Id, Snapshot];
    const there = store.kept.get(id);
    const before = [...there?.snapshots.values() ?? []].at(-1)?.state ?? world.base.state;
    if (there !== undefined && before !== state) {
      there.snapshots.set(version, { version, state: { ...before, version } });
    }
    return null;
  }
  if (bug === "stale-reads" && ["entriesAfter", "find", "findAll"].includes(name)) {
    if (!chance.happens(0.5)) return undefined;
    const behind = world.behind();
    if (name === "findAll") return [behind.record];
    return name === "find"
      ? behind.record
      : behind.entries.filter((entry) => entry.version > Number(args[1]));
  }
  return undefined;
}
