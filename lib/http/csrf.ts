import { refuse } from "@/lib/errors.ts";
import type { HttpContext, HttpMiddleware } from "@/lib/http/context.ts";
import { problem } from "@/lib/http/problem.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export interface CsrfOptions {
  /** The site's own origin; the request's address where it is unknown. */
  readonly origin: string | undefined;
  /** Paths that prove their sender by a signature of their own, such as webhooks. */
  readonly exempt?: (path: string) => boolean;
}

/** Webhooks: each proves its sender by a signature over its body. */
const SIGNED = new Set(["/ops/pagerduty", "/api/v1/webhooks/stripe"]);

/** Whether a path takes posts that prove their sender by themselves. */
export function isSigned(path: string): boolean {
  return SIGNED.has(path);
}

/** Whether the browser says that the request comes from our own pages. */
function fromOurPages(headers: Headers, ownOrigin: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("origin") === ownOrigin;
}

/**
 * Lets a changing request through only when it comes from our own pages. One that says nothing
 * about where it comes from is refused: every current browser does. A program that signs in with
 * a bearer token and sends no cookie cannot have been tricked by a page, so it passes.
 */
export function csrf({ origin, exempt = () => false }: CsrfOptions): HttpMiddleware {
  return async (ctx: HttpContext) => {
    const { headers, method } = ctx.req;
    const bearer = headers.get("authorization")?.startsWith("Bearer ") && !headers.has("cookie");
    const passes = SAFE.has(method) || bearer || exempt(ctx.url.pathname) ||
      fromOurPages(headers, origin ?? ctx.url.origin);
    if (passes) return await ctx.next();
    ctx.state.log.warn("csrf refused", { method, site: headers.get("sec-fetch-site") });
    const message = "Send this from the site's own pages: the Origin header is another or missing.";
    return problem(refuse("FORBIDDEN", message), ctx.state.requestId);
  };
}
