import type { Identity } from "@/lib/auth/identity.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { renewGuest } from "@/lib/http/renew_guest.ts";
import { type HttpContext, withHeaders } from "@/lib/http/context.ts";

/** What a request knows of who asks. */
export interface IdentityState {
  /** Who asks: an account, a guest, or nobody yet. Absent before it was looked at. */
  visitor?: Visitor;
}

type RenewedGuest = Parameters<typeof renewGuest>[0];

/**
 * Says who asks, once per request, and renews their cookies by the way.
 *
 * @param renewed The new cookie of a guest whose own is old.
 */
export function identify(identity: Identity, renewed: RenewedGuest) {
  const withGuest = renewGuest(renewed);
  return async (ctx: HttpContext & { readonly state: IdentityState }): Promise<Response> => {
    const { visitor, setCookies } = await identity.identify(ctx.req.headers);
    ctx.state.visitor = visitor;
    const response = await withGuest(ctx);
    if (setCookies.length === 0) return response;
    return withHeaders(response, (headers) => {
      const own = headers.getSetCookie().map(nameOf);
      for (const cookie of setCookies) {
        // A page that signs in or out has the last word.
        if (!own.includes(nameOf(cookie))) headers.append("set-cookie", cookie);
      }
      // Who keeps the answer would hand the cookies to others. A stream says more than that itself.
      const kept = headers.get("cache-control") ?? "";
      if (!kept.includes("no-store")) headers.set("cache-control", "no-store");
    });
  };
}

function nameOf(cookie: string): string {
  return cookie.split("=")[0] ?? "";
}
