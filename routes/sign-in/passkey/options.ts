import { define } from "@/define.ts";
import { addressOf, jsonNoStore, refused } from "@/lib/http/api.ts";
import { PASSKEY, siteOrigin } from "@/lib/http/sign_in_answer.ts";

/** What a browser needs to prove that it has a passkey. */
export const handler = define.handlers({
  async POST(ctx) {
    const { passkeys } = await ctx.state.services.accounts();
    const begun = await passkeys.beginSignIn(siteOrigin(ctx), addressOf(ctx));
    if (!begun.ok) return refused(ctx, begun);
    const { cookies } = ctx.state.services;
    const cookie = cookies.set(PASSKEY, begun.value.note, { maxAge: passkeys.seconds });
    return jsonNoStore({ options: begun.value.options }, { headers: { "set-cookie": cookie } });
  },
});
