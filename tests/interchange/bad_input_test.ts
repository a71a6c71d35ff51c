/** What no importer may swallow: one clear sentence each, quickly, and nothing stored. */
import assert from "node:assert/strict";
import { fetchFile, isPrivateAddress } from "@/lib/interchange/fetch_url.ts";
import { READ_HERE } from "@/lib/interchange/file_reading.ts";
import { type ImportTurn, ImportTurns } from "@/lib/interchange/import_turns.ts";
import { ok } from "@/lib/errors.ts";
import { Imports } from "@/lib/interchange/imports.ts";
import { MOST_BYTES, textOf } from "@/lib/interchange/input.ts";
import { readFile } from "@/lib/interchange/read_file.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const turn: ImportTurn = { begin: () => Promise.resolve(ok(null)), leave: () => {} };
const turns = new ImportTurns();
const options = { edition: "2014", turn } as const;
const bytes = (text: string) => new TextEncoder().encode(text);

async function refusalOf(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const text = await textOf(content);
  if (!text.ok) return text.message;
  const read = await readFile(text.value, options);
  assert.ok(!read.ok, "it was taken");
  return read.message;
}

async function gzip(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const WHOLE: readonly (readonly [what: string, content: string, says: RegExp])[] = [
  ["nothing", "", /empty/],
  ["blanks", " \n\t ", /empty/],
  ["a truncated file", '{"Name":"Ogre","HP":{"Value":1', /breaks off/],
  ["broken JSON", '{"Name":}', /error in it/],
  ["another format", '{"hello":"world"}', /no file of a known tool/],
  ["a text", "Dear diary, today I met an ogre.", /no file of a known tool/],
  ["a header without rows", "Name,HP,AC,CR\n", /holds no creatures/],
  ["a page", "<html><body><p>hi</p></body></html>", /no file of a known tool/],
  ["truncated XML", "<compendium><monster><name>A</name>", /breaks off/],
  ["100,000 brackets", "[".repeat(100_000), /nested more than 64/],
  ["a list of 20,001 creatures", `[${"{},".repeat(20_000)}{}]`, /more than 20000 entries/],
  [
    "two million parts",
    `{"a":[${`[${"[1,2],".repeat(9_999)}1],`.repeat(80)}1]}`,
    /too many parts/,
  ],
  ["unclosed tags", "<a".repeat(500_000), /too many parts/],
  ["a row of three million cells", `Name${",".repeat(3_000_000)}`, /too many parts/],
  ["deep nesting", `${'{"a":'.repeat(500)}1${"}".repeat(500)}`, /nested more than/],
  ["deep XML", `${"<a>".repeat(500)}${"</a>".repeat(500)}`, /nested more than/],
  [
    "entities that unfold",
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><compendium><monster><name>&b;</name></monster></compendium>',
    /document type/,
  ],
  [
    "an entity that reads a file",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><compendium><monster><name>&e;</name></monster></compendium>',
    /document type/,
  ],
];

for (const [what, content, says] of WHOLE) {
  Deno.test(`bad input: ${what} gets one clear sentence`, async () => {
    assert.match(await refusalOf(bytes(content)), says);
  });
}

Deno.test("bad input: 50 MB, zip archives, bombs and damaged packing are refused at the door", async () => {
  assert.match(await refusalOf(new Uint8Array(50 * 1024 * 1024).fill(0x20)), /larger than 16 MB/);
  assert.match(await refusalOf(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])), /zip archive/);
  const bomb = await gzip(new Uint8Array(MOST_BYTES * 4));
  assert.ok(bomb.byteLength < 200_000);
  assert.match(await refusalOf(bomb), /larger than 16 MB/);
  assert.match(await refusalOf(await gzip(await gzip(bytes("{}")))), /packed twice/);
  assert.match(await refusalOf((await gzip(bytes('{"a":1}'))).slice(0, 15)), /damaged/);
  assert.match(await refusalOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff])), /no text file/);
});

Deno.test("copies that unfold beyond all measure are refused", async () => {
  const entry = (n: number) => ({ name: `T${n}`, entries: ["word ".repeat(800)] });
  const base = {
    name: "A",
    source: "S",
    hp: { average: 1 },
    str: 1,
    trait: Array.from({ length: 60 }, (_, n) => entry(n)),
  };
  const copies = Array.from(
    { length: 2_000 },
    (_, n) => ({ name: `C${n}`, source: "S", _copy: { name: "A", source: "S" } }),
  );
  assert.match(
    await refusalOf(bytes(JSON.stringify({ monster: [base, ...copies] }))),
    /do not fit/,
  );
});

Deno.test("a foreign pattern in a file is not run", async () => {
  const base = {
    name: "A",
    source: "S",
    hp: { average: 1 },
    str: 1,
    action: [{ name: "X", entries: ["a".repeat(5_000) + "!"] }],
  };
  const copy = {
    name: "B",
    source: "S",
    _copy: {
      name: "A",
      source: "S",
      _mod: { "*": { mode: "replaceTxt", replace: "(a+)+$", with: "" } },
    },
  };
  const read = await readFile(JSON.stringify({ monster: [base, copy] }), options);
  assert.ok(read.ok && read.value.items.length > 0);
});

Deno.test("texts made to be slow to read are read in time", async () => {
  const words = [
    "a creature ",
    "takes an extra 1 ",
    "each of the ",
    "a target within ",
    "DC 10 ",
    "1d6 + ",
    "or 1 fire damage ",
  ];
  const actions = words.map((word) => ({ Name: "X", Content: word.repeat(4_000 / word.length) }));
  const read = await readFile(
    JSON.stringify({ Name: "Slow", HP: { Value: 1 }, Actions: actions, Traits: actions }),
    options,
  );
  assert.ok(read.ok);
});

