import assert from "node:assert/strict";
import { type Pace, pacing } from "./pacing.ts";

/** As long as one piece of work may be before the pace gives others their turn. */
const PIECE_MS = 14;

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

async function work(pieces: number, pace: Pace = pacing()): Promise<void> {
  for (let n = 0; n < pieces; n++) {
    busy(PIECE_MS);
    await pace();
  }
}

Deno.test("requests are answered while long work goes on", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response(),
  );
  let answers = 0;
  let working = true;
  const asking = (async () => {
    while (working) {
      await (await fetch(`http://127.0.0.1:${server.addr.port}/`)).body?.cancel();
      answers++;
    }
  })();
  await work(100);
  working = false;
  await asking;
  await server.shutdown();
  assert.ok(answers >= 10, `${answers} answers during 100 pieces of work`);
});

Deno.test("several pieces of work share the turns of one", async () => {
  let turns = 0;
  let working = true;
  const others = () => {
    turns++;
    if (working) setTimeout(others, 0);
  };
  setTimeout(others, 0);
  await Promise.all(Array.from({ length: 10 }, () => work(10)));
  working = false;
  // Each piece is longer than a turn may be: after every one of the hundred others have theirs.
  assert.ok(turns >= 50, `${turns} turns during 100 pieces of work`);
});

Deno.test("short work does not wait until long work is done", async () => {
  const ended: string[] = [];
  const long = Array.from({ length: 5 }, async () => {
    await work(10);
    ended.push("long");
  });
  await new Promise((later) => setTimeout(later, 0));
  const short = work(2).then(() => ended.push("short"));
  await Promise.all([...long, short]);
  assert.equal(ended[0], "short");
});

Deno.test("short work never waits at all", async () => {
  const pace = pacing(1_000);
  let late = false;
  setTimeout(() => late = true, 0);
  for (let n = 0; n < 100; n++) await pace();
  assert.equal(late, false);
});
