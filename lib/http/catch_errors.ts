import { type HttpContext, wantsJson } from "@/lib/http/context.ts";
import type { FaultReporter } from "@/lib/metrics/port.ts";
import { errorFailure, type Failure, failureResponse } from "@/lib/http/problem.ts";

/** The sender hung up: nginx's number, seen in logs only. */
const CLIENT_CLOSED = 499;

/** Writes what a person may not see to the log: once per fault, where it is caught. */
export function logFailure(ctx: HttpContext, failure: Failure, error: unknown): void {
  if (failure.status < 500) return;
  const { method } = ctx.req;
  ctx.state.log.error("fault", { code: failure.code, method, route: ctx.route, error });
}

/**
 * Answers everything that is thrown below it: programs get `problem+json`, people get a page.
 *
 * @param renderPage Draws the error page with the failure's status.
 * @param onFault Hears of every fault of our own, for the developers.
 */
export function catchErrors<C extends HttpContext>(
  renderPage: (ctx: C, failure: Failure) => Promise<Response>,
  onFault: (error: unknown, ctx: C) => void = () => {},
): (ctx: C) => Promise<Response> {
  return async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      if (ctx.req.signal.aborted) return new Response(null, { status: CLIENT_CLOSED });
      const failure = errorFailure(error);
      logFailure(ctx, failure, error);
      if (failure.status >= 500) onFault(error, ctx);
      const { requestId } = ctx.state;
      if (wantsJson(ctx.req, ctx.url)) return failureResponse(failure, requestId);
      // The framework lays the fault over the page, with its place in the source.
      if (ctx.config.mode === "development" && failure.status >= 500) throw error;
      try {
        return await renderPage(ctx, failure);
      } catch (second) {
        ctx.state.log.error("error page failed", { error: second });
        return failureResponse(failure, requestId);
      }
    }
  };
}

/** Tells the developers of a fault with the request it came from. */
export function reportTo(faults: Pick<FaultReporter, "report">) {
  return (error: unknown, { req: { method }, route, state: { requestId } }: HttpContext) =>
    faults.report(error, { source: "server", requestId, route, method });
}
