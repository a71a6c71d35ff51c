import { type HttpContext, type HttpMiddleware, withHeaders } from "@/lib/http/context.ts";

/**
 * Renews a guest's cookie with the pages that they open, long before it could become unreadable.
 * Only with pages that are kept nowhere: a cookie must not come out of a cache.
 */
export function renewGuest(
  renewed: (headers: Headers) => Promise<string | undefined>,
): HttpMiddleware {
  return async (ctx: HttpContext) => {
    const response = await ctx.next();
    if (!isOwnPage(ctx, response)) return response;
    const cookie = await renewed(ctx.req.headers);
    if (cookie === undefined) return response;
    return withHeaders(response, (headers) => headers.append("set-cookie", cookie));
  };
}

function isOwnPage({ req }: HttpContext, { headers }: Response): boolean {
  return req.method === "GET" && req.headers.has("cookie") &&
    (headers.get("content-type") ?? "").startsWith("text/html") &&
    (headers.get("cache-control") ?? "").includes("no-store");
}
