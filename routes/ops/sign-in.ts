import { z } from "zod";
import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { wideAddressOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.object({ token: z.string().max(500) });

/** Exchanges the operator's token for a cookie of some hours. */
export const handler = define.handlers({
  async POST(ctx) {
    const { ops, signInLimit } = ctx.state.services;
    const address = wideAddressOf(ctx);
    const verdict = await signInLimit(`ops ${address}`);
    if (!verdict.allowed) {
      const minutes = Math.ceil(verdict.retryAfterMs / 60_000);
      const sentence = `Too many attempts: try again in ${minutes} minutes.`;
      return problem(refuse("TOO_MANY_REQUESTS", sentence), ctx.state.requestId);
    }
    const form = await readForm(ctx.req, FORM, { maxBytes: 1_024 });
    const cookie = form.ok ? await ops.signIn(form.value.token) : null;
    const headers = new Headers({ location: cookie === null ? "/ops?refused" : "/ops" });
    if (cookie !== null) headers.set("set-cookie", cookie);
    return new Response(null, { status: 303, headers });
  },
});
