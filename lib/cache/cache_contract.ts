import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cache, LimitRule, WakeupEvent } from "./port.ts";

/** What the contract needs: two instances that share one cache, and how to end them. */
export interface CacheUnderTest {
  readonly one: Cache;
  readonly two: Cache;
  close(): Promise<void>;
}

type Register = (name: string, test: () => Promise<void>) => void;

/** Registers the tests that every cache adapter passes. */
export function cacheContract(
  adapter: string,
  open: () => Promise<CacheUnderTest>,
  register: Register,
): void {
  const check = (name: string, body: (caches: CacheUnderTest) => Promise<void>) =>
    register(`cache contract, ${adapter}: ${name}`, async () => {
      const caches = await open();
      try {
        await body(caches);
      } finally {
        await caches.close();
      }
    });
  values(check);
  limits(check);
  wakeups(check);
  counters(check);
  check("a probe succeeds and the state is ok", async ({ one }) => {
    await one.probe(AbortSignal.timeout(2_000));
    assert.equal(one.state().status, "ok");
  });
}

type Check = (name: string, body: (caches: CacheUnderTest) => Promise<void>) => void;

function values(check: Check): void {
  check("what one instance stores the other reads, byte for byte", async ({ one, two }) => {
    for (const value of ["", "42", "true", "null", '{"a":1}', "ünïcödé 🐉", "a\r\nb\u0000c"]) {
      assert.equal(await one.set("k", value, 5_000), true);
      assert.equal(await two.get("k"), value);
    }
    assert.equal(await one.get("absent"), null);
  });
  check("a value is gone after its time", async ({ one }) => {
    await one.set("short", "x", 60);
    assert.equal(await one.get("short"), "x");
    await sleep(120);
    assert.equal(await one.get("short"), null);
  });
  check("only one of many takes a free key", async ({ one, two }) => {
    const tries = Array.from(
      { length: 10 },
      (_, i) => (i % 2 ? one : two).setIfAbsent("lock", String(i), 5_000),
    );
    const won = (await Promise.all(tries)).filter(Boolean);
    assert.equal(won.length, 1);
    await one.delete("lock");
    assert.equal(await two.setIfAbsent("lock", "again", 5_000), true);
  });
}

const WINDOW = {
  name: "w",
  scope: "shared",
  kind: "window",
  limit: 5,
  windowMs: 60_000,
} as const satisfies LimitRule;
const BUCKET: LimitRule = { name: "b", scope: "shared", kind: "bucket", perSecond: 20, burst: 4 };

function limits(check: Check): void {
  check("a window lets through its limit, counted over both instances", async ({ one, two }) => {
    const allowed: boolean[] = [];
    for (let i = 0; i < 8; i++) {
      const verdict = await (i % 2 ? one : two).limit(WINDOW, "203.0.113.9");
      allowed.push(verdict.allowed);
      if (!verdict.allowed) assert.ok(verdict.retryAfterMs > 0 && verdict.retryAfterMs <= 60_001);
    }
    assert.deepEqual(allowed, [true, true, true, true, true, false, false, false]);
    assert.equal((await one.limit(WINDOW, "203.0.113.10")).allowed, true);
  });
  check(
    "a look at a limit tells what the next attempt meets, and counts nothing",
    async ({ one, two }) => {
      for (let left = WINDOW.limit; left > 0; left--) {
        for (const cache of [one, two, one]) {
          const seen = await cache.peek(WINDOW, "203.0.113.11");
          assert.deepEqual([seen.allowed, seen.remaining], [true, left]);
        }
        assert.equal((await one.limit(WINDOW, "203.0.113.11")).allowed, true);
      }
      const spent = await two.peek(WINDOW, "203.0.113.11");
      assert.deepEqual([spent.allowed, spent.remaining], [false, 0]);
      assert.ok(spent.retryAfterMs > 0 && spent.retryAfterMs <= 60_001);
    },
  );
  check("a bucket allows its burst, then refills", async ({ one }) => {
    const verdicts = [];
    for (let i = 0; i < 12; i++) verdicts.push(await one.limit(BUCKET, "c"));
    assert.ok(verdicts.slice(0, 4).every((verdict) => verdict.allowed));
    assert.ok(verdicts.some((verdict) => !verdict.allowed));
    await sleep(200);
    assert.equal((await one.limit(BUCKET, "c")).allowed, true);
  });
}

function wakeups(check: Check): void {
  check("a wake-up reaches the listeners of both instances once", async ({ one, two }) => {
    const heard: string[] = [];
    const listen = (who: string) => (event: WakeupEvent) => {
      if (event.type !== "wakeup") return;
      heard.push(`${who}:${event.encounterId}:${event.version}:${event.news ?? "-"}`);
    };
    const leave = [one.subscribe(listen("one")), two.subscribe(listen("two"))];
    await until(() => one.wakeups() === "live" && two.wakeups() === "live");
    const news = '{"text":"a, b\\n🐉"}';
    await one.publish({ encounterId: "enc,with,commas", version: 7 });
    await one.publish({ encounterId: "x", version: 8, news });
    await until(() => heard.length >= 4);
    await sleep(50);
    assert.deepEqual(heard.sort(), [
      "one:enc,with,commas:7:-",
      `one:x:8:${news}`,
      "two:enc,with,commas:7:-",
      `two:x:8:${news}`,
    ]);
    for (const go of leave) go();
    await one.publish({ encounterId: "late", version: 8 });
    await sleep(50);
    assert.equal(heard.length, 4);
  });
}

function counters(check: Check): void {
  check("counters of both instances add up per bucket", async ({ one, two }) => {
    await one.add("m1", { requests: 3, seconds: 0.25 }, 5_000);
    await two.add("m1", { requests: 4, errors: 1 }, 5_000);
    await two.add("m2", { requests: 1 }, 5_000);
    assert.deepEqual(await one.read(["m1", "m2", "m3"]), [
      { requests: 7, seconds: 0.25, errors: 1 },
      { requests: 1 },
      {},
    ]);
    assert.deepEqual(await one.read([]), []);
  });
}

/** Waits until something holds; fails after five seconds. */
export async function until(condition: () => boolean, ms = 5_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) assert.fail("waited in vain");
    await sleep(5);
  }
}
