import { z } from "zod";
import { define } from "@/define.ts";
import { returnPath } from "@/lib/contracts/account.ts";
import { jsonNoStore, refused } from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";
import { PASSKEY, signedIn, siteOrigin } from "@/lib/http/sign_in_answer.ts";

const BODY = z.object({ answer: z.unknown(), to: returnPath });

/** Signs in whoever proved a passkey. It was unlocked by its owner, so no code is asked for. */
export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx.req, BODY, { maxBytes: 64 * 1024 });
    if (!body.ok) return refused(ctx, body);
    const { cookies } = ctx.state.services;
    const { passkeys } = await ctx.state.services.accounts();
    const note = cookies.read(ctx.req.headers, PASSKEY);
    const done = await passkeys.finishSignIn(siteOrigin(ctx), note, body.value.answer);
    if (!done.ok) return refused(ctx, done);
    const signed = await signedIn(ctx, done.value, "passkey", body.value.to);
    const response = jsonNoStore({ to: signed.headers.get("location") ?? "/encounters" });
    for (const cookie of signed.headers.getSetCookie()) {
      response.headers.append("set-cookie", cookie);
    }
    response.headers.append("set-cookie", cookies.remove(PASSKEY));
    return response;
  },
});
