import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@/lib/log.ts";

/** The platform's own scheduler, where there is one. */
export type Cron = (name: string, schedule: string, handler: () => Promise<void>) => unknown;

/**
 * What is run: an evaluation with everything that follows from it when the last is `dueMs` old,
 * else only the renewal of the lease.
 */
export type TickTask = (dueMs: number) => Promise<unknown>;

/** Longest time between two ticks: well below how long the lease lasts, and what a dead holder costs. */
const STEP_SECONDS = 10;

/** How often to tick for an evaluation every so many seconds, and how old the last must be. */
export function steps(everySeconds: number): { stepMs: number; dueMs: number } {
  const stepMs = everySeconds * 1_000 / Math.ceil(everySeconds / STEP_SECONDS);
  // Timers come a little early or late; half a step decides which one is meant.
  return { stepMs, dueMs: everySeconds * 1_000 - stepMs / 2 };
}

/**
 * Runs `tick` again and again until the returned function is called. With a platform scheduler it
 * runs there, every minute and once in between; without, on a timer that holds no process alive,
 * often enough to renew the lease and to take over from a holder that died.
 */
export function scheduleTicks(
  tick: TickTask,
  options: { everySeconds: number; cron?: Cron | undefined; log: Log },
): () => void {
  const safely = async (dueMs: number) => {
    try {
      await tick(dueMs);
    } catch (error) {
      options.log.error("alert evaluation failed", { error });
    }
  };
  if (options.everySeconds <= 0) return () => {};
  let stopped = false;
  if (options.cron) {
    options.cron("alerts", "* * * * *", async () => {
      if (stopped) return;
      await safely(0);
      await sleep(30_000, undefined, { ref: false });
      if (!stopped) await safely(0);
    });
    return () => {
      stopped = true;
    };
  }
  const { stepMs, dueMs } = steps(options.everySeconds);
  const timer = setInterval(() => void safely(dueMs), stepMs).unref();
  return () => clearInterval(timer);
}
