import type { Log } from "@/lib/log.ts";

/** What every request carries from the first middleware on. */
export interface HttpState {
  /** Names this request in the answer, in the log and in every error a person sees. */
  requestId: string;
  /** A log whose lines carry the request id. */
  log: Log;
}

/** The part of Fresh's context that the middlewares need. */
export interface HttpContext {
  readonly config: { readonly mode: "development" | "production" };
  readonly req: Request;
  readonly url: URL;
  /** Pattern of the matched route; null when none matched. */
  readonly route: string | null;
  readonly state: HttpState;
  next(): Promise<Response>;
}

export type HttpMiddleware = (ctx: HttpContext) => Promise<Response>;

/**
 * `response` with headers changed by `change`. The headers of redirects and fetched responses
 * cannot be written, so those are copied; the body is passed on untouched.
 */
export function withHeaders(response: Response, change: (headers: Headers) => void): Response {
  try {
    change(response.headers);
    return response;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const headers = new Headers(response.headers);
    change(headers);
    return new Response(response.body, {
      status: response.status,
      statusText: response.statusText,
      headers,
    });
  }
}

/** Whether the sender is a program that wants JSON rather than a person who wants a page. */
export function wantsJson(req: Request, url: URL): boolean {
  if (url.pathname.startsWith("/api/")) return true;
  const accept = req.headers.get("accept") ?? "";
  return accept.includes("json") && !accept.includes("text/html");
}
