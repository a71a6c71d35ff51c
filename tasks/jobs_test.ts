import assert from "node:assert/strict";
import { JOB_NAMES, JOBS } from "@/lib/jobs/registry.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { jobLines, listText } from "./jobs.ts";

async function jobs(dataDir: string, ...words: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tasks/jobs.ts", ...words],
    cwd: ROOT,
    env: { APP_ENV: "test", DATA_DIR: dataDir, NO_COLOR: "1" },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

Deno.test("the task lists every job, runs one by hand, and knows afterwards that it ran", async () => {
  const dataDir = await Deno.makeTempDir();
  const before = await jobs(dataDir, "list");
  assert.equal(before.code, 0, before.err);
  for (const name of JOB_NAMES) assert.ok(before.out.includes(`${name}: every`), before.out);
  assert.match(before.out, /has not run yet/);
  const run = await jobs(dataDir, "run", "purge");
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /^purge: .*removed/);
  assert.match((await jobs(dataDir, "list")).out, /purge: .*\n {2}last run .*removed/);
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("an unknown job or verb is misuse", async () => {
  const dataDir = await Deno.makeTempDir();
  assert.equal((await jobs(dataDir, "run", "toString")).code, 64);
  assert.equal((await jobs(dataDir, "stop")).code, 64);
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("a late and failing job reads as one", () => {
  const hour = 3_600_000;
  const status = {
    name: "purge",
    everySeconds: JOBS.purge.everySeconds,
    lateAfterSeconds: JOBS.purge.lateAfterSeconds,
    knownSince: 0,
    startedAt: 40 * hour,
    endedAt: 40 * hour + 5,
    succeededAt: 10 * hour,
    tookMs: 5,
    said: "before",
    failure: "the disk is full",
    failures: 3,
  };
  const lines = jobLines([status], 41 * hour);
  const purge = lines.find(({ name }) => name === "purge");
  assert.deepEqual([purge?.late, purge?.lagSeconds], [true, 25 * 3_600]);
  assert.match(listText(lines), /failed 3 times in a row: the disk is full\n {2}late by 1 d/);
});
