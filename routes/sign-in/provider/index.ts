import { define } from "@/define.ts";
import { returnPath } from "@/lib/contracts/account.ts";
import { requireProof, seeOther } from "@/lib/http/account_page.ts";
import { addressOf } from "@/lib/http/api.ts";
import { localPath } from "@/lib/http/local_path.ts";
import { problem } from "@/lib/http/problem.ts";
import { PROVIDER, siteOrigin } from "@/lib/http/sign_in_answer.ts";

/**
 * On the way to the other site. A link and no form: a page's policy lets forms go to this site only,
 * redirects included. Another site's page cannot begin it for somebody.
 */
export const handler = define.handlers({
  async GET(ctx) {
    const site = ctx.req.headers.get("sec-fetch-site");
    if (site === "cross-site" || site === "same-site") return seeOther("/sign-in");
    const connect = ctx.url.searchParams.has("connect");
    const found = connect ? await requireProof(ctx, "/account/security") : undefined;
    if (found instanceof Response) return found;
    const { cookies } = ctx.state.services;
    const { providerSignIn } = await ctx.state.services.accounts();
    const to = connect ? "/account/security?said=provider" : localPath(
      returnPath.catch("/encounters").parse(ctx.url.searchParams.get("to") ?? undefined),
    );
    const redirectUri = `${siteOrigin(ctx)}/sign-in/provider/callback`;
    const wanted = { redirectUri, to, address: addressOf(ctx) };
    const begun = await providerSignIn.begin(wanted, found?.who);
    if (!begun.ok) return problem(begun, ctx.state.requestId);
    const { location, note } = begun.value;
    return seeOther(location, [cookies.set(PROVIDER, note, { maxAge: providerSignIn.seconds })]);
  },
});
