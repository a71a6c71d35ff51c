// The commands of the runbooks for incidents, as written, against a running server and its store.
import assert from "node:assert/strict";
import { ROOT } from "@/tasks/lib/files.ts";
import { startApp } from "@/tests/help/app.ts";
import { runShell, shellOf } from "@/tests/help/shell_doc.ts";

const OPS_TOKEN = "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe";

async function commandsOf(name: string): Promise<string> {
  const script = shellOf(await Deno.readTextFile(`${ROOT}docs/runbooks/${name}.md`));
  assert.match(script, /^deno task /m, `${name} has commands`);
  return script;
}

Deno.test("the runbooks for incidents and failovers run as written", async () => {
  await using app = await startApp({ env: { OPS_TOKEN } });
  const env = {
    SITE: app.origin,
    APP_ENV: "test",
    DATA_DIR: app.dataDir,
    BACKUP_TO: `${app.dataDir}/backups`,
    OPS_TOKEN,
    NO_COLOR: "1",
  };
  const look = await runShell(await commandsOf("incident"), env, ROOT);
  assert.equal(look.code, 0, look.out + look.err);
  for (const said of [/^ok$/m, /^ready$/m, /database +ok +required/, /nothing is pending/]) {
    assert.match(look.out, said);
  }
  const database = await runShell(await commandsOf("database-failover"), env, ROOT);
  assert.equal(database.code, 0, database.out + database.err);
  assert.match(database.out, /All is well: \d+ applied, none pending/);
});

Deno.test("the runbook for a lost region brings the store back from a backup", async () => {
  const folder = await Deno.makeTempDir({ prefix: "region-" });
  const env = { APP_ENV: "test", BACKUP_TO: `${folder}/backups`, NO_COLOR: "1" };
  const before = { ...env, DATA_DIR: `${folder}/before` };
  const made = await runShell("deno task migrate up && deno task backup run", before, ROOT);
  assert.equal(made.code, 0, made.out + made.err);
  const after = { ...env, DATA_DIR: `${folder}/after` };
  const { code, out, err } = await runShell(await commandsOf("region-loss"), after, ROOT);
  assert.equal(code, 0, out + err);
  assert.match(out, /is whole/);
  assert.match(out, /All is well: \d+ applied, none pending/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the runbook for a seen secret makes a ring without the old key", async () => {
  const old = `20260101-a1b2c3:${"A1b2-".repeat(8)}A_0`;
  const env = { APP_ENV: "test", JWT_KEYS: old, NO_COLOR: "1" };
  const { code, out, err } = await runShell(await commandsOf("secrets-leak"), env, ROOT);
  assert.equal(code, 0, out + err);
  assert.match(out, /^\d{8}-[0-9a-f]{6}:[\w-]{43}$/m);
  assert.ok(!out.includes("a1b2c3"), "the old key is gone");
});
