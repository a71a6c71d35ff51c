import { define } from "@/define.ts";
import { visitorOf } from "@/lib/http/api.ts";

/**
 * Ends the session. The browser forgets what it kept for working offline: pages, files, commands
 * that wait. Only this site's own storage is meant; the choice of a theme stays.
 */
export const handler = define.handlers({
  async POST(ctx) {
    const { identity, sessions } = ctx.state.services;
    const { account } = await visitorOf(ctx);
    if (account !== undefined) await sessions.end(account.id, account.sessionId);
    const headers = new Headers({
      location: "/sign-in?said=out",
      "clear-site-data": '"cache", "storage"',
      "cache-control": "no-store",
    });
    for (const cookie of identity.endCookies()) headers.append("set-cookie", cookie);
    return new Response(null, { status: 303, headers });
  },
});
