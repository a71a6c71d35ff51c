import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { decompressed } from "@/lib/backup/streams.ts";
import { DirectoryPlace } from "@/lib/storage/backup/directory_place.ts";
import { runDeno } from "@/tasks/lib/run.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { parseArguments } from "@/tasks/backup/arguments.ts";
import { sizeText } from "@/tasks/backup/report.ts";

const ENTRIES = 31;

function task(dataDir: string, ...args: string[]) {
  return runDeno(["task", "--quiet", "backup", ...args], {
    output: "collect",
    env: { APP_ENV: "test", DATA_DIR: dataDir, NO_COLOR: "1" },
  });
}

function logRows(path: string): number {
  const db = new DatabaseSync(path);
  try {
    return Number(db.prepare("SELECT count(*) n FROM encounter_log").get()?.["n"]);
  } catch {
    return 0;
  } finally {
    db.close();
  }
}

Deno.test("a live store is backed up with its last row, which a copy of the file lacks", async () => {
  const live = await temporaryStore();
  const dataDir = live.path.replace(/\/[^/]+$/, "");
  const place = await Deno.makeTempDir({ prefix: "tracker-backups-" });
  try {
    const { encounters } = live.store;
    await encounters.create(sampleRecord("one"), [sampleEntry(1, "c1")]);
    for (let n = 2; n <= ENTRIES; n++) {
      await encounters.append("one", n - 1, [sampleEntry(n, `c${n}`)], sampleUpdate());
    }
    await Deno.copyFile(live.path, `${place}/plain.sqlite`);
    assert.ok(logRows(`${place}/plain.sqlite`) < ENTRIES, "the copy is as good: nothing is shown");

    const ran = await task(dataDir, "run", "--to", place);
    assert.equal(ran.code, 0, ran.text);
    assert.match(ran.text, /encounter_log 31/);
    const [id = ""] = /\d{8}T\d{6}Z-[0-9a-f]{6}/.exec(ran.text) ?? [];

    const restored = await Deno.open(`${place}/restored.sqlite`, { create: true, write: true });
    const kept = new DirectoryPlace(place).read(`${id}/tracker.sqlite.gz`);
    for await (const piece of decompressed(kept)) await restored.write(piece);
    restored.close();
    assert.equal(logRows(`${place}/restored.sqlite`), ENTRIES);

    const listed = await task(dataDir, "list", "--from", place);
    assert.match(listed.text, new RegExp(`1 backups[\\s\\S]*${id}`));
    const verified = await task(dataDir, "verify", "--from", place, "--json");
    assert.equal(verified.code, 0, verified.text);
    const said: unknown = JSON.parse(verified.text.split("\n").findLast((l) => l[0] === "{") ?? "");
    assert.deepEqual(said, {
      exit: 0,
      place,
      verified: [{ id, problems: [], opened: 1 }],
    });
    const noted = await task(dataDir, "forget", "owner-1", "--to", place);
    assert.equal(noted.code, 0, noted.text);
    const again = await runDeno(["task", "--quiet", "backup", "restore", "--from", place], {
      output: "collect",
      env: { APP_ENV: "test", DATA_DIR: `${place}/again`, NO_COLOR: "1" },
    });
    assert.match(again.text, /deleted again: everything of 1 owners/);
    assert.equal(logRows(`${place}/again/tracker.sqlite`), 0);

    const { mode } = await Deno.stat(`${place}/${id}/tracker.sqlite.gz`);
    assert.equal((mode ?? 0) & 0o077, 0, "others can read the backup");

    const file = `${place}/${id}/tracker.sqlite.gz`;
    const bytes = await Deno.readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await Deno.writeFile(file, bytes);
    const damaged = await task(dataDir, "verify", id.slice(0, 12), "--from", place);
    assert.equal(damaged.code, 4, damaged.text);
    assert.match(damaged.text, /tracker\.sqlite\.gz (is damaged|cannot be read)/);
  } finally {
    await live.close();
    await Deno.remove(place, { recursive: true });
  }
});

Deno.test("what cannot be backed up is said in a sentence, with its code", async () => {
  const empty = await Deno.makeTempDir({ prefix: "tracker-empty-" });
  try {
    const none = await task(empty, "run", "--to", `${empty}/backups`);
    assert.equal(none.code, 1);
    assert.match(none.text, /there is no database at .*tracker\.sqlite/);
    const nothing = await task(empty, "verify", "--from", `${empty}/backups`);
    assert.equal(nothing.code, 2);
    assert.match(nothing.text, /There is no complete backup in/);
    await Deno.writeTextFile(`${empty}/file`, "");
    const live = await temporaryStore();
    const dataDir = live.path.replace(/\/[^/]+$/, "");
    const inFile = await task(dataDir, "run", "--to", `${empty}/file`);
    await live.close();
    assert.equal(inFile.code, 1);
    assert.match(inFile.text, /Cannot keep .+: (a part of its path is a file|it is there already)/);
  } finally {
    await Deno.remove(empty, { recursive: true });
  }
});

Deno.test("the command line of backups is understood or refused", () => {
  assert.equal(parseArguments(["fly"]), "There is no verb fly");
  assert.match(
    String(parseArguments(["restore", "--moment", "noon"])),
    /takes a time with its zone/,
  );
  assert.equal(parseArguments(["run", "--to"]), "--to needs a value");
  assert.equal(parseArguments(["forget", "--to", "a"]), "forget needs the id of an owner");
  assert.equal(parseArguments(["run", "--to", "a", "b"]), "run takes no b");
  assert.equal(parseArguments(["run", "--fast", "--to=a"]), "There is no option --fast");
  assert.equal(parseArguments(["list", "--to=a", "--from=b"]), "Give --to or --from, not both");
  assert.equal(sizeText(1_234_567), "1.2 MB");
  assert.equal(sizeText(17), "17 B");
});
