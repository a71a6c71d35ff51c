import type { Config } from "@/lib/config.ts";
import { createLog, type Log } from "@/lib/log.ts";
import { writeLine } from "@/lib/runtime.ts";

/** The parts of the app, ready to use. Routes reach them as `ctx.state.services`. */
export interface Services {
  readonly config: Config;
  readonly log: Log;
  /** True where people reach the site by https only. */
  readonly encrypted: boolean;
  /** Whether this instance should get traffic. Answers from memory. */
  ready(): boolean;
  /** Ends every part, in the order opposite to their making. */
  close(): Promise<void>;
}

/** Makes every part of the app. The only place where adapters are constructed. */
export function compose(config: Config): Services {
  const log = createLog({
    level: config.LOG_LEVEL,
    write: writeLine,
    now: () => new Date(),
    fields: { release: config.RELEASE },
  });
  let open = true;
  return {
    config,
    log,
    encrypted: config.PUBLIC_ORIGIN?.startsWith("https://") ?? false,
    ready: () => open,
    close() {
      open = false;
      return Promise.resolve();
    },
  };
}
