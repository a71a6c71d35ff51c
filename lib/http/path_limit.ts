import { refuse } from "@/lib/errors.ts";
import type { HttpContext, HttpMiddleware } from "@/lib/http/context.ts";
import { problem } from "@/lib/http/problem.ts";

/** Longest path that any page or route has, in characters as they are sent. */
export const PATH_LIMIT = 1_024;

/** Answers that nothing is there before anything reads, counts or keeps a longer path. */
export function pathLimit(limit = PATH_LIMIT): HttpMiddleware {
  return async (ctx: HttpContext) => {
    if (ctx.url.pathname.length <= limit) return await ctx.next();
    const message = "Nothing is at this address. Copy it again, whole.";
    return problem(refuse("NOT_FOUND", message), ctx.state.requestId);
  };
}
