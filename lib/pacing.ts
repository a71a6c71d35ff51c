import { setTimeout } from "node:timers";

/**
 * How long work goes on in one turn of the event loop before others have theirs, in milliseconds:
 * that of all requests together, so that fifty long ones hold nobody up longer than one.
 */
const SLICE_MS = 6;

/*
 * Who waits goes on by a timer that is set when the work before has stopped. Deno looks for new
 * requests only once in 61 rounds of its event loop while it always has something else to do, such
 * as `setImmediate` or a timer that is due already; one that is due in a moment makes it look.
 */

/** Called between pieces of long work: gives others their turn when it is time. */
export type Pace = () => Promise<void>;

interface Waiting {
  readonly usedMs: number;
  readonly goOn: () => void;
}

const waiting: Waiting[] = [];
/** Since when paced work goes on in this turn of the event loop; undefined while none does. */
let began: number | undefined;
let resuming = false;

function begin(): void {
  began = performance.now();
  setTimeout(end, 0);
}

/** The work before has stopped: whoever waits goes on after others have had their turn. */
function end(): void {
  began = undefined;
  if (resuming || waiting.length === 0) return;
  resuming = true;
  setTimeout(nextTurn, 0);
}

/** One of those who wait goes on, whoever has used least: short work does not wait for long work. */
function nextTurn(): void {
  resuming = false;
  let least = 0;
  for (const [at, one] of waiting.entries()) {
    if (one.usedMs < (waiting[least]?.usedMs ?? Infinity)) least = at;
  }
  const [next] = waiting.splice(least, 1);
  if (next === undefined) return;
  if (began === undefined) begin();
  next.goOn();
}

/** The pace of one piece of work, such as a request. */
export function pacing(sliceMs: number = SLICE_MS): Pace {
  let usedMs = 0;
  let last = performance.now();
  return async () => {
    const now = performance.now();
    if (began === undefined) begin();
    else usedMs += now - Math.max(began, last);
    last = now;
    if (began === undefined || now - began < sliceMs) return;
    await new Promise<void>((goOn) => void waiting.push({ usedMs, goOn }));
    last = performance.now();
  };
}