Deno.test("addresses: only allowed hosts by https, no private network, no way around by redirect", async () => {
  const answer = (response: () => Response, addresses: readonly string[] = ["93.184.216.34"]) => ({
    hosts: ["files.example"],
    resolve: () => Promise.resolve(addresses),
    fetch: () => Promise.resolve(response()),
  });
  const fine = answer(() => new Response("{}"));
  assert.ok((await fetchFile("https://files.example/a.json", fine)).ok);
  for (
    const url of [
      "http://files.example/a",
      "https://evil.example/a",
      "https://files.example:8443/a",
      "https://u:p@files.example/",
      "file:///etc/passwd",
      "https://files.example.evil.example/",
      "nonsense",
    ]
  ) {
    assert.ok(!(await fetchFile(url, fine)).ok, url);
  }
  for (
    const address of [
      "127.0.0.1",
      "10.1.2.3",
      "169.254.169.254",
      "::1",
      "fd00::1",
      "::ffff:192.168.1.1",
      "192.88.99.1",
      "3fff::1",
      "3fff:fff:1::1",
      "3fff:0fff::1",
    ]
  ) {
    assert.ok(isPrivateAddress(address), address);
    assert.ok(
      !(await fetchFile("https://files.example/a", answer(() => new Response("{}"), [address]))).ok,
    );
  }
  assert.ok(!isPrivateAddress("93.184.216.34") && !isPrivateAddress("2606:2800:220:1::1"));
  assert.ok(!isPrivateAddress("192.88.98.1") && !isPrivateAddress("3fff:1000::1"));
  const away = answer(() =>
    new Response(null, { status: 302, headers: { location: "http://169.254.169.254/latest" } })
  );
  assert.ok(!(await fetchFile("https://files.example/a", away)).ok);
  const round = answer(() => new Response(null, { status: 302, headers: { location: "/again" } }));
  assert.ok(!(await fetchFile("https://files.example/a", round)).ok);
  const slow = {
    ...fine,
    timeoutMs: 20,
    fetch: (_: URL, init: RequestInit) =>
      new Promise<Response>((_, reject) =>
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason))
      ),
  };
  const late = await fetchFile("https://files.example/a", slow);
  assert.ok(!late.ok && /too long/.test(late.message));
});

Deno.test("an import is stored whole or not at all, comes in once, and can be cancelled", async () => {
  const folder = await Deno.makeTempDir();
  await migrateUp(`${folder}/t.sqlite`);
  const store = openStore({ path: `${folder}/t.sqlite` });
  const fetching = {
    hosts: [],
    resolve: () => Promise.resolve([]),
    fetch: () => Promise.reject(new Error("none")),
  };
  try {
    const backup = await Deno.readFile(
      new URL("../fixtures/interchange/improved-initiative-backup.json", import.meta.url),
    );
    const kinds = ["stat-block", "party", "template"] as const;
    const has = async () => [
      ...await Promise.all(kinds.map((kind) => store.documents.count("dm", kind))),
      (await store.encounters.list("dm", { which: "open", limit: 50 })).length,
    ];
    // A conflict at the last moment leaves nothing behind.
    const racing = new Imports({
      now: () => 1,
      fetching,
      files: READ_HERE,
      turns,
      store: {
        ...store,
        saveBundle: (bundle) =>
          store.saveBundle({
            ...bundle,
            documents: bundle.documents.map((document, n) =>
              n === 2 ? { ...document, expectedVersion: 7 } : document
            ),
          }),
      },
    });
    const lost = await racing.store("dm", backup, options);
    assert.ok(!lost.ok && lost.code === "CONFLICT");
    assert.deepEqual(await has(), [0, 0, 0, 0]);
    const imports = new Imports({ now: () => 1, fetching, files: READ_HERE, turns, store });
    const cancelled = new AbortController();
    cancelled.abort();
    const ended = await imports.store("dm", backup, { ...options, signal: cancelled.signal });
    assert.ok(!ended.ok && /cancelled/.test(ended.message));
    assert.deepEqual(await has(), [0, 0, 0, 0]);
    // What is stored is the file of the report, not what its address answers a minute later.
    const report = await imports.plan("dm", backup, options);
    assert.ok(report.ok);
    const { mark } = report.value;
    const other = await imports.store("dm", bytes('{"Name":"Ogre","HP":{"Value":1}}'), {
      ...options,
      mark,
    });
    assert.ok(!other.ok && other.code === "CONFLICT" && /has changed/.test(other.message));
    assert.deepEqual(await has(), [0, 0, 0, 0]);
    const done = await imports.store("dm", backup, { ...options, mark });
    assert.ok(done.ok);
    assert.deepEqual(await has(), [2, 2, 0, 2]);
    const again = await imports.store("dm", backup, options);
    assert.ok(again.ok);
    assert.deepEqual(again.value.counts, {
      creatures: 0,
      parties: 0,
      encounters: 0,
      templates: 0,
      known: 6,
    });
    assert.deepEqual(await has(), [2, 2, 0, 2]);
    const own = await Deno.readFile(
      new URL("../fixtures/interchange/own-full.json", import.meta.url),
    );
    assert.ok((await imports.store("dm", own, options)).ok);
    assert.ok((await imports.store("another", backup, options)).ok);
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
});
