import { define } from "@/define.ts";

/** Forgets the operator's cookie. */
export const handler = define.handlers({
  POST: (ctx) =>
    new Response(null, {
      status: 303,
      headers: { location: "/ops", "set-cookie": ctx.state.services.ops.signOut() },
    }),
});
