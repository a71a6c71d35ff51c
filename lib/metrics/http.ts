import type { RequestMeter } from "./port.ts";

/** The little of a Fresh context that measuring needs. */
export interface MeasuredContext {
  readonly req: { readonly method: string };
  readonly route: string | null;
  next(): Promise<Response>;
}

/**
 * Middleware that counts and times every request by its route pattern. A request that throws is
 * counted as 500 and thrown on.
 */
export function measureRequests(
  meter: RequestMeter,
): (ctx: MeasuredContext) => Promise<Response> {
  return async (ctx) => {
    const start = performance.now();
    meter.requestStarted();
    let status = 500;
    try {
      const response = await ctx.next();
      status = response.status;
      return response;
    } catch (error) {
      status = statusOf(error);
      throw error;
    } finally {
      meter.requestEnded({
        method: ctx.req.method,
        route: ctx.route,
        status,
        seconds: (performance.now() - start) / 1_000,
      });
    }
  };
}

function statusOf(error: unknown): number {
  if (typeof error === "object" && error !== null && "status" in error) {
    const { status } = error;
    if (typeof status === "number" && status >= 400 && status < 600) return status;
  }
  return 500;
}
