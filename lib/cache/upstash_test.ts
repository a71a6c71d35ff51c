import assert from "node:assert/strict";
import { cacheContract, type CacheUnderTest, until } from "./cache_contract.ts";
import { type Cache, CacheFault, LIMITS, type WakeupEvent } from "./port.ts";
import { ResilientCache } from "./resilient.ts";
import { startUpstash, type UpstashStandIn } from "@/tests/fakes/upstash.ts";
import { UpstashCache } from "./upstash.ts";

function remote(upstash: UpstashStandIn, prefix: string, token = upstash.token): UpstashCache {
  return new UpstashCache({ url: upstash.url, token, prefix });
}

let round = 0;

async function pair(upstash: UpstashStandIn, wrap: (c: Cache) => Cache): Promise<CacheUnderTest> {
  const prefix = `t${round++}`;
  const [one, two] = [wrap(remote(upstash, prefix)), wrap(remote(upstash, prefix))];
  const close = async () => {
    await one.close();
    await two.close();
    await until(() => upstash.seen.streams === 0);
  };
  return await Promise.resolve({ one, two, close });
}

Deno.test("the Upstash adapter over a real Redis", async (t) => {
  const upstash = await startUpstash();
  try {
    const tests: [string, () => Promise<void>][] = [];
    const register = (name: string, test: () => Promise<void>) => tests.push([name, test]);
    cacheContract("upstash", () => pair(upstash, (cache) => cache), register);
    cacheContract(
      "upstash, resilient",
      () => pair(upstash, (cache) => new ResilientCache(cache)),
      register,
    );
    for (const [name, test] of tests) await t.step(name, test);
    await t.step("a wrong token is refused", async () => {
      const cache = remote(upstash, "x", "wrong-token");
      const before = upstash.seen.refused;
      await assert.rejects(
        cache.get("k"),
        (error) =>
          error instanceof CacheFault && error.reason === "refused" &&
          !error.message.includes("wrong-token"),
      );
      assert.ok(upstash.seen.refused > before);
    });
    await t.step("keys carry the prefix and no plain subject", async () => {
      const cache = remote(upstash, "dnd:staging");
      await cache.limit(LIMITS.joinCode, "203.0.113.77");
      const answer = await fetch(`${upstash.url}/keys/*`, {
        headers: { authorization: `Bearer ${upstash.token}` },
      });
      const text = await answer.text();
      assert.match(text, /dnd:staging:limit:join_code/);
      assert.doesNotMatch(text, /203\.0\.113\.77/);
    });
  } finally {
    await upstash.close();
  }
});

Deno.test("faults of the shared cache degrade and heal", async (t) => {
  const upstash = await startUpstash();
  const faults = [
    { kind: "hang" },
    { kind: "slow", ms: 1_000 },
    { kind: "status", status: 500, body: '{"error":"ERR internal error"}' },
    { kind: "status", status: 502, body: "<html>Bad gateway</html>" },
    { kind: "status", status: 429, body: '{"error":"ERR max requests limit exceeded"}' },
    { kind: "truncated" },
  ] as const;
  try {
    for (const fault of faults) {
      await t.step(`${fault.kind} ${"status" in fault ? fault.status : ""}`, async () => {
        let now = Date.now();
        const cache = new ResilientCache(remote(upstash, `f${round++}`), { now: () => now });
        assert.equal(await cache.set("k", "before", 60_000), true);
        upstash.fail(fault);
        const faultsBefore = upstash.seen.faults;
        const start = performance.now();
        assert.equal(await cache.get("k"), null);
        assert.ok(performance.now() - start < 900, "one call waits no longer than the time-out");
        assert.equal(await cache.set("k", "x", 1_000), false);
        assert.equal(await cache.read(["m"]), null);
        assert.equal(cache.state().status, "degraded");
        const open = performance.now();
        const verdicts = [];
        for (let i = 0; i < 12; i++) verdicts.push(await cache.limit(LIMITS.joinCode, "a"));
        assert.ok(performance.now() - open < 100, "an open breaker costs no waiting");
        assert.equal(verdicts.filter((verdict) => verdict.allowed).length, 10);
        assert.ok(verdicts.every((verdict) => verdict.source === "local"));
        assert.ok(upstash.seen.faults > faultsBefore, "the fault happened");
        upstash.fail(undefined);
        now += 6_000;
        assert.equal(await cache.get("k"), "before");
        assert.equal(cache.state().status, "ok");
        await cache.close();
      });
    }
  } finally {
    await upstash.close();
  }
});

Deno.test("a cut line is noticed, reported as a gap, and comes back by itself", async () => {
  const upstash = await startUpstash();
  const [one, two] = [remote(upstash, "cut"), remote(upstash, "cut")];
  const events: WakeupEvent[] = [];
  const leave = one.subscribe((event) => events.push(event));
  try {
    await until(() => one.wakeups() === "live");
    assert.deepEqual(events, [{ type: "gap" }]);
    upstash.cutStreams();
    await until(() => one.wakeups() === "polling");
    await until(() => one.wakeups() === "live");
    assert.ok(events.filter((event) => event.type === "gap").length >= 3);
    await two.publish({ encounterId: "e", version: 2 });
    await until(() => events.some((event) => event.type === "wakeup"));
  } finally {
    leave();
    await upstash.close();
  }
});

Deno.test("Redis itself dies and comes back: no call throws, wake-ups stay local", async () => {
  const upstash = await startUpstash();
  let now = Date.now();
  const cache = new ResilientCache(remote(upstash, "dead"), { now: () => now });
  const heard: number[] = [];
  const leave = cache.subscribe((event) => event.type === "wakeup" && heard.push(event.version));
  try {
    await until(() => cache.wakeups() === "live");
    await upstash.redis.kill();
    for (let version = 1; version <= 4; version++) {
      await cache.publish({ encounterId: "e", version });
    }
    assert.deepEqual(heard, [1, 2, 3, 4]);
    assert.equal(cache.state().status, "degraded");
    assert.equal(cache.wakeups(), "polling");
    await upstash.redis.restart();
    now += 6_000;
    await cache.probe(AbortSignal.timeout(2_000));
    assert.equal(cache.state().status, "ok");
    await until(() => cache.wakeups() === "live", 10_000);
  } finally {
    leave();
    await cache.close();
    await upstash.close();
  }
});

Deno.test("the log hears why calls fail, once for each reason", async () => {
  const upstash = await startUpstash();
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const { url } = upstash;
  const cache = new UpstashCache({ url, token: "not-the-token", prefix: "log", log });
  try {
    for (let i = 0; i < 5; i++) await assert.rejects(cache.get("k"), /refused/);
    upstash.fail({ kind: "hang" });
    for (let i = 0; i < 2; i++) await assert.rejects(cache.get("k"), /timeout/);
    assert.ok(upstash.seen.faults > 0, "the fault happened");
    assert.deepEqual(lines, [
      "call failed: refused (1 since the start)",
      "call failed: timeout (1 since the start)",
    ]);
    assert.deepEqual(cache.state().failures, { refused: 5, timeout: 2 });
  } finally {
    await cache.close();
    await upstash.close();
  }
});
