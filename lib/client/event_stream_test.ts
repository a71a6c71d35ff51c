import assert from "node:assert/strict";
import type { ClientEnvironment } from "./environment.ts";
import { openStream } from "./event_stream.ts";

/** A browser whose clock only moves when it is told, and whose server answers from a list. */
function browser(answers: readonly (() => Response)[]) {
  const timers: { work: () => void; at: number }[] = [];
  let now = 1_000_000;
  const tries: number[] = [];
  const environment: ClientEnvironment = {
    fetch: () => {
      const answer = answers[Math.min(tries.length, answers.length - 1)];
      tries.push(now);
      return answer === undefined ? Promise.reject(new TypeError("No")) : Promise.resolve(answer());
    },
    now: () => now,
    chance: () => 0,
    randomBytes: (length) => new Uint8Array(length),
    later(work, ms) {
      const timer = { work, at: now + ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer) >>> 0, 1);
    },
    onLine: () => () => {},
  };
  /** Lets what waits for answers come to its end, then moves the clock to the next timer. */
  const next = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    timers.sort((a, b) => a.at - b.at);
    const timer = timers.shift();
    if (timer === undefined) return;
    now = timer.at;
    timer.work();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { environment, tries, next };
}

const full = () =>
  Response.json({ detail: "Too many screens are open in your network." }, { status: 429 });
const hello = () => new Response("event:hello\ndata:1\n\n");

Deno.test("who is told that there are too many says why once, and comes back after a while", async () => {
  const { environment, tries, next } = browser([full, full, hello, full]);
  const heard: string[] = [];
  const stream = openStream(environment, {
    url: "/stream",
    lastId: () => "",
    onEvent: () => {},
    onState: (state) => heard.push(state),
    onHeld: (reason) => heard.push(reason),
  });
  for (let i = 0; i < 3; i++) await next();
  assert.deepEqual(heard.slice(0, 4), [
    "Too many screens are open in your network.",
    "lost",
    "lost",
    "open",
  ]);
  const [first = 0, second = 0, third = 0] = tries;
  assert.ok(second - first >= 5_000 && third - second >= 5_000, `${tries}`);
  while (tries.length < 4) await next();
  assert.equal(
    heard.filter((one) => one.startsWith("Too many")).length,
    2,
    "told anew after it was open",
  );
  stream.close();
});

Deno.test("a server that is away for a moment is tried again at once", async () => {
  const { environment, tries, next } = browser([
    () => Response.json({ detail: "The server restarts." }, { status: 503 }),
  ]);
  const held: string[] = [];
  const stream = openStream(environment, {
    url: "/stream",
    lastId: () => "",
    onEvent: () => {},
    onState: () => {},
    onHeld: (reason) => held.push(reason),
  });
  for (let i = 0; i < 5; i++) await next();
  assert.ok((tries[4] ?? Infinity) - (tries[0] ?? 0) < 1_000);
  assert.deepEqual(held, []);
  stream.close();
});
