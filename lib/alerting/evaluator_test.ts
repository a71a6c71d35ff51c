import assert from "node:assert/strict";
import { SILENT_LOG } from "@/lib/log.ts";
import { ClockedLeases } from "@/tests/fakes/leases.ts";
import { Evaluator, type EvaluatorOptions } from "./evaluator.ts";
import { MemoryAlertStore } from "./memory_store.ts";
import type { Channel, Notification, Observation, SendResult } from "./port.ts";
import { type Cron, scheduleTicks } from "./schedule.ts";

class Recorder implements Channel {
  readonly severities = ["critical", "warning"] as const;
  readonly sent: Notification[] = [];
  result: SendResult = { ok: true };
  attempts = 0;

  constructor(readonly name: Channel["name"], readonly hang = false) {}

  send(notification: Notification): Promise<SendResult> {
    this.attempts++;
    if (this.hang) return new Promise(() => {});
    if (this.result.ok) this.sent.push(notification);
    return Promise.resolve(this.result);
  }
}

function breach(key: string): Observation {
  const rule = key.split(":")[0] ?? key;
  return { key, rule, severity: "critical", verdict: "breach", summary: key, forMs: 0 };
}

function make(
  clock: { now: number },
  channels: Channel[],
  more: Partial<EvaluatorOptions> = {},
): Evaluator {
  return new Evaluator({
    store: new MemoryAlertStore(),
    channels,
    observe: () => Promise.resolve([breach("a"), breach("b:x"), breach("b:y")]),
    inhibitions: { causes: {}, joins: {} },
    environment: "test",
    runbooks: "https://example.org/",
    now: () => clock.now,
    random: () => 0.5,
    ...more,
  });
}

Deno.test("what fires together is told together, in one message per channel", async () => {
  const clock = { now: 1e9 };
  const [slack, email] = [new Recorder("slack"), new Recorder("email")];
  const watch = make(clock, [slack, email]);
  for (let i = 0; i < 3; i++) {
    await watch.tick();
    clock.now += 30_000;
  }
  for (const channel of [slack, email]) {
    assert.equal(channel.sent.length, 1);
    assert.deepEqual(channel.sent[0]?.alerts.map((alert) => alert.key), ["a", "b:x", "b:y"]);
  }
});

Deno.test("a hung channel delays no other, and gets its message later", async () => {
  const clock = { now: 1e9 };
  const [slack, pager] = [new Recorder("slack", true), new Recorder("pagerduty")];
  const watch = make(clock, [slack, pager], { sendTimeoutMs: 60 });
  await watch.tick();
  clock.now += 30_000;
  await watch.tick();
  assert.equal(pager.sent.length, 1);
  assert.deepEqual((await watch.status()).waiting, { slack: 1 });
});

Deno.test("a refusal for good is given up and counted; it does not block what follows", async () => {
  const clock = { now: 1e9 };
  const slack = new Recorder("slack");
  slack.result = { ok: false, retry: false, reason: "HTTP 404" };
  const watch = make(clock, [slack], { log: SILENT_LOG });
  await watch.tick();
  clock.now += 30_000;
  await watch.tick();
  const { waiting, givenUp } = await watch.status();
  assert.deepEqual([waiting, givenUp], [{}, 1]);
});

Deno.test("retries wait longer each time, and as long as the other side asks", async () => {
  const clock = { now: 1e9 };
  const slack = new Recorder("slack");
  slack.result = { ok: false, retry: true, reason: "HTTP 429", retryAfterMs: 40_000 };
  const watch = make(clock, [slack]);
  await watch.tick();
  clock.now += 30_000;
  await watch.tick();
  assert.equal(slack.attempts, 1);
  clock.now += 39_000;
  await watch.tick();
  assert.equal(slack.attempts, 1, "asked to wait 40 s");
  clock.now += 2_000;
  slack.result = { ok: true };
  await watch.tick();
  assert.equal(slack.sent.length, 1);
});

Deno.test("of two instances one evaluates; clocks ten minutes apart change nothing", async () => {
  for (const skew of [0, 600_000, -600_000]) {
    const clock = { now: 1e9 };
    const shared = { store: new MemoryAlertStore(), leases: new ClockedLeases(() => clock.now) };
    const channel = new Recorder("slack");
    const one = make(clock, [channel], shared);
    const two = make(clock, [channel], { ...shared, now: () => clock.now + skew });
    for (let i = 0; i < 6; i++) {
      await Promise.all([one.tick(), two.tick()]);
      clock.now += 15_000;
    }
    const told = channel.sent.flatMap((message) => message.alerts.map((alert) => alert.key));
    assert.deepEqual(told.toSorted(), ["a", "b:x", "b:y"], `skew ${skew}`);
  }
});

Deno.test("the dead-man's switch is pinged by whoever evaluated, and may fail", async () => {
  let pings = 0;
  const clock = { now: 1e9 };
  const shared = { store: new MemoryAlertStore(), leases: new ClockedLeases(() => clock.now) };
  const ping = () => {
    pings++;
    return Promise.reject(new Error("planted"));
  };
  const one = make(clock, [], { ...shared, ping, log: SILENT_LOG });
  await one.tick();
  await make(clock, [], { ...shared, ping }).tick();
  assert.equal(pings, 1);
});

Deno.test("a platform scheduler is used where there is one, and a failing tick stops nothing", async () => {
  const registered: { schedule: string; handler: () => Promise<void> }[] = [];
  const cron: Cron = (_name, schedule, handler) => registered.push({ schedule, handler });
  let ticks = 0;
  const due: number[] = [];
  const tick = (dueMs: number) => {
    ticks++;
    due.push(dueMs);
    return Promise.reject(new Error("planted"));
  };
  const stop = scheduleTicks(tick, { everySeconds: 30, cron, log: SILENT_LOG });
  assert.equal(registered[0]?.schedule, "* * * * *");
  stop();
  await registered[0]?.handler();
  assert.equal(ticks, 0, "stopped");
  const none = scheduleTicks(tick, { everySeconds: 0, cron, log: SILENT_LOG });
  none();
  assert.equal(registered.length, 1);
  const end = scheduleTicks(tick, { everySeconds: 0.02, log: SILENT_LOG });
  await new Promise((resolve) => setTimeout(resolve, 150));
  end();
  assert.ok(ticks >= 2);
  assert.ok(due.every((ms) => ms === 10), "half a step before the next is due");
});
