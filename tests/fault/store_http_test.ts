// What people and programs see while the store is full, read-only, damaged or slow: one problem
// or one page within three seconds, and everything as before within ten once it is well again.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { Database } from "@/lib/store/sqlite/database.ts";
import { SqliteEncounterStore } from "@/lib/store/sqlite/encounter_store.ts";
import { Writer } from "@/lib/store/sqlite/writer.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";
import { openApi } from "@/tests/api/harness.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { smallDisk } from "@/tests/help/small_disk.ts";

const PATIENCE_MS = 3_000;
const RECOVERY_MS = 10_000;
const NO_DETAIL = /sqlite|disk|readonly|malformed|locked|\/tmp|\.ts:/i;
/** Makes a commit need new pages, so that a full disk shows at once. */
const NAME = "n".repeat(70);

interface Asker {
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

function create(asker: Asker): Promise<Response> {
  return asker.fetch("/api/v1/encounters", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: NAME, edition: "2024" }),
  });
}

function createByForm(asker: Asker): Promise<Response> {
  return asker.fetch("/encounters", {
    method: "POST",
    headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ do: "create", name: NAME }).toString(),
  });
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const value = await work();
  const took = performance.now() - start;
  assert.ok(took < ms, `${Math.round(took)} ms`);
  return value;
}

async function isProblem(ask: () => Promise<Response>): Promise<void> {
  const response = await within(PATIENCE_MS, ask);
  const text = await response.text();
  assert.equal(response.status, 503, text);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.ok(response.headers.get("retry-after"));
  const problem = JSON.parse(text);
  assert.equal(problem.code, "UNAVAILABLE");
  assert.ok(problem.requestId);
  assert.doesNotMatch(text, NO_DETAIL);
}

async function isPage(ask: () => Promise<Response>): Promise<void> {
  const response = await within(PATIENCE_MS, ask);
  const text = await response.text();
  assert.equal(response.status, 503, text);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
  assert.match(text, /<h1>/);
  const words = text.replace(/<(script|style)[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ");
  assert.doesNotMatch(words, NO_DETAIL);
}

/** Asks until the answer is `status`, without a restart; fails after ten seconds. */
async function recovers(status: number, ask: () => Promise<Response>): Promise<void> {
  const start = performance.now();
  for (;;) {
    const response = await ask();
    await response.body?.cancel();
    if (response.status === status) break;
    assert.ok(performance.now() - start < RECOVERY_MS, `still ${response.status}`);
    await sleep(100);
  }
  console.log(`well again after ${Math.round(performance.now() - start)} ms`);
}

/** Creates until it is refused. */
async function createUntilRefused(asker: Asker): Promise<void> {
  for (let i = 0; i < 500; i++) {
    const response = await create(asker);
    await response.body?.cancel();
    if (response.status !== 201) return;
  }
  assert.fail("the disk was never full");
}

/** A pragma that makes a connection fail like a disk does, and one that ends it. */
interface OwnWord {
  readonly breaks: string;
  readonly heals: string;
}
const FULL: OwnWord = { breaks: "max_page_count = 1", heals: "max_page_count = 1000000" };
const READ_ONLY: OwnWord = { breaks: "query_only = ON", heals: "query_only = OFF" };

async function refusesAndRecovers({ breaks, heals }: OwnWord): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/tracker.sqlite`;
  await migrateUp(path);
  const db = new Database({ path });
  const writer = new Writer(db);
  const api = await openApi({ store: new SqliteEncounterStore(db, writer) });
  try {
    const dm = api.person();
    const made = await create(dm);
    assert.equal(made.status, 201);
    const address = `/api/v1/encounters/${(await made.json()).id}`;
    db.exec(`PRAGMA ${breaks}`);
    await createUntilRefused(dm);
    await isProblem(() => create(dm));
    const read = await dm.fetch(address);
    assert.equal(read.status, 200, "reading goes on");
    await read.body?.cancel();
    db.exec(`PRAGMA ${heals}`);
    await recovers(201, () => create(dm));
  } finally {
    await api.close();
    await writer.close();
    db.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the API on a store that SQLite calls full", () => refusesAndRecovers(FULL));
Deno.test("the API on a store that SQLite calls read-only", () => refusesAndRecovers(READ_ONLY));

Deno.test("the built server on a full disk: a problem, a page, and well again", async () => {
  const disk = await smallDisk("3m");
  if (disk.kind === "missing") {
    console.log(`Only SQLite's own limit counts here, no small disk: ${disk.reason}`);
    return await refusesAndRecovers(FULL);
  }
  // The disk is smaller than the space that is kept free otherwise.
  const env = { STORAGE_RESERVE_MB: "0", TRUST_PROXY: "true" };
  const app = await startApp({ dataDir: disk.path, env });
  // A person from an address of their own each time: the limit of writes is not what is tried here.
  let people = 0;
  const somebody = {
    fetch: (path: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      const number = ++people;
      headers.set("x-forwarded-for", `198.18.${number >> 8}.${number & 255}`);
      return new HttpPerson(app.origin).fetch(path, { ...init, headers });
    },
  };
  try {
    await recovers(201, () => create(somebody));
    await disk.fill();
    await createUntilRefused(somebody);
    await isProblem(() => create(somebody));
    await isPage(() => createByForm(somebody));
    assert.equal((await somebody.fetch("/livez")).status, 200);
    await disk.empty();
    await recovers(201, () => create(somebody));
    await recovers(303, () => createByForm(somebody));
  } finally {
    await app.stop();
    await disk.remove();
  }
});

