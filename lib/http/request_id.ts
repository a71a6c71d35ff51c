import { type HttpContext, type HttpMiddleware, withHeaders } from "@/lib/http/context.ts";
import type { Log } from "@/lib/log.ts";

/** An id from a proxy is taken only in this form, so that it cannot forge log lines. */
const FORM = /^[\w-]{8,64}$/;

export interface RequestIdOptions {
  readonly log: Log;
  /** Take `X-Request-Id` from the sender: only behind a proxy that writes it. */
  readonly trustProxy: boolean;
  /** Makes a new id. */
  readonly newId?: () => string;
}

/** Gives each request an id and a log that carries it; the answer names it in `X-Request-Id`. */
export function requestId(options: RequestIdOptions): HttpMiddleware {
  const { log, trustProxy, newId = () => crypto.randomUUID() } = options;
  return async (ctx: HttpContext) => {
    const given = trustProxy ? ctx.req.headers.get("x-request-id") ?? "" : "";
    const id = FORM.test(given) ? given : newId();
    ctx.state.requestId = id;
    ctx.state.log = log.with({ requestId: id });
    const response = await ctx.next();
    return withHeaders(response, (headers) => headers.set("x-request-id", id));
  };
}
