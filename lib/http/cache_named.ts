import { type HttpContext, withHeaders } from "@/lib/http/context.ts";

/** Files of static/ whose name holds the hash of their content: `/fonts/x.0123abcd.woff2`. */
const NAMED = /^\/fonts\/[\w-]+\.[0-9a-f]{8}\.\w+$/;

/** Lets browsers keep what can never change under its name. */
export async function cacheNamed(ctx: HttpContext): Promise<Response> {
  const response = await ctx.next();
  if (!NAMED.test(ctx.url.pathname) || response.status !== 200) return response;
  return withHeaders(response, (headers) => {
    headers.set("cache-control", "public, max-age=31536000, immutable");
  });
}
