import { setTimeout } from "node:timers";

/**
 * How long work goes on in one turn of the event loop before others have theirs, in milliseconds:
 * that of all requests together, so that fifty long ones hold nobody up longer than one.
 */
const SLICE_MS = 12;

/*
 * Turns are given by timers: `setImmediate` again and again keeps Deno from taking requests in for
 * more than a second.
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
let scheduled = false;

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  setTimeout(nextTurn, 0);
}

/** One of those who wait goes on, whoever has used least: short work does not wait for long work. */
function nextTurn(): void {
  scheduled = false;
  began = undefined;
  let least = 0;
  for (const [at, one] of waiting.entries()) {
    if (one.usedMs < (waiting[least]?.usedMs ?? Infinity)) least = at;
  }
  const [next] = waiting.splice(least, 1);
  if (next === undefined) return;
  began = performance.now();
  schedule();
  next.goOn();
}

/** The pace of one piece of work, such as a request. */
export function pacing(sliceMs: number = SLICE_MS): Pace {
  let usedMs = 0;
  let last = performance.now();
  return async () => {
    const now = performance.now();
    if (began === undefined) {
      began = now;
      schedule();
    } else usedMs += now - Math.max(began, last);
    last = now;
    if (now - began < sliceMs) return;
    await new Promise<void>((goOn) => void waiting.push({ usedMs, goOn }));
    last = performance.now();
  };
}
