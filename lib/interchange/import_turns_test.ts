import assert from "node:assert/strict";
import { type ImportTurn, ImportTurns } from "./import_turns.ts";

function entered(turns: ImportTurns, address: string): ImportTurn {
  const turn = turns.enter(address);
  assert.ok(turn.ok, address);
  return turn.value;
}

Deno.test("files are read one at a time, in the order of their arrival", async () => {
  const turns = new ImportTurns();
  const [one, two, three] = ["a", "b", "c"].map((address) => entered(turns, address));
  assert.ok(one && two && three);
  const begun: string[] = [];
  assert.ok((await one.begin()).ok);
  const second = two.begin().then(() => begun.push("two"));
  const third = three.begin().then(() => begun.push("three"));
  await Promise.resolve();
  assert.deepEqual(begun, []);
  one.leave();
  await second;
  assert.deepEqual(begun, ["two"]);
  two.leave();
  await third;
  assert.deepEqual(begun, ["two", "three"]);
});

Deno.test("one address brings two files at a time, all together twelve", () => {
  const turns = new ImportTurns();
  const first = entered(turns, "a");
  entered(turns, "a");
  const third = turns.enter("a");
  assert.ok(!third.ok && third.code === "TOO_MANY_REQUESTS");
  first.leave();
  first.leave();
  entered(turns, "a");
  assert.equal(turns.enter("a").ok, false);
  for (const address of ["b", "c", "d", "e", "f"]) {
    entered(turns, address);
    entered(turns, address);
  }
  const busy = turns.enter("g");
  assert.ok(!busy.ok && /Try again in a minute/.test(busy.message));
});

Deno.test("four wait, the fifth is told to come again, and who goes away frees a place", async () => {
  const turns = new ImportTurns();
  const all = ["a", "b", "c", "d", "e", "f"].map((address) => entered(turns, address));
  const [first, second, ...rest] = all;
  assert.ok(first && second && (await first.begin()).ok);
  const gone = new AbortController();
  const waiting = second.begin(gone.signal);
  for (const turn of rest.slice(0, 3)) void turn.begin();
  assert.equal((await rest[3]?.begin())?.ok, false);
  gone.abort();
  const ended = await waiting;
  assert.ok(!ended.ok && /cancelled/.test(ended.message));
  second.leave();
  const next = rest[3]?.begin();
  for (const turn of [first, ...rest.slice(0, 3)]) turn.leave();
  assert.ok((await next)?.ok);
});
