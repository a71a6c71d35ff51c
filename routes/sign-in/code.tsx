import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { Field } from "@/components/ui/Field.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { NO_STORE, seeOther } from "@/lib/http/account_page.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";
import { SECOND_FACTOR, signedIn } from "@/lib/http/sign_in_answer.ts";

const FORM = z.object({ code: z.string().trim().min(1, "Write the code").max(40) });

/** The code after the password: of the app, or one of those for when the app is lost. */
export const handler = define.handlers<FormState>({
  async GET(ctx) {
    const { secondFactor } = await ctx.state.services.accounts();
    const note = ctx.state.services.cookies.read(ctx.req.headers, SECOND_FACTOR);
    if (await secondFactor.owing(note) === undefined) return seeOther("/sign-in?said=ended");
    return page(EMPTY_FORM, { headers: NO_STORE });
  },

  async POST(ctx) {
    const { cookies } = ctx.state.services;
    const { secondFactor } = await ctx.state.services.accounts();
    const note = cookies.read(ctx.req.headers, SECOND_FACTOR);
    const owing = await secondFactor.owing(note);
    if (owing === undefined) return seeOther("/sign-in?said=ended");
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return page(sent.again.form, sent.again.init);
    const checked = await secondFactor.check(note, sent.value.code);
    if (!checked.ok) {
      const { form, init } = shownAgain(checked, {});
      return page(form, init);
    }
    const response = await signedIn(ctx, checked.value, "password", owing.to);
    response.headers.append("set-cookie", cookies.remove(SECOND_FACTOR));
    return response;
  },
});

export default define.page<never, FormState>(({ data: form, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Sign in · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="One more code" wrong={form.wrong}>
      <form method="post" action="/sign-in/code">
        <Field
          name="code"
          label="Code of your authenticator app"
          error={form.errors["code"]}
          hint="Lost the app? One of your recovery codes does as well."
          autocomplete="one-time-code"
          maxLength={40}
          required
        />
        <button class="btn" data-kind="turn" type="submit">Sign in</button>
      </form>
    </NarrowPage>
  </SitePage>
));
