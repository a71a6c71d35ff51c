// Backups of a store as large as the largest that one machine is meant for: how long a dump and a
// restore take, and how much memory the process that does it holds at most.
import { DatabaseSync } from "node:sqlite";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { sampleEntry } from "@/lib/store/contracts/samples.ts";
import { type Row, row } from "@/tasks/bench/row.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const DOCUMENTS = 100_000;
const ENTRIES = 2_000_000;
const ENTRIES_EACH = 400;

/** Writes the rows as the store does, in large transactions: the making is not measured. */
async function largeStore(folder: string): Promise<void> {
  const path = `${folder}/tracker.sqlite`;
  await Deno.mkdir(folder, { recursive: true });
  await migrateUp(path);
  const db = new DatabaseSync(path);
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
  const document = db.prepare(
    "INSERT INTO documents (owner_id, kind, id, version, created_at, updated_at, body) " +
      "VALUES (?, 'party', ?, 1, 1, 1, ?)",
  );
  const encounter = db.prepare(
    `INSERT INTO encounters (id, owner_id, name, status, edition, created_at, updated_at, version,
     round, combatants) VALUES (?, ?, 'Ambush', 'running', '2024', 1, 1, ?, 1, 5)`,
  );
  const entry = db.prepare(
    "INSERT INTO encounter_log (encounter_id, version, command_id, body) VALUES (?, ?, ?, ?)",
  );
  const words = (n: number) => `${n} ${crypto.randomUUID()} ${crypto.randomUUID()}`;
  db.exec("BEGIN");
  for (let n = 0; n < DOCUMENTS; n++) {
    const body = { name: words(n), characters: Array.from({ length: 8 }, (_, i) => words(i)) };
    document.run(`owner-${n % 5_000}`, `party-${n}`, JSON.stringify(body));
  }
  for (let n = 0; n < ENTRIES / ENTRIES_EACH; n++) {
    const id = `encounter-${String(n).padStart(6, "0")}`;
    encounter.run(id, `owner-${n % 5_000}`, ENTRIES_EACH);
    for (let version = 1; version <= ENTRIES_EACH; version++) {
      const { version: _, commandId: __, ...body } = sampleEntry(version);
      entry.run(
        id,
        version,
        crypto.randomUUID(),
        JSON.stringify({ ...body, note: words(version) }),
      );
    }
  }
  db.exec("COMMIT");
  db.close();
}

/** Runs the task and watches its memory; seconds and megabytes. */
async function measured(env: Record<string, string>, ...args: string[]) {
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${ROOT}tasks/backup.ts`, ...args],
    cwd: ROOT,
    env: { APP_ENV: "test", ...env },
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const status = Deno.readTextFileSync(`/proc/${child.pid}/status`);
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // It has just ended, or this system has no /proc.
    }
  }, 200);
  const { code } = await child.status;
  clearInterval(watch);
  if (code !== 0) throw new Error(`Cannot measure: ${args[0]} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1_000, megabytes: peak / 1_000 };
}

/** Dump and restore of 100,000 documents and 2 million log entries, encrypted. */
export async function* rows(): AsyncGenerator<Row> {
  const folder = await Deno.makeTempDir({ prefix: "tracker-bench-backup-" });
  try {
    await largeStore(`${folder}/live`);
    const identity = await generateX25519Identity();
    await Deno.writeTextFile(`${folder}/key`, identity);
    const env = {
      DATA_DIR: `${folder}/live`,
      BACKUP_TO: `${folder}/backups`,
      BACKUP_RECIPIENTS: await identityToRecipient(identity),
      TMPDIR: folder,
    };
    const what = "100,000 documents, 2 million log entries";
    const dump = await measured(env, "run");
    yield row({ name: `backup: ${what}`, value: dump.seconds, unit: "s", budget: 300, runs: 1 });
    yield row({ name: "backup: memory", value: dump.megabytes, unit: "MB", budget: 200, runs: 1 });
    const target = { ...env, DATA_DIR: `${folder}/restored` };
    const back = await measured(target, "restore", "latest", "--identity", `${folder}/key`);
    yield row({ name: `restore: ${what}`, value: back.seconds, unit: "s", budget: 600, runs: 1 });
    yield row({ name: "restore: memory", value: back.megabytes, unit: "MB", budget: 200, runs: 1 });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
