import { page } from "fresh";
import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { PasswordField } from "@/components/account/SignInForms.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { finishForm, linkKey } from "@/lib/contracts/account.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";
import { signedIn } from "@/lib/http/sign_in_answer.ts";

interface Finish {
  readonly form: FormState;
  readonly key: string;
  /** Whose account it becomes; null when the link is over. */
  readonly email: string | null;
  readonly sameBrowser: boolean;
}

const NO_STORE = { "cache-control": "no-store" };

export const handler = define.handlers<Finish>({
  /** Shows what will happen. Mail programs that open links must not use them up. */
  async GET(ctx) {
    const key = linkKey.safeParse(ctx.url.searchParams.get("key")).data ?? "";
    const { registration } = await ctx.state.services.accounts();
    const browser = ctx.state.services.cookies.read(ctx.req.headers, "sign-up");
    const looked = await registration.look(key, browser);
    if (!looked.ok) {
      const { form, init } = shownAgain(looked, {});
      return page({ form, key, email: null, sameBrowser: false }, init);
    }
    return page({ form: EMPTY_FORM, key, ...looked.value }, { headers: NO_STORE });
  },

  async POST(ctx) {
    const sent = await readPageForm(ctx.req, finishForm);
    if (!sent.ok) {
      return page(
        { form: sent.again.form, key: "", email: null, sameBrowser: false },
        sent.again.init,
      );
    }
    const { key, password } = sent.value;
    const { registration } = await ctx.state.services.accounts();
    const browser = ctx.state.services.cookies.read(ctx.req.headers, "sign-up");
    const looked = await registration.look(key, browser);
    const done = await registration.finish(key, { browser, password });
    if (!done.ok) {
      const { form, init } = shownAgain(done, {});
      const shown = looked.ok ? looked.value : { email: null, sameBrowser: false };
      return page({ form, key, ...shown }, init);
    }
    const response = await signedIn(ctx, done.value, "link", "/encounters");
    response.headers.append("set-cookie", ctx.state.services.cookies.remove("sign-up"));
    return response;
  },
});

export default define.page<never, Finish>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Finish your account · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Finish your account" wrong={data.form.wrong}>
      {data.email === null
        ? <a class="btn" href="/sign-up">Ask for a new link</a>
        : (
          <form method="post" action="/sign-up/finish">
            <p>
              The account is for <b>{data.email}</b>.
            </p>
            <input type="hidden" name="key" value={data.key} />
            {!data.sameBrowser && (
              <PasswordField errors={data.form.errors} label="The password you chose" />
            )}
            <button class="btn" data-kind="turn" type="submit">Finish</button>
          </form>
        )}
    </NarrowPage>
  </SitePage>
));
