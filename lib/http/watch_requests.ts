import type { HttpContext, HttpMiddleware } from "@/lib/http/context.ts";
import type { RequestMeter } from "@/lib/metrics/port.ts";

/**
 * Counts and times every request and writes one line when its answer starts: method, route, status
 * and milliseconds. Both name the route's pattern and never the address, which may hold a share code
 * also where it is no route's (`/K4TM9RWX`). A request that throws
 * is counted by the status that its error names, else as 500, and thrown on.
 *
 * @param now A clock in milliseconds.
 */
export function watchRequests(
  meter: RequestMeter,
  now: () => number = () => performance.now(),
): HttpMiddleware {
  return async (ctx: HttpContext) => {
    // One middleware for both: each reading of the clock costs as much as counting does.
    const start = now();
    meter.requestStarted();
    const { method } = ctx.req;
    const count = (status: number): number => {
      const ms = now() - start;
      meter.requestEnded({ method, route: ctx.route, status, seconds: ms / 1_000 });
      return ms;
    };
    let response: Response;
    try {
      response = await ctx.next();
    } catch (error) {
      count(statusOf(error));
      throw error;
    }
    const { status } = response;
    const ms = Math.round(count(status) * 10) / 10;
    const { route } = ctx;
    const fields = { method, route, status, ms };
    if (status >= 500) ctx.state.log.error("request", fields);
    else ctx.state.log.info("request", fields);
    return response;
  };
}

function statusOf(error: unknown): number {
  if (typeof error === "object" && error !== null && "status" in error) {
    const { status } = error;
    if (typeof status === "number" && status >= 400 && status < 600) return status;
  }
  return 500;
}
