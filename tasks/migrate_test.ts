import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { parseArguments, VERBS } from "@/tasks/migrate/arguments.ts";
import { plan, runMigrations } from "@/tasks/migrate/verbs.ts";

const NEWEST = MIGRATIONS.at(-1)?.id ?? "";

const TASK = new URL("./migrate.ts", import.meta.url).pathname;

/** The task on one temporary database. */
async function onDatabase(
  body: (
    run: (...args: string[]) => Promise<{ code: number; out: string; err: string }>,
    path: string,
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "tracker-task-" });
  const path = `${folder}/tracker.sqlite`;
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", TASK, ...args, "--database", path],
      env: { APP_ENV: "test", NO_COLOR: "1" },
      stdout: "piped",
      stderr: "piped",
    }).output();
    const decoder = new TextDecoder();
    return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
  };
  await body(run, path);
  await Deno.remove(folder, { recursive: true });
}

function sqlOn(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

Deno.test("looking writes nothing, then up, verify and down say what they did", async () => {
  await onDatabase(async (run, path) => {
    for (const look of [["status"], ["plan"], ["up", "--dry-run"], ["plan", "--down"]]) {
      assert.equal((await run(...look)).code, 0, look.join(" "));
    }
    assert.equal((await run("verify")).code, 6);
    await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
    const up = await run("up");
    assert.equal(up.code, 0, up.err);
    for (const { id } of MIGRATIONS) assert.ok(up.err.includes(id), `${id} is told`);
    assert.equal((await run("verify")).code, 0);
    const before = await Deno.readFile(path);
    assert.match((await run("down", "--dry-run")).out, /^down /);
    assert.deepEqual(await Deno.readFile(path), before);
    const down = await run("down", "--to", "none", "--json");
    assert.equal(JSON.parse(down.out).carried.length, MIGRATIONS.length);
    const status = JSON.parse((await run("status", "--json")).out);
    assert.deepEqual([status.applied.length, status.pending.length], [0, MIGRATIONS.length]);
  });
});

Deno.test("a lock that is held ends up with 3 in one line, until it is ended", async () => {
  await onDatabase(async (run, path) => {
    const store = openMigrationStore({ path });
    assert.equal((await store.acquire("another", 60_000)).kind, "held");
    const up = await run("up");
    assert.equal(up.code, 3);
    assert.match(up.err, /^Another migrator holds the lock: another, .*\n$/);
    assert.equal((await run("unlock")).code, 3);
    assert.equal((await run("unlock", "--yes")).code, 0);
    assert.equal((await run("up")).code, 0);
    store.close();
  });
});

Deno.test("an edited migration and a schema changed by hand end with 4", async () => {
  await onDatabase(async (run, path) => {
    await run("up");
    sqlOn(path, "CREATE TABLE by_hand (id INTEGER)");
    const drifted = await run("verify");
    assert.equal(drifted.code, 4);
    assert.match(drifted.err, /changed it by hand/);
    sqlOn(path, "DROP TABLE by_hand; UPDATE schema_migrations SET checksum = 'x' WHERE rowid = 1");
    const edited = await run("up", "--json");
    assert.equal(edited.code, 4);
    assert.equal(JSON.parse(edited.out).exit, 4);
  });
});

Deno.test("a file that was different only while it was applied is found by verify", async () => {
  await onDatabase(async (run, path) => {
    await run("up");
    sqlOn(path, "ALTER TABLE documents ADD COLUMN extra TEXT");
    const store = openMigrationStore({ path });
    // What an edited file would have left: its schema is the recorded one.
    const recorded = await store.fingerprint();
    store.close();
    sqlOn(path, `UPDATE schema_migrations SET schema = '${recorded}' WHERE id = '${NEWEST}'`);
    const verified = await run("verify");
    assert.equal(verified.code, 4, verified.out);
    assert.match(verified.err, /a file was different while it was applied/);
  });
});

Deno.test("a drift is accepted although nothing is pending, and known from then on", async () => {
  await onDatabase(async (run, path) => {
    await run("up");
    sqlOn(path, "CREATE TABLE by_hand (id INTEGER)");
    assert.equal((await run("up")).code, 4);
    const accepted = await run("up", "--accept-drift");
    assert.equal(accepted.code, 0, accepted.err);
    assert.match(accepted.out, /Nothing is pending\.\nThe schema as it is now is written down/);
    assert.equal((await run("verify")).code, 0);
    sqlOn(path, "CREATE TABLE another (id INTEGER)");
    assert.equal((await run("verify")).code, 4);
  });
});

Deno.test("files that are not the manifest's are not carried out", async () => {
  const store = openMigrationStore({ path: ":memory:" });
  const given = parseArguments(["up"]);
  assert.ok(typeof given !== "string");
  const context = {
    store,
    migrations: MIGRATIONS,
    given,
    owner: "test",
    production: false,
    schemaOf: () => Promise.resolve(""),
    differences: () => ["migrations/x.ts was edited"],
    note: () => {},
  };
  for (const report of [await runMigrations(context, "up"), await plan(context, "up")]) {
    assert.equal(report.code, 4);
    assert.match(report.lines.join("\n"), /migrations\/x\.ts was edited/);
  }
  assert.deepEqual(await store.applied(), []);
  store.close();
});

Deno.test("a baseline takes over a database of the same schema, and no other", async () => {
  await onDatabase(async (run, path) => {
    await run("up");
    sqlOn(path, "DELETE FROM schema_migrations");
    assert.equal((await run("baseline", "--to", MIGRATIONS[0]?.id ?? "")).code, 4);
    assert.equal((await run("baseline")).code, 0);
    assert.equal((await run("verify")).code, 0);
    assert.equal((await run("baseline")).code, 2);
    assert.match((await run("status")).out, /baseline/);
  });
});

Deno.test("a file that is no database ends with 1 and one line, without a stack", async () => {
  await onDatabase(async (run, path) => {
    await Deno.writeTextFile(path, "no database ".repeat(1_000));
    const { code, err } = await run("up");
    assert.equal(code, 1);
    assert.equal(err.trim().split("\n").length, 1, err);
    assert.doesNotMatch(err, / at |node:/);
  });
});

Deno.test("wrong usage ends with 2 and shows the usage", async () => {
  await onDatabase(async (run) => {
    const { code, err } = await run("sideways");
    assert.equal(code, 2);
    assert.match(err, /There is no verb sideways\n\ndeno task migrate/);
  });
});

Deno.test("the command line is read strictly", () => {
  for (const verb of VERBS.filter((candidate) => candidate !== "create")) {
    assert.equal(typeof parseArguments([verb]), "object");
  }
  const parsed = parseArguments(["down", "--to=none", "--wait", "5", "--yes"]);
  if (typeof parsed === "string") throw new Error(parsed);
  const { verb, to, waitSeconds, yes } = parsed;
  assert.deepEqual([verb, to, waitSeconds, yes], ["down", "none", 5, true]);
  const status = parseArguments([]);
  assert.equal(typeof status !== "string" && status.verb, "status");
  const wrong = [["--to"], ["--tos", "x"], ["up", "x"], ["create"], ["up", "--wait", "soon"]];
  for (const args of wrong) assert.equal(typeof parseArguments(args), "string", args.join(" "));
});
