import { page } from "fresh";
import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { EmailField, PasswordField } from "@/components/account/SignInForms.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { signUpForm } from "@/lib/contracts/account.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

interface SignUp {
  readonly form: FormState;
  /** Whether this browser has fights already, which move into the account. */
  readonly hasThings: boolean;
}

const DAY = 86_400;

export const handler = define.handlers<SignUp>({
  async GET(ctx) {
    const { account, ownerId } = await visitorOf(ctx);
    if (account !== undefined) {
      return new Response(null, { status: 303, headers: { location: "/account" } });
    }
    const headers = { "cache-control": "no-store" };
    return page({ form: EMPTY_FORM, hasThings: ownerId !== null }, { headers });
  },

  async POST(ctx) {
    const { ownerId, account } = await visitorOf(ctx);
    const hasThings = ownerId !== null;
    const sent = await readPageForm(ctx.req, signUpForm);
    if (!sent.ok) return page({ form: sent.again.form, hasThings }, sent.again.init);
    const { registration } = await ctx.state.services.accounts();
    const guestId = account === undefined ? ownerId : null;
    const begun = await registration.begin({ ...sent.value, guestId }, addressOf(ctx));
    if (!begun.ok) {
      const { form, init } = shownAgain(begun, sent.values);
      return page({ form, hasThings }, init);
    }
    const { browser, link } = begun.value;
    const cookie = ctx.state.services.cookies.set("sign-up", browser, { maxAge: DAY });
    const location = link ?? "/sign-up/sent";
    return new Response(null, { status: 303, headers: { location, "set-cookie": cookie } });
  },
});

export default define.page<never, SignUp>(({ data: { form, hasThings }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Make an account · Encounter Tracker</title>
      <meta name="description" content="Keep your fights, parties and creatures on every device." />
    </Head>
    <NarrowPage title="Make an account" wrong={form.wrong}>
      <p class="muted">
        {hasThings
          ? "The fights, parties and creatures of this browser move into it, and you have them on every device."
          : "Your fights, parties and creatures are then on every device. A fight alone needs no account."}
      </p>
      <form method="post" action="/sign-up">
        <EmailField {...form} />
        <PasswordField errors={form.errors} isNew />
        <button class="btn" data-kind="turn" type="submit">Make the account</button>
      </form>
      <div class="links">
        <a href="/sign-in">I have one: sign in</a>
      </div>
    </NarrowPage>
  </SitePage>
));
