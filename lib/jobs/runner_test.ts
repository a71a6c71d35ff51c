import assert from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { isLate, type JobStatus, type JobWork, lagSeconds } from "./port.ts";
import { JobRecords } from "./records.ts";
import { isDue, JobRunner, LEASE_MS, type RunnableJob } from "./runner.ts";

const PLAN = { everySeconds: 3_600, atMostSeconds: 60, lateAfterSeconds: 600, does: "Counts." };

/** A store with as many runners of one job as are asked for. */
async function bench() {
  const kept = await temporaryStore();
  const { store } = kept;
  const records = new JobRecords(store.values);
  const lines: string[] = [];
  const log = createLog({
    level: "debug",
    write: (line) => void lines.push(line),
    now: () => new Date(),
  });
  const runner = (run: JobWork, more: Partial<RunnableJob> = {}, skewMs = 0) =>
    new JobRunner({
      jobs: [{ name: "count", ...PLAN, run, ...more }],
      records,
      leases: store.leases,
      owner: crypto.randomUUID(),
      now: () => Date.now() + skewMs,
      log,
    });
  /** Moves the last run `seconds` into the past. */
  const rewind = async (seconds: number) => {
    const found = await records.read("count");
    assert.ok(found);
    const back = (at: number | null) => at === null ? null : at - seconds * 1_000;
    const { startedAt, endedAt, succeededAt } = found.status;
    const { name, ...rest } = found.status;
    await store.values.put(`jobs/${name}`, {
      ...rest,
      knownSince: found.status.knownSince - seconds * 1_000,
      startedAt: back(startedAt),
      endedAt: back(endedAt),
      succeededAt: back(succeededAt),
    }, found.version);
  };
  return { store, records, runner, rewind, lines, close: () => kept.close() };
}

Deno.test("ten instances run a due job once, and again when its time has come", async () => {
  const { runner, rewind, records, close } = await bench();
  let runs = 0;
  const many = Array.from({ length: 10 }, () => runner(() => Promise.resolve(`run ${++runs}`)));
  await Promise.all(many.map((jobRunner) => jobRunner.tick()));
  await Promise.all(many.map((jobRunner) => jobRunner.tick()));
  assert.equal(runs, 1);
  await rewind(PLAN.everySeconds + 1);
  await Promise.all(many.map((jobRunner) => jobRunner.tick()));
  assert.equal(runs, 2);
  const status = (await records.read("count"))?.status;
  assert.deepEqual([status?.said, status?.failure, status?.failures], ["run 2", null, 0]);
  await close();
});

Deno.test("what is due goes by the store's clock, not by an instance's", async () => {
  const { runner, close } = await bench();
  let runs = 0;
  const work = () => Promise.resolve(`run ${++runs}`);
  await runner(work).tick();
  const ahead = runner(work, {}, 5 * 3_600_000);
  const behind = runner(work, {}, -5 * 3_600_000);
  for (let i = 0; i < 3; i++) {
    await ahead.tick();
    await behind.tick();
  }
  assert.equal(runs, 1);
  await close();
});

Deno.test("a failed run says why, waits, and is tried again", async () => {
  const { runner, rewind, records, lines, close } = await bench();
  let broken = true;
  const one = runner(() =>
    broken ? Promise.reject(new Error("planted")) : Promise.resolve("mended")
  );
  await one.tick();
  await one.tick();
  let status = (await records.read("count"))?.status;
  assert.deepEqual([status?.failure, status?.failures, status?.succeededAt], ["planted", 1, null]);
  assert.ok(lines.some((line) => line.includes('"job failed"') && line.includes("planted")));
  broken = false;
  await rewind(61);
  await one.tick();
  status = (await records.read("count"))?.status;
  assert.deepEqual([status?.failure, status?.failures, status?.said], [null, 0, "mended"]);
  await close();
});

