import assert from "node:assert/strict";
import { SEED } from "@/tests/help/property.ts";
import { Evaluator } from "./evaluator.ts";
import { ClockedLeases } from "@/tests/fakes/leases.ts";
import { MemoryAlertStore } from "./memory_store.ts";
import type { AlertStore, Channel, Notification, Observation, SendResult } from "./port.ts";

const TIMELINES = 10_000;
const CLEAR_MS = 60_000;
type Verdict = Observation["verdict"];

/** A small generator of its own, so that one number repeats a whole timeline. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Moment {
  readonly at: number;
  readonly verdict: Verdict;
}

/**
 * What ought to have been told, written as a definition over the whole history instead of a
 * machine: an incident opens at the first moment with two breaches and no clear between them, and
 * closes at the first moment that ends a clear stretch of a minute without a breach.
 */
function expectedKinds(history: readonly Moment[], forMs: number): string[] {
  const told: string[] = [];
  let from = 0;
  for (;;) {
    const open = history.findIndex((end, i) => {
      if (i < from || end.verdict !== "breach") return false;
      const lastClear = history.findLastIndex((m, j) =>
        j >= from && j < i && m.verdict === "clear"
      );
      const stretch = history.slice(Math.max(from, lastClear + 1), i + 1)
        .filter((m) => m.verdict === "breach");
      return stretch.length >= 2 && end.at - stretch[0]!.at >= forMs;
    });
    if (open < 0) return told;
    told.push("firing");
    const close = history.findIndex((end, i) => {
      if (i <= open || end.verdict !== "clear") return false;
      const lastBreach = history.findLastIndex((m, j) => j < i && m.verdict === "breach");
      const stretch = history.slice(lastBreach + 1, i + 1).filter((m) => m.verdict === "clear");
      return end.at - stretch[0]!.at >= CLEAR_MS;
    });
    if (close < 0) return told;
    told.push("resolved");
    from = close + 1;
  }
}

/** A store that sometimes loses a race and sometimes fails after or instead of writing. */
class MoodyStore implements AlertStore {
  readonly inner = new MemoryAlertStore();
  calm = false;
  faults = 0;

  constructor(readonly random: () => number) {}

  read() {
    return this.inner.read();
  }

  async write(document: string, expected: number): Promise<boolean> {
    const mood = this.calm ? 1 : this.random();
    if (mood < 0.02) {
      this.faults++;
      return false;
    }
    if (mood < 0.03) {
      this.faults++;
      throw new Error("planted: the store failed");
    }
    return await this.inner.write(document, expected);
  }
}

/** A channel that is sometimes down; it keeps what it delivered, once per message id. */
class MoodyChannel implements Channel {
  readonly severities = ["critical"] as const;
  readonly delivered = new Map<string, Notification>();
  down = false;
  faults = 0;

  constructor(readonly name: Channel["name"], readonly random: () => number) {}

  send(notification: Notification): Promise<SendResult> {
    if (this.down || this.random() < 0.1) {
      this.faults++;
      if (this.random() < 0.3) return Promise.reject(new Error("planted: no connection"));
      return Promise.resolve({ ok: false, retry: true, reason: "HTTP 500", retryAfterMs: 1_000 });
    }
    this.delivered.set(notification.id, notification);
    return Promise.resolve({ ok: true });
  }
}

interface Outcome {
  incidents: number;
  faults: number;
}

