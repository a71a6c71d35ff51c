import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const PROGRAM = new URL("./programs/appending.ts", import.meta.url).pathname;
const KILLS = 50;
const FIGHTS = 4;

/** Lines that a run acknowledged before it was killed; a torn last line is no acknowledgement. */
async function killedRun(path: string, run: number, afterMs: number): Promise<readonly string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", PROGRAM, path, `run${run}`, `${FIGHTS}`],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  const first = Promise.withResolvers<void>();
  const read = (async () => {
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += part;
      first.resolve();
    }
  })();
  // From the first acknowledgement on, so that no kill falls into the start of the process.
  await Promise.race([first.promise, child.status]);
  await sleep(afterMs);
  child.kill("SIGKILL");
  assert.equal((await child.status).signal, "SIGKILL", "the run ended by itself");
  await read;
  return text.split("\n").slice(0, -1);
}

Deno.test("50 × kill -9 under 200 appends a second: what was acknowledged is there once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-crash-" });
  const path = `${folder}/tracker.sqlite`;
  await migrateUp(path);
  const seed = Date.now() % 100_000;
  console.log(`seed ${seed}`);
  const acknowledged: string[] = [];
  for (let run = 0; run < KILLS; run++) {
    // The golden ratio spreads the moments evenly and never repeats one.
    const afterMs = ((seed + run) * 0.618_033_988_749 % 1) * 250;
    acknowledged.push(...await killedRun(path, run, afterMs));
  }
  assert.ok(acknowledged.length > KILLS * 4, `only ${acknowledged.length} appends`);

  const store = openStore({ path });
  const there = new Map<string, number>();
  for (let index = 0; index < FIGHTS; index++) {
    const id = `fight-${index}`;
    const entries = await store.encounters.entriesAfter(id, 0);
    entries.forEach((entry, at) => {
      assert.equal(entry.version, at + 1, "the log has a gap");
      const line = `${id} ${entry.version} ${entry.commandId}`;
      there.set(line, (there.get(line) ?? 0) + 1);
    });
    assert.equal((await store.encounters.find(id))?.version, entries.length);
  }
  await store.close();
  for (const line of acknowledged) assert.equal(there.get(line), 1, `${line} is lost`);
  // Beyond what was acknowledged at most one append a fight and kill: written, not yet told.
  assert.ok(there.size - acknowledged.length <= KILLS * FIGHTS + FIGHTS);
  const db = new DatabaseSync(path);
  assert.equal(db.prepare("PRAGMA integrity_check").get()?.["integrity_check"], "ok");
  db.close();
  console.log(`${acknowledged.length} acknowledged, ${there.size} in the log`);
  await Deno.remove(folder, { recursive: true });
});
