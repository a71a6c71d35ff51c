// docs/runbooks/backup.md and restore.md, run as written, with and without encryption.
import assert from "node:assert/strict";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { sampleEntry, sampleRecord } from "@/lib/store/contracts/samples.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";
import { runShell, shellOf } from "@/tests/help/shell_doc.ts";

for (const encrypted of [false, true]) {
  Deno.test(`backup and restore as the runbooks say, ${encrypted ? "" : "not "}encrypted`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "tracker-runbook-" });
    const dataDir = `${folder}/data`;
    const path = `${dataDir}/tracker.sqlite`;
    await Deno.mkdir(dataDir);
    await migrateUp(path);
    const store = openStore({ path });
    await store.encounters.create(sampleRecord("one"), [sampleEntry(1)]);
    const env: Record<string, string> = {
      APP_ENV: "test",
      DATA_DIR: dataDir,
      BACKUP_TO: `${folder}/backups`,
      NO_COLOR: "1",
    };
    if (encrypted) {
      const identity = await generateX25519Identity();
      await Deno.writeTextFile(`${folder}/key.txt`, `# made today\n${identity}\n`);
      env["BACKUP_RECIPIENTS"] = await identityToRecipient(identity);
      env["KEY"] = `${folder}/key.txt`;
    }
    try {
      const backup = shellOf(await Deno.readTextFile(`${ROOT}docs/runbooks/backup.md`))
        .replaceAll("backup drill", `backup drill ${encrypted ? '--identity "$KEY"' : ""}`);
      const kept = await runShell(backup, env, ROOT);
      assert.equal(kept.code, 0, kept.out + kept.err);
      await store.close();
      for (
        const said of [
          /Backup \S+ is in/,
          /1 backups in/,
          /is whole/,
          /0 backups removed, 1 kept/,
          /restored and used: 1 encounters fold to their versions/,
          /would lose \d+ s, back after \d+ s/,
        ]
      ) assert.match(kept.out, said);

      const restore = shellOf(await Deno.readTextFile(`${ROOT}docs/runbooks/restore.md`));
      const done = await runShell(restore, env, ROOT);
      assert.equal(done.code, 0, done.out + done.err);
      assert.match(done.out, /Restored \S+ into .+ and compared it: .*encounters 1/);
      assert.match(done.out, /All is well/);
      const restored = openStore({ path });
      assert.equal((await restored.encounters.find("one"))?.version, 1);
      await restored.close();
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("the jobs take a backup, drill it, and say what is missed", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-backup-jobs-" });
  const path = `${folder}/data/tracker.sqlite`;
  await Deno.mkdir(`${folder}/data`);
  await migrateUp(path);
  const env = {
    APP_ENV: "test",
    DATA_DIR: `${folder}/data`,
    BACKUP_TO: `${folder}/backups`,
    NO_COLOR: "1",
  };
  try {
    const before = await runShell("deno task jobs run recovery", env, ROOT);
    assert.equal(before.code, 1, before.out + before.err);
    assert.match(before.out + before.err, /There is no complete backup/);
    const script = ["backup", "backup_drill", "recovery"]
      .map((name) => `deno task jobs run ${name}`).join("\n");
    const after = await runShell(script, env, ROOT);
    assert.equal(after.code, 0, after.out + after.err);
    assert.match(after.out, /Z-[0-9a-f]{6} kept, 0 old ones removed/);
    assert.match(after.out, /restored and used: 0 encounters fold to their versions, in \d+ s/);
    assert.match(after.out, /meet their objectives/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
