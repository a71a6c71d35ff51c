import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { READ_HERE } from "./file_reading.ts";
import { ProcessReader, READER_LIMITS } from "./process_reader.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const OGRE = bytes('{"Name":"Ogre","HP":{"Value":59},"AC":{"Value":11}}');

/** A program in place of the reader's own, to see what is done to one that goes astray. */
async function program(source: string): Promise<URL> {
  const path = `${await Deno.makeTempDir()}/program.js`;
  await Deno.writeTextFile(path, source);
  return new URL(`file://${path}`);
}

Deno.test("a file is read to the same in a process of its own as here", async () => {
  const seen: number[] = [];
  const there = await new ProcessReader().read(OGRE, {
    edition: "2014",
    progress: (done) => seen.push(done),
  });
  assert.deepEqual(there, await READ_HERE.read(OGRE, { edition: "2014" }));
  assert.deepEqual(seen, [1]);
  const refused = await new ProcessReader().read(bytes("{}"), { edition: "2014" });
  assert.ok(!refused.ok && /no file of a known tool/.test(refused.message));
});

Deno.test("a reader that takes too long is killed, and the visitor is told", async () => {
  const endless = await program("for (;;);");
  const reader = new ProcessReader({ ...READER_LIMITS, milliseconds: 300 }, endless);
  const ended = await reader.read(OGRE, { edition: "2014" });
  assert.ok(!ended.ok && ended.code === "TOO_LARGE" && /takes too long/.test(ended.message));
});

Deno.test("a reader that takes too much memory is ended by its heap's limit", async () => {
  const hungry = await program("const all = []; for (;;) all.push(new Array(1000).fill({}));");
  const reader = new ProcessReader({ milliseconds: 60_000, megabytes: 64 }, hungry);
  const ended = await reader.read(OGRE, { edition: "2014" });
  assert.ok(!ended.ok && ended.code === "TOO_LARGE" && /more memory/.test(ended.message));
});

Deno.test("who goes away takes the reader along", async () => {
  const endless = await program("for (;;);");
  const gone = new AbortController();
  const reading = new ProcessReader(READER_LIMITS, endless).read(OGRE, {
    edition: "2014",
    signal: gone.signal,
  });
  await sleep(50);
  gone.abort();
  const ended = await reading;
  assert.ok(!ended.ok && /cancelled/.test(ended.message));
});

Deno.test("the reader has no right to the network, to files or to the environment", async () => {
  const curious = await program(`
    const names = ["net", "read", "write", "env", "run", "sys", "ffi"];
    const states = names.map((name) => Deno.permissions.querySync({ name }).state);
    const notes = [{ outcome: "kept", path: states.join(), reason: "", count: 1, examples: [] }];
    const report = { format: "own", label: "", items: [], notes };
    console.log(JSON.stringify({ kind: "report", report }));
  `);
  const reading = await new ProcessReader(READER_LIMITS, curious).read(OGRE, { edition: "2014" });
  assert.ok(reading.ok);
  const states = reading.value.report.notes[0]?.path.split(",") ?? [];
  assert.deepEqual(states.includes("granted"), false, states.join());
});