Deno.test("a run beyond its time is ended and counts as failed", async () => {
  const { runner, records, close } = await bench();
  let ended: unknown;
  const hangs: JobWork = ({ signal }) => {
    signal.addEventListener("abort", () => ended = signal.reason);
    return new Promise(() => {});
  };
  const outcome = await runner(hangs, { atMostSeconds: 0.05 }).runNow("count");
  assert.equal(outcome.kind, "failed");
  assert.match(String(ended), /longer than 0.05 s/);
  assert.equal((await records.read("count"))?.status.failures, 1);
  await close();
});

Deno.test("a process that stops ends its run, and another may take over at once", async () => {
  const { runner, close } = await bench();
  const stopping = runner(() => new Promise(() => {}));
  const running = stopping.runNow("count");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await stopping.close();
  assert.equal((await running).kind, "failed");
  assert.equal((await runner(() => Promise.resolve("done")).runNow("count")).kind, "done");
  await close();
});

Deno.test("what a holder writes after its lease has passed on does not count", async () => {
  const { store, runner, records, close } = await bench();
  const slow = runner(async () => {
    // Another instance takes the job over, as after a pause of this process.
    const held = await store.leases.holder("job:count");
    assert.ok(held);
    await store.leases.release(held);
    await runner(() => Promise.resolve("the second")).runNow("count");
    return "the first";
  });
  await slow.runNow("count");
  assert.equal((await records.read("count"))?.status.said, "the second");
  await close();
});

Deno.test("a run whose process died is due at once, when its lease has run out", async () => {
  const { store, runner, records, close } = await bench();
  await runner(() => Promise.resolve("before")).tick();
  const dead = await store.leases.acquire("job:count", "dead", LEASE_MS);
  assert.equal(dead.kind, "held");
  const found = await records.read("count");
  assert.ok(found && dead.kind === "held");
  const began = (found.status.endedAt ?? 0) + 1;
  await records.write({ ...found.status, startedAt: began }, found.version, dead.lease);
  const next = runner(() => Promise.resolve("after"));
  await next.tick();
  assert.equal((await records.read("count"))?.status.said, "before");
  await store.leases.release(dead.lease);
  await next.tick();
  assert.equal((await records.read("count"))?.status.said, "after");
  await close();
});

Deno.test("a job that is not configured any more is forgotten, so that nobody waits for it", async () => {
  const { store, runner, records, close } = await bench();
  const found = { ...PLAN, knownSince: 1, startedAt: 1, endedAt: 1, succeededAt: 1, tookMs: 1 };
  await store.values.put("jobs/old", { ...found, said: "x", failure: null, failures: 0 }, 0);
  assert.deepEqual((await records.all()).map(({ name }) => name), ["old"]);
  await runner(() => Promise.resolve("done")).tick();
  assert.deepEqual((await records.all()).map(({ name }) => name), ["count"]);
  await close();
});

const STANDS: JobStatus = {
  name: "count",
  everySeconds: 3_600,
  lateAfterSeconds: 600,
  knownSince: 0,
  startedAt: null,
  endedAt: null,
  succeededAt: null,
  tookMs: null,
  said: null,
  failure: null,
  failures: 0,
};

Deno.test("late is counted from the last success, before the first from when it was known", () => {
  const hour = 3_600_000;
  assert.equal(lagSeconds(STANDS, 300_000), 300);
  assert.ok(isLate(STANDS, 601_000));
  const succeeded = { ...STANDS, succeededAt: 10 * hour };
  assert.equal(lagSeconds(succeeded, 10.5 * hour), 0);
  assert.equal(lagSeconds(succeeded, 11 * hour + 60_000), 60);
  assert.equal(isLate(succeeded, 11 * hour + 600_000), false);
  assert.equal(isLate(succeeded, 11 * hour + 601_000), true);
});

Deno.test("waits after failures double up to an hour", () => {
  const job = { ...PLAN, everySeconds: 86_400 };
  const failed = (failures: number) => ({ ...STANDS, startedAt: 0, endedAt: 1_000, failures });
  const waits = [1, 2, 3, 7, 20].map((failures) => {
    for (let s = 0;; s += 10) {
      if (isDue(job, failed(failures), 1_000 + s * 1_000)) return s;
    }
  });
  assert.deepEqual(waits, [60, 120, 240, 3_600, 3_600]);
});
