// Backups and restores that are killed half-way, or find no room: never half of one.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { smallDisk } from "@/tests/help/small_disk.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const KILLS = 12;
const ROWS = 12_000;

/** A store with some 30 MB that do not compress away. */
async function largeStore(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const path = `${folder}/tracker.sqlite`;
  await migrateUp(path);
  const db = new DatabaseSync(path);
  const insert = db.prepare("INSERT INTO documents VALUES ('o', 'party', ?, 1, 1, 1, ?)");
  db.exec("BEGIN");
  for (let n = 0; n < ROWS; n++) {
    const noise = crypto.getRandomValues(new Uint8Array(1_200)).toBase64();
    insert.run(`d${n}`, JSON.stringify({ noise }));
  }
  db.exec("COMMIT");
  db.close();
}

function start(env: Record<string, string>, ...args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${ROOT}tasks/backup.ts`, ...args, "--quiet"],
    cwd: ROOT,
    env: { APP_ENV: "test", NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function finish(child: Deno.ChildProcess) {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

async function killAfter(child: Deno.ChildProcess, ms: number): Promise<void> {
  await Promise.race([sleep(ms), child.status]);
  try {
    child.kill("SIGKILL");
  } catch {
    // It was quicker.
  }
  await child.output();
}

Deno.test(`${KILLS} × kill -9 in a dump and in a restore: whole or not there`, async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-backup-kill-" });
  const scratch = `${folder}/scratch`;
  await Deno.mkdir(scratch);
  const env = { DATA_DIR: `${folder}/live`, TMPDIR: scratch, BACKUP_TO: `${folder}/backups` };
  try {
    await largeStore(env.DATA_DIR);
    const begun = performance.now();
    const first = await finish(start(env, "run"));
    assert.equal(first.code, 0, first.text);
    const whole = performance.now() - begun;
    for (let n = 0; n < KILLS; n++) {
      await killAfter(start(env, "run"), whole * (0.3 + 0.7 * n / KILLS));
    }
    const last = await finish(start(env, "run"));
    assert.equal(last.code, 0, last.text);
    assert.deepEqual([...Deno.readDirSync(scratch)], [], "copies of killed runs are left");
    const listed = await finish(start(env, "list", "--json"));
    const { backups } = JSON.parse(listed.text);
    const unfinished = backups.filter((backup: { state: string }) => backup.state === "unfinished");
    const damaged = backups.filter((backup: { state: string }) => backup.state === "damaged");
    console.log(`${backups.length} backups, ${unfinished.length} of them unfinished`);
    assert.ok(unfinished.length > 0 && damaged.length === 0, listed.text);
    const verified = await finish(start(env, "verify", "latest"));
    assert.equal(verified.code, 0, verified.text);

    const restored = { ...env, DATA_DIR: `${folder}/restored` };
    const target = `${restored.DATA_DIR}/tracker.sqlite`;
    let halves = 0;
    for (let n = 0; n < KILLS && !existsSync(target); n++) {
      await killAfter(start(restored, "restore"), whole * (0.3 + 0.5 * n / KILLS));
      if (existsSync(`${target}.restoring`)) halves++;
    }
    if (!existsSync(target)) {
      const done = await finish(start(restored, "restore"));
      assert.equal(done.code, 0, done.text);
    }
    const db = new DatabaseSync(target, { readOnly: true });
    assert.equal(db.prepare("SELECT count(*) n FROM documents").get()?.["n"], ROWS);
    assert.equal(db.prepare("PRAGMA integrity_check").get()?.["integrity_check"], "ok");
    db.close();
    console.log(`${halves} restores were cut half-way`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("no room for a backup or a restore: said, and nothing half is left", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-backup-full-" });
  const disk = await smallDisk("8m");
  if (disk.kind === "missing") {
    await Deno.remove(folder, { recursive: true });
    return console.log(`left out: no small disk (${disk.reason})`);
  }
  const live = { DATA_DIR: `${folder}/live`, TMPDIR: folder };
  try {
    await largeStore(live.DATA_DIR);
    const place = await finish(start(live, "run", "--to", `${disk.path}/backups`));
    assert.equal(place.code, 1, place.text);
    assert.match(place.text, /Cannot keep .+ in .+: the disk is full/);
    assert.deepEqual(
      [...Deno.readDirSync(`${disk.path}/backups`)].flatMap(({ name }) => [
        ...Deno.readDirSync(`${disk.path}/backups/${name}`),
      ]),
      [],
    );
    const scratch = await finish(
      start({ ...live, TMPDIR: disk.path }, "run", "--to", `${folder}/backups`),
    );
    assert.equal(scratch.code, 1, scratch.text);
    assert.match(scratch.text, /Cannot back up the store: the disk is full/);
    assert.equal((await finish(start(live, "run", "--to", `${folder}/backups`))).code, 0);
    const target = { ...live, DATA_DIR: `${disk.path}/restored` };
    const restore = await finish(start(target, "restore", "--from", `${folder}/backups`));
    assert.equal(restore.code, 1, restore.text);
    assert.match(restore.text, /Cannot restore the store: .*(full|ENOSPC|space)/i);
    assert.deepEqual([...Deno.readDirSync(target.DATA_DIR)], []);
  } finally {
    await disk.remove();
    await Deno.remove(folder, { recursive: true });
  }
});