async function playTimeline(seed: number): Promise<Outcome> {
  const random = generator(seed);
  const store = new MoodyStore(random);
  const channels = [new MoodyChannel("slack", random), new MoodyChannel("pagerduty", random)];
  const forMs = [0, 0, 60_000, 120_000][Math.floor(random() * 4)] ?? 0;
  const keys = random() < 0.3 ? ["a", "b"] : ["a"];
  const verdicts = new Map<string, Verdict>(keys.map((key) => [key, "clear"]));
  const history = new Map<string, Moment[]>(keys.map((key) => [key, []]));
  let now = 1_000_000_000;
  const leases = new ClockedLeases(() => now);
  let ids = 0;
  const evaluator = () =>
    new Evaluator({
      store,
      leases,
      channels,
      observe: () =>
        Promise.resolve(keys.map((key) => ({
          key,
          rule: key,
          severity: "critical" as const,
          verdict: verdicts.get(key) ?? "clear",
          summary: key,
          forMs,
        }))),
      inhibitions: { causes: {}, joins: {} },
      environment: "test",
      runbooks: "https://example.org/",
      times: { clearMs: CLEAR_MS, repeatMs: 1e12 },
      now: () => now,
      random,
      newId: () => `m${ids++}`,
      owner: `owner ${ids++}`,
    });
  let [one, two] = [evaluator(), evaluator()];
  const tick = async (who: Evaluator) => {
    const before = (await store.inner.read())?.document;
    const at = await who.tick().then((result) => result.role === "evaluated", () => "failed");
    // Whether a tick that failed had evaluated shows in the document alone.
    const after = (await store.inner.read())?.document;
    const evaluated = at === "failed" ? evaluatedAt(after) !== evaluatedAt(before) : at;
    if (!evaluated) return;
    for (const key of keys) {
      history.get(key)?.push({ at: now, verdict: verdicts.get(key) ?? "clear" });
    }
  };
  const steps = 8 + Math.floor(random() * 14);
  for (let i = 0; i < steps; i++) {
    now += 15_000 + Math.floor(random() * 45_000);
    for (const key of keys) if (random() < 0.45) verdicts.set(key, anyVerdict(random()));
    for (const channel of channels) if (random() < 0.2) channel.down = !channel.down;
    if (random() < 0.1) one = evaluator();
    if (random() < 0.1) two = evaluator();
    await tick(one);
    if (random() < 0.4) {
      now += 1;
      await tick(two);
    }
  }
  // Everything heals; what happened must then have been told in full.
  store.calm = true;
  for (const channel of channels) channel.down = false;
  for (const key of keys) verdicts.set(key, "clear");
  for (let i = 0; i < 60; i++) {
    now += 95_000;
    await tick(one);
    const { waiting } = await one.status();
    if (i >= 4 && Object.keys(waiting).length === 0) break;
  }
  let incidents = 0;
  for (const key of keys) {
    const expected = expectedKinds(history.get(key) ?? [], forMs);
    incidents += expected.filter((kind) => kind === "firing").length;
    for (const channel of channels) {
      const told = [...channel.delivered.values()].flatMap((notification) => notification.alerts)
        .filter((alert) => alert.key === key);
      assert.deepEqual(told.map((alert) => alert.kind), expected, `${channel.name} ${key}`);
      for (let i = 0; i + 1 < told.length; i += 2) {
        assert.equal(told[i]?.incident, told[i + 1]?.incident);
      }
      assert.equal(new Set(told.map((alert) => alert.incident)).size, Math.ceil(told.length / 2));
    }
  }
  return {
    incidents,
    faults: store.faults + channels.reduce((sum, channel) => sum + channel.faults, 0),
  };
}

function evaluatedAt(document: string | undefined): unknown {
  return document === undefined ? null : JSON.parse(document).evaluatedAt;
}

function anyVerdict(chance: number): Verdict {
  return chance < 0.5 ? "breach" : chance < 0.85 ? "clear" : "no_data";
}

Deno.test("10,000 random timelines: one firing and one resolve per incident, per channel", async () => {
  const seed = SEED;
  console.log(`seed ${seed}`);
  const total: Outcome = { incidents: 0, faults: 0 };
  for (let i = 0; i < TIMELINES; i++) {
    try {
      const outcome = await playTimeline(seed + i);
      total.incidents += outcome.incidents;
      total.faults += outcome.faults;
    } catch (cause) {
      throw new Error(`timeline ${seed + i} differs from the model`, { cause });
    }
  }
  console.log(`${total.incidents} incidents, ${total.faults} planted faults`);
  assert.ok(total.incidents > TIMELINES / 2, "the timelines contain incidents");
  assert.ok(total.faults > TIMELINES, "the faults happened");
});
