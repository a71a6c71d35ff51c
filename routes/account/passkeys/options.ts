import { define } from "@/define.ts";
import { requireProof } from "@/lib/http/account_page.ts";
import { jsonNoStore, refused } from "@/lib/http/api.ts";
import { refuse } from "@/lib/errors.ts";
import { PASSKEY, siteOrigin } from "@/lib/http/sign_in_answer.ts";

/** What a browser needs to make a passkey for the account. */
export const handler = define.handlers({
  async POST(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) return refused(ctx, needsProof());
    const { passkeys } = await ctx.state.services.accounts();
    const begun = await passkeys.beginAdding(siteOrigin(ctx), found.account);
    if (!begun.ok) return refused(ctx, begun);
    const { cookies } = ctx.state.services;
    const cookie = cookies.set(PASSKEY, begun.value.note, { maxAge: passkeys.seconds });
    return jsonNoStore({ options: begun.value.options }, { headers: { "set-cookie": cookie } });
  },
});

function needsProof() {
  return refuse("FORBIDDEN", "Prove first that it is you: load this page again.");
}
