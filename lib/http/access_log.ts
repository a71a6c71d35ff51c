import type { HttpContext, HttpMiddleware } from "@/lib/http/context.ts";

const LONGEST_PATH = 200;

/**
 * Writes one line per request when its answer starts: method, route, status and milliseconds. It
 * names the route's pattern rather than the address, which may hold a share code; only an address
 * that is no route's is written as it came, cut short.
 *
 * @param now A clock in milliseconds.
 */
export function accessLog(now: () => number = () => performance.now()): HttpMiddleware {
  return async (ctx: HttpContext) => {
    const start = now();
    const response = await ctx.next();
    const { log } = ctx.state;
    const fields = {
      method: ctx.req.method,
      ...ctx.route === null
        ? { path: ctx.url.pathname.slice(0, LONGEST_PATH) }
        : { route: ctx.route },
      status: response.status,
      ms: Math.round((now() - start) * 10) / 10,
    };
    if (response.status >= 500) log.error("request", fields);
    else log.info("request", fields);
    return response;
  };
}
