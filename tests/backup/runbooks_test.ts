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
