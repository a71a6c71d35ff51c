import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate, type MigrateOptions, MIGRATION_MOMENTS } from "@/lib/store/migrations/migrate.ts";
import type { Migration, Step } from "@/lib/store/ports/migration_store.ts";
import { schemaState } from "@/lib/store/migrations/migration_state.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";

function table(name: string): Pick<Migration<DatabaseSync>, "up" | "down"> {
  const exec = (sql: string): Step<DatabaseSync> => ({
    mode: "transactional",
    name: sql,
    run: (db) => db.exec(sql),
  });
  return { up: [exec(`CREATE TABLE ${name} (id INTEGER)`)], down: [exec(`DROP TABLE ${name}`)] };
}

function migration(
  number: number,
  change: Partial<Migration<DatabaseSync>> = {},
): Migration<DatabaseSync> {
  const id = `2026010112000${number}`;
  const name = `make_t${number}`;
  const own = { id, name, checksum: `c${number}`, description: `Table ${number}` };
  return { ...own, ...table(`t${number}`), ...change };
}

const THREE = [migration(1), migration(2), migration(3)];

/** An empty store in memory and the verbs on it. */
function workbench() {
  const store = openMigrationStore({ path: ":memory:" });
  const run = (list: readonly Migration<DatabaseSync>[], options: Partial<MigrateOptions> = {}) =>
    migrate(store, list, { direction: "up", owner: "tester", ...options });
  const applied = async () => (await store.applied()).map(({ id }) => id.at(-1)).join("");
  return { store, run, applied };
}

Deno.test("migrations go up in order, once", async () => {
  const { run, applied } = workbench();
  const first = await run(THREE);
  assert.deepEqual(first.carried.map(({ name }) => name), ["make_t1", "make_t2", "make_t3"]);
  assert.equal(first.ok, true);
  assert.equal(await applied(), "123");
  const second = await run(THREE);
  assert.deepEqual(second, { ok: true, carried: [] });
});

Deno.test("up and down stop where they are told", async () => {
  const { run, applied } = workbench();
  await run(THREE, { to: "20260101120002" });
  assert.equal(await applied(), "12");
  await run(THREE);
  await run(THREE, { direction: "down" });
  assert.equal(await applied(), "12");
  await run(THREE, { direction: "down", to: "20260101120001" });
  assert.equal(await applied(), "1");
  await run(THREE);
  await run(THREE, { direction: "down", to: "none" });
  assert.equal(await applied(), "");
  assert.deepEqual(await run(THREE, { direction: "down" }), { ok: true, carried: [] });
});

Deno.test("impossible targets are refused and change nothing", async () => {
  const { run, applied } = workbench();
  await run(THREE, { to: "20260101120002" });
  const refusals: readonly Partial<MigrateOptions>[] = [
    { to: "20260101120001" },
    { to: "20260101120009" },
    { direction: "down", to: "20260101120003" },
    { direction: "down", to: "20260101120009" },
  ];
  for (const options of refusals) {
    const outcome = await run(THREE, options);
    assert.equal(!outcome.ok && outcome.code, "refused", JSON.stringify(options));
  }
  assert.equal(await applied(), "12");
});

Deno.test("a migration without a way down is refused on the way down", async () => {
  const { run, applied } = workbench();
  const oneWay = [migration(1, { down: [] })];
  await run(oneWay);
  const outcome = await run(oneWay, { direction: "down" });
  assert.equal(!outcome.ok && outcome.code, "refused");
  assert.equal(await applied(), "1");
});

Deno.test("each way in which files and database differ is told and stops the work", async () => {
  const cases: readonly [string, readonly Migration<DatabaseSync>[]][] = [
    ["edited", [migration(1, { checksum: "other" }), migration(2), migration(3)]],
    ["missing", [migration(1), migration(3)]],
    ["gap", [migration(0), migration(1), migration(2), migration(3)]],
    ["duplicate", [...THREE, migration(3, { name: "twin" })]],
    ["id", [...THREE, migration(9, { id: "9" })]],
  ];
  for (const [kind, list] of cases) {
    const { store, run, applied } = workbench();
    await run(THREE, { to: "20260101120002" });
    const { problems } = await schemaState(store, list);
    assert.deepEqual(problems.map((problem) => problem.kind), [kind], kind);
    for (const direction of ["up", "down"] as const) {
      const outcome = await run(list, { direction });
      assert.equal(!outcome.ok && outcome.code, "schema", kind);
      assert.deepEqual(!outcome.ok && outcome.problems, problems);
    }
    assert.equal(await applied(), "12");
  }
});

Deno.test("a schema changed by hand is told, and accepted on demand", async () => {
  const { store, run, applied } = workbench();
  await run(THREE, { to: "20260101120002" });
  const held = await store.acquire("admin", 1_000);
  if (held.kind !== "held") throw new Error("the lock is not free");
  const byHand: Step<DatabaseSync> = {
    mode: "transactional",
    name: "by hand",
    run: (db) => db.exec("CREATE INDEX at_night ON t1 (id)"),
  };
  await store.advance(held.lease, byHand, null, () => ({ kind: "reverted", id: "nothing" }));
  await store.release(held.lease);
  const outcome = await run(THREE);
  assert.deepEqual(!outcome.ok && outcome.problems.map(({ kind }) => kind), ["drift"]);
  assert.equal((await run(THREE, { acceptDrift: true })).ok, true);
  assert.equal(await applied(), "123");
  assert.deepEqual((await schemaState(store, THREE)).problems, []);
});

