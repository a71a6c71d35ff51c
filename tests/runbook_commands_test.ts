// Every command that a runbook names in its text, run as written on a store, a server, a place for
// backups and channels of its own. Blocks of commands have their own tests (tests/deploy/, tests/backup/).
import assert from "node:assert/strict";
import { generateX25519Identity } from "age-encryption";
import { ROOT } from "@/tasks/lib/files.ts";
import { startReceiver } from "@/tests/fakes/receiver.ts";
import { startSmtp } from "@/tests/fakes/smtp.ts";
import { startApp } from "@/tests/help/app.ts";
import { runShell, sectionOf, shellOf } from "@/tests/help/shell_doc.ts";

const RUNBOOKS = `${ROOT}docs/runbooks/`;
const OPS_TOKEN = "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe";

/** Each command once, with the runbooks that name it. */
async function commandsOfRunbooks(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for await (const { name } of Deno.readDir(RUNBOOKS)) {
    const text = (await Deno.readTextFile(RUNBOOKS + name)).replace(/^```[\s\S]*?^```/gm, "");
    for (const [, words = ""] of text.matchAll(/`(deno task [^`]*)`/g)) {
      const command = words.replace(/\s+/g, " ");
      found.set(command, [...found.get(command) ?? [], name]);
    }
  }
  return found;
}

/** Where a command is run that would change this repository, or that needs a whole deployment. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "deno task deploy ENV": "tests/deploy/walk_test.ts",
  "deno task deploy ENV --release R": "tests/deploy/faults_test.ts",
  "deno task rollback ENV": "tests/deploy/walk_test.ts",
  "deno task migrate create": "tasks/migrate/manifest_test.ts",
  "deno task migrate create add notes to parties": "tasks/migrate/manifest_test.ts",
  "deno task migrate verify --write": "tasks/migrate/manifest_test.ts",
};

/** What a command says that is refused here, for a reason that its runbook gives. */
const REFUSED: Readonly<Record<string, readonly [code: number, says: RegExp]>> = {
  "deno task migrate baseline [--to ID]": [2, /applied already/],
  "deno task smoke": [2, /Usage/],
  "deno task user reset-mfa EMAIL": [3, /no account with that address/],
};

/** One folder with a store, a backup and keys; each command gets a copy of its own. */
async function prepare(folder: string): Promise<{ kid: string }> {
  const env = environment(folder);
  await Deno.writeTextFile(`${folder}/.env`, `JWT_KEYS=20260101-a1b2c3:${"A1b2-".repeat(8)}A_0\n`, {
    mode: 0o600,
  });
  await Deno.writeTextFile(`${folder}/key.txt`, `${await generateX25519Identity()}\n`);
  const steps = [
    "deno task migrate up",
    "deno task backup run",
    `deno task keys:rotate JWT_KEYS --stage --env-file ${folder}/.env`,
  ].join(" && ");
  const { code, out, err } = await runShell(steps, env, ROOT);
  assert.equal(code, 0, out + err);
  const ring = await Deno.readTextFile(`${folder}/.env`);
  const kids = [...ring.matchAll(/(\d{8}-[0-9a-f]{6}):/g)].map(([, kid = ""]) => kid);
  const kid = kids.find((one) => one !== "20260101-a1b2c3");
  assert.ok(kid, ring.replace(/:[\w-]+/g, ":…"));
  return { kid };
}

function environment(folder: string): Record<string, string> {
  return {
    APP_ENV: "test",
    DATA_DIR: `${folder}/store`,
    BACKUP_TO: `${folder}/backups`,
    OPS_TOKEN,
    NO_COLOR: "1",
  };
}

/** The migration before the last one. */
async function earlierMigration(): Promise<string> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(`${ROOT}migrations`)) {
    if (/^\d{14}_\w+\.ts$/.test(name) && !name.endsWith("_test.ts")) names.push(name.slice(0, -3));
  }
  return names.sort().at(-2) ?? "";
}

Deno.test("every command that a runbook names does what it says", async (test) => {
  const commands = await commandsOfRunbooks();
  assert.ok(commands.size > 50, "the runbooks were read");
  for (const [command, file] of Object.entries(ELSEWHERE)) {
    assert.ok(commands.has(command), `no runbook names ${command} any more`);
    assert.ok((await Deno.stat(ROOT + file)).isFile);
    console.log(`${command}: in ${file}`);
  }
  const template = await Deno.makeTempDir({ prefix: "runbooks-" });
  const { kid } = await prepare(template);
  const id = await earlierMigration();
  const before = new Date(Date.now() - 60_000).toISOString();
  const hook = startReceiver(() => undefined, () => new Response(null, { status: 204 }));
  const smtp = await startSmtp();
  await using app = await startApp({ env: { OPS_TOKEN } });
  const channels = {
    ALERT_WEBHOOK_URL: `${hook.url}/hook`,
    ALERT_WEBHOOK_SECRET: "s-Wq7kR2ma9Zt4bW8yPqLs0v6HnJ3cXeT1",
    SMTP_URL: smtp.url,
    ALERT_EMAILS: "on-call@example.org",
    ALERT_FROM: "tracker@example.org",
  };
  const run = async (command: string) => {
    const folder = await Deno.makeTempDir({ prefix: "runbook-" });
    try {
      const copied = await runShell(`cp -a "$FROM/." "$TO"`, { FROM: template, TO: folder });
      assert.equal(copied.code, 0, copied.err);
      const values: readonly (readonly [RegExp, string])[] = [
        [/\b(URL|SITE|ADDRESS)\b/g, app.origin],
        [/\bCHANNEL\b/g, "webhook"],
        [/\bNAME\b/g, "mail"],
        [/\bKEY\b/g, "component_degraded:cache"],
        [/\bOWNER\b/g, "owner-1"],
        [/\bEMAIL\b/g, "nobody@example.org"],
        [/\bKID\b/g, kid],
        [/\b(DIR|PLACE)\b/g, `${folder}/backups`],
        [/\bFILE\b/g, `${folder}/key.txt`],
        [/\[--to ID\]/g, ""],
        [/\bID\b/g, id],
        [/--env-file \.env/g, `--env-file ${folder}/.env`],
        [/mongodb:\/\/…/g, `${folder}/other.sqlite`],
        [/\bdata\/tracker\.sqlite/g, `${folder}/store/tracker.sqlite`],
        [/--moment \S+/g, `--moment ${before}`],
      ];
      const line = values.reduce((text, [from, to]) => text.replace(from, to), command);
      // A restore is into a place where nothing is.
      const empty = /backup restore/.test(command) ? { DATA_DIR: `${folder}/empty` } : {};
      const env = { ...environment(folder), ...channels, ...empty };
      return await runShell(`${line} </dev/null`, env, ROOT);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  };
  try {
    for (const [command, books] of commands) {
      if (Object.hasOwn(ELSEWHERE, command)) continue;
      await test.step(`${command} (${books.join(", ")})`, async () => {
        const [code, says] = REFUSED[command] ?? [0, /(?:)/];
        const { code: ended, out, err } = await run(command);
        assert.equal(ended, code, out + err);
        assert.match(out + err, says);
      });
    }
  } finally {
    await hook.close();
    await smtp.close();
    await Deno.remove(template, { recursive: true });
  }
});

Deno.test("the runbook for moving a store moves it, between files here", async () => {
  // MongoDB's side is tests/fault/store_copy_test.ts and the contract of the stores.
  const text = await Deno.readTextFile(`${RUNBOOKS}move-store.md`);
  for (const way of ["Without stopping", "With the app stopped"]) {
    const folder = await Deno.makeTempDir({ prefix: "runbook-move-" });
    const env = environment(folder);
    const [from, to] = [`${folder}/store/tracker.sqlite`, `${folder}/new.sqlite`];
    const ready = `deno task migrate up && deno task migrate up --database ${to}`;
    const made = await runShell(ready, env, ROOT);
    assert.equal(made.code, 0, made.out + made.err);
    const commands = shellOf(sectionOf(text, way))
      .replaceAll("data/tracker.sqlite", from).replaceAll("mongodb://…", to);
    assert.match(commands, /^deno task store copy /m);
    const { code, out, err } = await runShell(commands, env, ROOT);
    assert.equal(code, 0, out + err);
    await Deno.remove(folder, { recursive: true });
  }
});
