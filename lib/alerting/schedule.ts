import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@/lib/log.ts";

/** The platform's own scheduler, where there is one. */
export type Cron = (name: string, schedule: string, handler: () => Promise<void>) => unknown;

/** What is run: one evaluation with everything that follows from it. */
export type TickTask = () => Promise<unknown>;

/**
 * Runs `tick` again and again until the returned function is called. With a platform scheduler it
 * runs there, every minute and once in between; without, on a timer that holds no process alive.
 */
export function scheduleTicks(
  tick: TickTask,
  options: { everySeconds: number; cron?: Cron | undefined; log: Log },
): () => void {
  const safely = async () => {
    try {
      await tick();
    } catch (error) {
      options.log.error("alert evaluation failed", { error });
    }
  };
  if (options.everySeconds <= 0) return () => {};
  let stopped = false;
  if (options.cron) {
    options.cron("alerts", "* * * * *", async () => {
      if (stopped) return;
      await safely();
      await sleep(30_000, undefined, { ref: false });
      if (!stopped) await safely();
    });
    return () => {
      stopped = true;
    };
  }
  const timer = setInterval(() => void safely(), options.everySeconds * 1_000).unref();
  return () => clearInterval(timer);
}
