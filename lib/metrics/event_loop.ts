import { clearInterval, setInterval } from "node:timers";

/** How often the loop is asked; what blocks it for less than a tick of this is seen by chance. */
const EVERY_MS = 500;

/**
 * Tells how much later than asked a timer runs: how long everything else waited for something that
 * kept the process busy. The timer holds no process alive; the returned function ends it.
 */
export function watchEventLoop(
  observe: (seconds: number) => void,
  everyMs: number = EVERY_MS,
): () => void {
  let due = performance.now() + everyMs;
  const timer = setInterval(() => {
    const now = performance.now();
    observe(Math.max(0, now - due) / 1_000);
    due = now + everyMs;
  }, everyMs).unref();
  return () => clearInterval(timer);
}
