import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { linkKey } from "@/lib/contracts/account.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

const FORM = z.object({ key: linkKey });

interface Confirm {
  readonly form: FormState;
  readonly key: string;
  readonly email: string | null;
}

export const handler = define.handlers<Confirm>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) {
      return seeOther(`/sign-in?to=${encodeURIComponent(ctx.url.pathname + ctx.url.search)}`);
    }
    const key = linkKey.safeParse(ctx.url.searchParams.get("key")).data ?? "";
    const { settings } = await ctx.state.services.accounts();
    const looked = await settings.lookEmailChange(found.who, key);
    if (looked.ok) {
      return page({ form: EMPTY_FORM, key, email: looked.value }, { headers: NO_STORE });
    }
    const { form, init } = shownAgain(looked, {});
    return page({ form, key, email: null }, init);
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return page({ form: sent.again.form, key: "", email: null }, sent.again.init);
    const { settings } = await ctx.state.services.accounts();
    const done = await settings.confirmEmail(found.who, sent.value.key);
    if (done.ok) return seeOther("/account?said=email");
    const { form, init } = shownAgain(done, {});
    return page({ form, key: "", email: null }, init);
  },
});

export default define.page<never, Confirm>(({ data: { form, key, email }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>New address · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="New address" wrong={form.wrong}>
      {email === null
        ? <a class="btn" href="/account">Back to the account</a>
        : (
          <form method="post" action="/account/confirm-email">
            <p>
              From now on you sign in with <b>{email}</b>.
            </p>
            <input type="hidden" name="key" value={key} />
            <button class="btn" data-kind="turn" type="submit">Use this address</button>
          </form>
        )}
    </NarrowPage>
  </SitePage>
));
