import { page } from "fresh";
import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { PasswordField } from "@/components/account/SignInForms.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { linkKey, newPasswordForm } from "@/lib/contracts/account.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

interface Reset {
  readonly form: FormState;
  readonly key: string;
  readonly open: boolean;
}

export const handler = define.handlers<Reset>({
  async GET(ctx) {
    const key = linkKey.safeParse(ctx.url.searchParams.get("key")).data ?? "";
    const { passwordReset } = await ctx.state.services.accounts();
    const looked = await passwordReset.look(key);
    if (!looked.ok) {
      const { form, init } = shownAgain(looked, {});
      return page({ form, key, open: false }, init);
    }
    const headers = { "cache-control": "no-store" };
    return page({ form: EMPTY_FORM, key, open: true }, { headers });
  },

  async POST(ctx) {
    const sent = await readPageForm(ctx.req, newPasswordForm);
    if (!sent.ok) {
      const key = sent.again.form.values["key"] ?? "";
      return page({ form: sent.again.form, key, open: true }, sent.again.init);
    }
    const { key, password } = sent.value;
    const { passwordReset } = await ctx.state.services.accounts();
    const done = await passwordReset.finish(key, password);
    if (!done.ok) {
      const { form, init } = shownAgain(done, {});
      return page({ form, key, open: done.code !== "NOT_FOUND" }, init);
    }
    const headers = new Headers({ location: "/sign-in?said=password" });
    for (const cookie of ctx.state.services.identity.endCookies()) {
      headers.append("set-cookie", cookie);
    }
    return new Response(null, { status: 303, headers });
  },
});

export default define.page<never, Reset>(({ data: { form, key, open }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>New password · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="New password" wrong={form.wrong}>
      {open
        ? (
          <form method="post" action="/reset-password">
            <p class="muted">Every device that is signed in now will be signed out.</p>
            <input type="hidden" name="key" value={key} />
            <PasswordField errors={form.errors} label="New password" isNew />
            <button class="btn" data-kind="turn" type="submit">Set the password</button>
          </form>
        )
        : <a class="btn" href="/forgotten-password">Ask for a new link</a>}
    </NarrowPage>
  </SitePage>
));
