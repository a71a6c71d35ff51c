import { z } from "zod";
import { define } from "@/define.ts";
import { name } from "@/lib/contracts/primitives.ts";
import { refuse } from "@/lib/errors.ts";
import { requireProof } from "@/lib/http/account_page.ts";
import { jsonNoStore, refused } from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";
import { PASSKEY, siteOrigin } from "@/lib/http/sign_in_answer.ts";

const BODY = z.object({ answer: z.unknown(), name });

/** Adds the passkey that the browser made. */
export const handler = define.handlers({
  async POST(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) {
      return refused(ctx, refuse("FORBIDDEN", "Prove first that it is you: load this page again."));
    }
    const body = await readJson(ctx.req, BODY, { maxBytes: 64 * 1024 });
    if (!body.ok) return refused(ctx, body);
    const { cookies } = ctx.state.services;
    const { passkeys } = await ctx.state.services.accounts();
    const note = cookies.read(ctx.req.headers, PASSKEY);
    const { answer, name: called } = body.value;
    const done = await passkeys.finishAdding(siteOrigin(ctx), found.who, note, answer, called);
    if (!done.ok) return refused(ctx, done);
    return jsonNoStore({ to: "/account/security?said=passkey" }, {
      headers: { "set-cookie": cookies.remove(PASSKEY) },
    });
  },
});
