import type { Context } from "../context.ts";
import { HttpError } from "../error.ts";
import type { Middleware } from "../types.ts";

export interface CsrfOptions<State> {
  /** Origins that may send changes here; without it the application's own. */
  origin?:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => boolean);
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses (403) changes that a page of another origin sends with the user's cookies. */
export function csrf<State>(
  options: CsrfOptions<State> = {},
): Middleware<State> {
  const { origin: allowed } = options;
  const isAllowed = (origin: string, ctx: Context<State>): boolean => {
    if (allowed === undefined) return origin === ctx.url.origin;
    if (typeof allowed === "function") return allowed(origin, ctx);
    return typeof allowed === "string" ? origin === allowed : allowed.includes(origin);
  };
  return async (ctx) => {
    if (SAFE.has(ctx.req.method)) return await ctx.next();
    const site = ctx.req.headers.get("sec-fetch-site");
    const origin = ctx.req.headers.get("origin");
    if (site === "same-origin" || site === "none") return await ctx.next();
    if (site === null && origin === null) return await ctx.next();
    if (origin !== null && isAllowed(origin, ctx)) return await ctx.next();
    throw new HttpError(403);
  };
}
