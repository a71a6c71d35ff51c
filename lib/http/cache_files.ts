import { type HttpContext, withHeaders } from "@/lib/http/context.ts";

/** Files of static/ whose name holds the hash of their content: `/fonts/x.0123abcd.woff2`. */
const NAMED = /^\/fonts\/[\w-]+\.[0-9a-f]{8}\.\w+$/;
/** The one file of the build that keeps its name while its content changes. */
const SERVICE_WORKER = "/sw.js";

/**
 * Says how long browsers keep files whose name alone decides it, whatever the framework says: for
 * ever where the name holds the content's hash, never without asking for the service worker, since
 * a browser that kept an old one would show old pages.
 */
export async function cacheFiles(
  ctx: Pick<HttpContext, "url" | "next">,
): Promise<Response> {
  const response = await ctx.next();
  const { pathname } = ctx.url;
  if (pathname === SERVICE_WORKER) {
    return withHeaders(response, (headers) => headers.set("cache-control", "no-cache, max-age=0"));
  }
  if (!NAMED.test(pathname) || response.status !== 200) return response;
  return withHeaders(response, (headers) => {
    headers.set("cache-control", "public, max-age=31536000, immutable");
  });
}
