import { page } from "fresh";
import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { EmailField } from "@/components/account/SignInForms.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { emailForm } from "@/lib/contracts/account.ts";
import { addressOf } from "@/lib/http/api.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

interface Forgotten {
  readonly form: FormState;
  readonly sent: boolean;
}

export const handler = define.handlers<Forgotten>({
  GET(ctx) {
    const sent = ctx.url.searchParams.has("sent");
    return page({ form: EMPTY_FORM, sent }, { headers: { "cache-control": "no-store" } });
  },

  async POST(ctx) {
    const form = await readPageForm(ctx.req, emailForm);
    if (!form.ok) return page({ form: form.again.form, sent: false }, form.again.init);
    const { passwordReset } = await ctx.state.services.accounts();
    const asked = await passwordReset.ask(form.value.email, addressOf(ctx));
    if (!asked.ok) {
      const again = shownAgain(asked, form.values);
      return page({ form: again.form, sent: false }, again.init);
    }
    return new Response(null, { status: 303, headers: { location: "/forgotten-password?sent" } });
  },
});

export default define.page<never, Forgotten>(({ data: { form, sent }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Forgotten password · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Forgotten password" wrong={form.wrong}>
      {sent
        ? (
          <p role="status">
            If that address has an account, a letter is on its way. Its link works once, for 30
            minutes.
          </p>
        )
        : (
          <form method="post" action="/forgotten-password">
            <EmailField {...form} />
            <button class="btn" data-kind="turn" type="submit">Send me a link</button>
          </form>
        )}
      <div class="links">
        <a href="/sign-in">Back to signing in</a>
      </div>
    </NarrowPage>
  </SitePage>
));
