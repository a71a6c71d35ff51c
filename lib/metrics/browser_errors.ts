import { z } from "zod";
import { LIMITS, type RateLimiter } from "@/lib/cache/port.ts";
import type { Log } from "@/lib/log.ts";
import type { BrowserErrors, BrowserReportResult, FaultReporter, Meters } from "./port.ts";
import { scrubFile, scrubText } from "./scrub.ts";

const Report = z.strictObject({
  message: z.string().min(1).max(500),
  island: z.string().regex(/^[A-Za-z0-9_]{1,60}$/).optional(),
  file: z.string().max(300).optional(),
  line: z.number().int().nonnegative().max(1e7).optional(),
  column: z.number().int().nonnegative().max(1e7).optional(),
});

export interface BrowserErrorOptions {
  readonly limiter: RateLimiter;
  readonly log: Log;
  readonly meters: Pick<Meters, "browserError">;
  readonly faults: FaultReporter;
  /** Share that is taken in, in percent. */
  readonly percent: number;
  readonly random?: () => number;
}

/** Logs and reports errors of islands: sampled, limited per address, and scrubbed like our own. */
export function browserErrors(options: BrowserErrorOptions): BrowserErrors {
  const random = options.random ?? Math.random;
  const finish = (result: BrowserReportResult) => {
    options.meters.browserError(result === "accepted");
    return result;
  };
  return {
    async take(body, address, requestId) {
      const verdict = await options.limiter.limit(LIMITS.browserErrors, address);
      if (!verdict.allowed || random() * 100 >= options.percent) return finish("dropped");
      const report = Report.safeParse(body);
      if (!report.success) return finish("invalid");
      const { message, island = "page", file = "", line, column } = report.data;
      const error = new Error(scrubText(message));
      error.name = "BrowserError";
      error.stack = `${error.name}: ${error.message}\n    at ${island} (${scrubFile(file)}:${
        line ?? 0
      }:${column ?? 0})`;
      options.log.warn("browser error", {
        requestId,
        island,
        message: error.message,
        at: `${scrubFile(file)}:${line ?? 0}:${column ?? 0}`,
      });
      options.faults.report(error, { source: "browser", island, requestId });
      return finish("accepted");
    },
  };
}
