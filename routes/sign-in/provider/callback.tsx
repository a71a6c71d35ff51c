import { page } from "fresh";
import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { seeOther } from "@/lib/http/account_page.ts";
import { visitorOf } from "@/lib/http/api.ts";
import { type FormState, shownAgain } from "@/lib/http/page_form.ts";
import { PROVIDER, signedIn, siteOrigin } from "@/lib/http/sign_in_answer.ts";

/** Back from the other site. */
export const handler = define.handlers<FormState>({
  async GET(ctx) {
    const { cookies } = ctx.state.services;
    const { providerSignIn } = await ctx.state.services.accounts();
    const { account: who } = await visitorOf(ctx);
    const note = cookies.read(ctx.req.headers, PROVIDER);
    const callback = new URL(ctx.url.pathname + ctx.url.search, siteOrigin(ctx));
    const done = await providerSignIn.finish(callback, note, who);
    if (!done.ok) {
      const { form, init } = shownAgain(done, {});
      return page(form, init);
    }
    const { account, to } = done.value;
    if (who?.id === account.id) return seeOther(to, [cookies.remove(PROVIDER)]);
    const response = await signedIn(ctx, account, "provider", to);
    response.headers.append("set-cookie", cookies.remove(PROVIDER));
    return response;
  },
});

export default define.page<never, FormState>(({ data: form, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Sign in · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Sign in" wrong={form.wrong}>
      <a class="btn" href="/sign-in">Back to signing in</a>
    </NarrowPage>
  </SitePage>
));
