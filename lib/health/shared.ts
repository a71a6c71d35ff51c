import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { KeyValue, SharedCounters } from "@/lib/cache/port.ts";
import { type ComponentHealth, HEALTH_STATUSES, type HealthReport } from "./port.ts";

/** An instance whose word is older than this is gone: nothing it said counts any more. */
const WORD_MS = 30_000;
/** Instances are found in slots of time: long ones, so that clocks may differ by minutes. */
const SLOT_MS = 600_000;
const SLOT_TTL_MS = 3 * SLOT_MS;
/** Instances that are asked for at most. */
const MOST_INSTANCES = 100;

/** A part of the report as it comes over a wire. */
export const componentSchema = z.object({
  name: z.string(),
  status: z.enum(HEALTH_STATUSES),
  required: z.boolean(),
  latencyMs: z.number().nullable(),
  checkedAt: z.string().nullable(),
  changedAt: z.string(),
  detail: z.string().exactOptional(),
});

const Word = z.array(componentSchema);

/**
 * How the parts are as all instances see them. Each instance leaves its word in the shared cache,
 * which forgets it by itself. Who cannot reach the cache is not heard of; without a shared cache
 * there is only one's own word.
 */
export class SharedHealth {
  readonly #cache: KeyValue & SharedCounters;
  readonly #instance: string;
  readonly #now: () => number;
  #listedIn: number | undefined;

  constructor(
    cache: KeyValue & SharedCounters,
    instance: string = randomUUID(),
    now: () => number = Date.now,
  ) {
    this.#cache = cache;
    this.#instance = instance;
    this.#now = now;
  }

  /** Leaves this instance's word; to be said again before it is forgotten. */
  async publish({ components }: HealthReport): Promise<void> {
    await this.#cache.set(wordOf(this.#instance), JSON.stringify(components), WORD_MS);
    const slot = this.#slot();
    if (this.#listedIn === slot) return;
    const listed = await this.#cache.add(listOf(slot), { [this.#instance]: 1 }, SLOT_TTL_MS);
    if (listed) this.#listedIn = slot;
  }

  /** Takes the word back: an instance that ends in order is not asked any more. */
  async withdraw(): Promise<void> {
    await this.#cache.delete(wordOf(this.#instance));
  }

  /** `own` and what the others last said, each part as the worst off sees it. */
  async merge(own: HealthReport): Promise<HealthReport> {
    const words = [own.components, ...await this.#others()];
    const components = own.components.map(({ name }) => worst(seen(words, name)));
    return { ...own, components: components.filter((component) => component !== undefined) };
  }

  async #others(): Promise<(readonly ComponentHealth[])[]> {
    const slot = this.#slot();
    const lists = await this.#cache.read([slot - 1, slot, slot + 1].map(listOf)) ?? [];
    const ids = new Set(lists.flatMap((list) => Object.keys(list)));
    ids.delete(this.#instance);
    const texts = await Promise.all(
      [...ids].slice(-MOST_INSTANCES).map((id) => this.#cache.get(wordOf(id))),
    );
    return texts.flatMap((text) => {
      const word = text === null ? undefined : readWord(text);
      return word === undefined ? [] : [word];
    });
  }

  #slot(): number {
    return Math.floor(this.#now() / SLOT_MS);
  }
}

function wordOf(instance: string): string {
  return `health:${instance}`;
}

function listOf(slot: number): string {
  return `instances:${slot}`;
}

function readWord(text: string): readonly ComponentHealth[] | undefined {
  try {
    return Word.parse(JSON.parse(text));
  } catch {
    // Another release may say it in another form; then it is as if it had not been said.
    return undefined;
  }
}

/** What each instance says of one part, as far as it has looked. */
function seen(words: readonly (readonly ComponentHealth[])[], name: string): ComponentHealth[] {
  const all = words.flatMap((word) => word.filter((health) => health.name === name));
  const checked = all.filter((health) => health.checkedAt !== null);
  return checked.length > 0 ? checked : all;
}

const BADNESS = { not_configured: 0, ok: 1, degraded: 2, down: 3 } as const;

function worst(seen: readonly ComponentHealth[]): ComponentHealth | undefined {
  const [first, ...rest] = seen;
  if (first === undefined || rest.length === 0) return first;
  const bad = rest.reduce(
    (worse, health) => BADNESS[health.status] > BADNESS[worse.status] ? health : worse,
    first,
  );
  if (BADNESS[bad.status] < BADNESS.degraded) return bad;
  const unwell = seen.filter((health) => BADNESS[health.status] >= BADNESS.degraded).length;
  const share = `at ${unwell} of ${seen.length} instances`;
  return { ...bad, detail: bad.detail === undefined ? share : `${share}: ${bad.detail}` };
}
