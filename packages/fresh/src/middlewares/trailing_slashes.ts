import type { Middleware } from "../types.ts";

/** Redirects to the address with ("always") or without ("never") a slash at its end. */
export function trailingSlashes<State>(
  mode: "always" | "never",
): Middleware<State> {
  return async (ctx) => {
    const { pathname, search } = ctx.url;
    if (pathname !== "/" && pathname.endsWith("/") !== (mode === "always")) {
      const path = mode === "always" ? pathname + "/" : pathname.replace(/\/+$/, "");
      return ctx.redirect(path + search);
    }
    return await ctx.next();
  };
}