/** Writes over a table's pages in the file, and answers how to put them back. */
async function damage(path: string): Promise<() => Promise<void>> {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const size = Number(db.prepare("PRAGMA page_size").get()?.["page_size"]);
  const roots = db.prepare("SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'encounters'").all()
    .map((row) => Number(row["rootpage"]));
  const kept = await Deno.readFile(path);
  const put = async (bytes: (root: number) => Uint8Array) => {
    using file = await Deno.open(path, { write: true });
    for (const root of roots) {
      await file.seek((root - 1) * size, Deno.SeekMode.Start);
      await file.write(bytes(root));
    }
    // Whoever has the pages in memory reads them again after somebody else's commit.
    db.exec("CREATE TABLE touched (a); DROP TABLE touched");
  };
  await put(() => new Uint8Array(size).fill(0x5a));
  return async () => {
    await put((root) => kept.subarray((root - 1) * size, root * size));
    db.close();
  };
}

Deno.test("the built server on damaged pages: a problem, a page, and well again", async () => {
  await using app = await startApp();
  const dm = new HttpPerson(app.origin);
  const made = await create(dm);
  const address = `/api/v1/encounters/${(await made.json()).id}`;
  const repair = await damage(`${app.dataDir}/tracker.sqlite`);
  await isProblem(() => dm.fetch(address));
  await isProblem(() => create(dm));
  await isPage(() => dm.fetch("/encounters", { headers: { accept: "text/html" } }));
  assert.equal((await dm.fetch("/livez")).status, 200);
  await repair();
  await recovers(200, () => dm.fetch(address));
  await recovers(200, () => dm.fetch("/encounters"));
  await recovers(201, () => create(dm));
});

Deno.test("the built server on a slow store: writes wait, nothing else does, all is kept", async () => {
  await using app = await startApp();
  const dm = new HttpPerson(app.origin);
  const before = await create(dm);
  assert.equal(before.status, 201);
  const address = `/api/v1/encounters/${(await before.json()).id}`;
  const other = new DatabaseSync(`${app.dataDir}/tracker.sqlite`);
  other.exec("BEGIN IMMEDIATE");
  const start = performance.now();
  const write = create(dm);
  for (const path of ["/livez", address, "/encounters"]) {
    const read = await within(800, () => dm.fetch(path));
    assert.equal(read.status, 200);
    await read.body?.cancel();
  }
  await sleep(Math.max(0, 1_000 - (performance.now() - start)));
  other.exec("ROLLBACK");
  other.close();
  const made = await write;
  const took = performance.now() - start;
  assert.equal(made.status, 201);
  assert.ok(took > 950 && took < PATIENCE_MS, `${Math.round(took)} ms`);
  assert.equal((await dm.fetch(`/api/v1/encounters/${(await made.json()).id}`)).status, 200);
});
