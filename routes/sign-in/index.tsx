import { page } from "fresh";
import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { SignInForm } from "@/components/account/SignInForms.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import PasskeyButton from "@/islands/PasskeyButton.tsx";
import { define } from "@/define.ts";
import { returnPath, signInForm } from "@/lib/contracts/account.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { localPath } from "@/lib/http/local_path.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";
import { afterPassword, knownDevice } from "@/lib/http/sign_in_answer.ts";

interface SignIn {
  readonly form: FormState;
  readonly to: string;
  readonly say: string;
}

/** What other pages have just done. */
const SAID: Readonly<Record<string, string>> = {
  out: "You are signed out.",
  password: "The new password is set. Sign in with it.",
  ended: "That session is over. Sign in again.",
};

const NO_STORE = { headers: { "cache-control": "no-store" } };

export const handler = define.handlers<SignIn>({
  async GET(ctx) {
    const { account } = await visitorOf(ctx);
    const to = localPath(
      returnPath.safeParse(ctx.url.searchParams.get("to") ?? undefined).data ??
        "/encounters",
    );
    if (account !== undefined) {
      return new Response(null, { status: 303, headers: { location: to } });
    }
    const say = SAID[ctx.url.searchParams.get("said") ?? ""] ?? "";
    return page({ form: EMPTY_FORM, to, say }, NO_STORE);
  },

  async POST(ctx) {
    const sent = await readPageForm(ctx.req, signInForm);
    if (!sent.ok) {
      return page({ form: sent.again.form, to: "/encounters", say: "" }, sent.again.init);
    }
    const { email, password, to } = sent.value;
    const { passwordSignIn } = await ctx.state.services.accounts();
    const attempt = { address: addressOf(ctx), device: knownDevice(ctx) };
    const checked = await passwordSignIn.check({ email, password }, attempt);
    if (!checked.ok) {
      const { form, init } = shownAgain(checked, sent.values);
      return page({ form, to: localPath(to), say: "" }, init);
    }
    return await afterPassword(ctx, checked.value, to);
  },
});

export default define.page<never, SignIn>(({ data: { form, to, say }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Sign in · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Sign in" wrong={form.wrong} say={say}>
      <SignInForm values={form.values} errors={form.errors} to={to} />
      <PasskeyButton does="sign-in" to={to} />
      {state.services.config.OIDC_ISSUER !== undefined && (
        <a class="btn" href={`/sign-in/provider?to=${encodeURIComponent(to)}`}>
          Sign in with {state.services.config.OIDC_NAME}
        </a>
      )}
      <div class="links">
        <a href="/sign-up">Make an account</a>
        <a href="/forgotten-password">Forgotten the password?</a>
      </div>
    </NarrowPage>
  </SitePage>
));
