import type { Context } from "../context.ts";
import type { Middleware } from "../types.ts";
import { withHeaders } from "./csp.ts";

export interface CORSOptions<State> {
  origin:
    | "*"
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => string | undefined | null);
  allowMethods?: string[];
  allowHeaders?: string[];
  /** Seconds for which a browser may remember the answer to a preflight. */
  maxAge?: number;
  credentials?: boolean;
  exposeHeaders?: string[];
}

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"];

/** Lets pages of other origins read answers, and answers their preflight requests. */
export function cors<State>(
  options: CORSOptions<State> = { origin: "*" },
): Middleware<State> {
  const { origin: allowed } = options;
  const answer = (origin: string, ctx: Context<State>): string | null => {
    if (typeof allowed === "function") return allowed(origin, ctx) ?? null;
    if (typeof allowed === "string") return allowed === "*" ? "*" : allowed;
    return allowed.includes(origin) ? origin : null;
  };
  const common = (headers: Headers, origin: string | null) => {
    if (origin !== null) headers.set("access-control-allow-origin", origin);
    if (origin !== "*") headers.append("vary", "Origin");
    if (options.credentials) {
      headers.set("access-control-allow-credentials", "true");
    }
    if (options.exposeHeaders?.length) {
      headers.set(
        "access-control-expose-headers",
        options.exposeHeaders.join(","),
      );
    }
  };
  return async (ctx) => {
    const origin = answer(ctx.req.headers.get("origin") ?? "", ctx);
    if (ctx.req.method !== "OPTIONS") {
      return withHeaders(
        await ctx.next(),
        (headers) => common(headers, origin),
      );
    }
    const headers = new Headers();
    common(headers, origin);
    if (options.maxAge != null) {
      headers.set("access-control-max-age", String(options.maxAge));
    }
    headers.set(
      "access-control-allow-methods",
      (options.allowMethods ?? METHODS).join(","),
    );
    const wanted = options.allowHeaders?.join(",") ??
      ctx.req.headers.get("access-control-request-headers");
    if (wanted) {
      headers.set("access-control-allow-headers", wanted);
      headers.append("vary", "Access-Control-Request-Headers");
    }
    return new Response(null, { status: 204, headers });
  };
}