/** Copies ten rows in pieces of three; `fails` makes the given piece throw. */
function copying(fails: { at: number }): Migration<DatabaseSync> {
  const create: Step<DatabaseSync> = {
    mode: "transactional",
    name: "make the target",
    run: (db) => db.exec("CREATE TABLE target (id INTEGER PRIMARY KEY)"),
  };
  const copy: Step<DatabaseSync> = {
    mode: "resumable",
    name: "copy",
    run: (db, from) => {
      const start = typeof from === "number" ? from : 0;
      if (start === fails.at) throw new Error("the disk coughs");
      const end = Math.min(10, start + 3);
      for (let id = start; id < end; id++) db.exec(`INSERT INTO target VALUES (${id})`);
      return { next: end < 10 ? end : null, done: end, total: 10 };
    },
  };
  const drop: Step<DatabaseSync> = {
    mode: "transactional",
    name: "drop",
    run: (db) => db.exec("DROP TABLE target"),
  };
  return migration(4, { up: [create, copy], down: [drop] });
}

Deno.test("a resumable step goes on from its checkpoint after a failure", async () => {
  const { store, run, applied } = workbench();
  const fails = { at: 6 };
  const list = [...THREE, copying(fails)];
  const shares: (number | undefined)[] = [];
  const broken = await run(list, { progress: ({ done }) => shares.push(done) });
  assert.equal(!broken.ok && broken.code, "failed");
  assert.match(broken.ok ? "" : broken.message, /make_t4 did not go up:.*the disk coughs/);
  assert.equal(broken.carried.length, 3);
  assert.deepEqual(shares.slice(-2), [3, 6]);
  const { unfinished } = await schemaState(store, list);
  assert.deepEqual([unfinished?.step, unfinished?.from], [1, 6]);
  assert.equal(!(await run(list, { direction: "down" })).ok, true);
  fails.at = -1;
  const after: (number | undefined)[] = [];
  assert.equal((await run(list, { progress: ({ done }) => after.push(done) })).ok, true);
  assert.deepEqual(after, [9, 10]);
  assert.equal(await applied(), "1234");
});

Deno.test("a half-way migration whose file changed waits for a decision", async () => {
  const { run, applied } = workbench();
  const list = [copying({ at: 6 })];
  await run(list);
  const mended = [migration(4, { checksum: "mended" })];
  const outcome = await run(mended);
  assert.deepEqual(!outcome.ok && outcome.problems.map(({ kind }) => kind), ["edited"]);
  assert.equal((await run(mended, { restart: true })).ok, true);
  assert.equal(await applied(), "4");
});

Deno.test("who finds the lock taken is told whose it is, and may wait", async () => {
  const { store, run, applied } = workbench();
  const held = await store.acquire("somebody", 60_000);
  if (held.kind !== "held") throw new Error("the lock is not free");
  const outcome = await run(THREE);
  assert.equal(!outcome.ok && outcome.code, "locked");
  assert.match(outcome.ok ? "" : outcome.message, /somebody/);
  const waiting = run(THREE, { waitMs: 5_000 });
  await sleep(60);
  assert.equal(await applied(), "");
  await store.release(held.lease);
  assert.equal((await waiting).ok, true);
  assert.equal(await applied(), "123");
});

Deno.test("the lock outlives its time while work goes on", async () => {
  const { store, run } = workbench();
  const slow = (number: number) => {
    const { up, ...rest } = migration(number);
    const wait: Step<DatabaseSync> = {
      mode: "resumable",
      name: "wait",
      run: (_db, from) => {
        const n = typeof from === "number" ? from : 0;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
        return { next: n < 24 ? n + 1 : null };
      },
    };
    return { ...rest, up: [...up, wait] };
  };
  let rival = 0;
  const outcome = await run([slow(1)], {
    lockMs: 400,
    moment: (moment) => {
      if (moment !== "after-step") return;
      void store.holder().then((holder) => rival += holder === null ? 1 : 0);
    },
  });
  assert.equal(outcome.ok, true);
  assert.equal(rival, 0);
});

Deno.test("who loses the lock stops, and what was done stays done", async () => {
  const { store, run, applied } = workbench();
  let steps = 0;
  const outcome = await run(THREE, {
    moment: (moment) => {
      // As an operator would who took this migrator for dead.
      if (moment === "after-step" && ++steps === 1) void store.unlock();
    },
  });
  assert.equal(!outcome.ok && outcome.code, "lost");
  assert.equal(outcome.carried.length, 1);
  assert.equal(await applied(), "1");
  assert.equal((await run(THREE)).ok, true);
  assert.equal(await applied(), "123");
});

Deno.test("a migrator passes each of its moments", async () => {
  const { run } = workbench();
  const seen = new Set<string>();
  await run(THREE, { moment: (moment) => seen.add(moment) });
  assert.deepEqual([...seen].sort(), [...MIGRATION_MOMENTS].sort());
});

Deno.test("the applied list is read again under the lock", async () => {
  const { store, run } = workbench();
  let rival: Promise<unknown> | undefined;
  const outcome = await run(THREE, {
    moment: (moment) => {
      // A faster migrator did it all between this one's start and its lock.
      if (moment === "before-lock") {
        rival = migrate(store, THREE, { direction: "up", owner: "rival" });
      }
    },
    waitMs: 2_000,
  });
  await rival;
  assert.deepEqual(outcome, { ok: true, carried: [] });
});
