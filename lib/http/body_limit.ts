import { refuse } from "@/lib/errors.ts";
import type { HttpContext, HttpMiddleware } from "@/lib/http/context.ts";
import { problem } from "@/lib/http/problem.ts";

/** The most that any route may take, in bytes; each route's own limit is below it. */
export const BODY_CEILING = 8 * 1024 * 1024;

/** Refuses a request that announces a body above `ceiling` before anything reads it. */
export function bodyLimit(ceiling = BODY_CEILING): HttpMiddleware {
  return async (ctx: HttpContext) => {
    if (Number(ctx.req.headers.get("content-length") ?? 0) <= ceiling) return await ctx.next();
    await ctx.req.body?.cancel();
    const message = `Send at most ${Math.floor(ceiling / 1024 / 1024)} MiB.`;
    return problem(refuse("TOO_LARGE", message), ctx.state.requestId, { connection: "close" });
  };
}
