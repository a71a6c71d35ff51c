import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { PasswordField } from "@/components/account/SignInForms.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import PasskeyButton from "@/islands/PasskeyButton.tsx";
import { define } from "@/define.ts";
import { returnPath, typedPassword } from "@/lib/contracts/account.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";
import { localPath } from "@/lib/http/local_path.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

const FORM = z.object({ password: typedPassword, to: returnPath });

interface Prove {
  readonly form: FormState;
  readonly email: string;
  readonly to: string;
  /** Accounts without a password prove themselves by a passkey. */
  readonly hasPassword: boolean;
  readonly hasPasskey: boolean;
}

export const handler = define.handlers<Prove>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const to = localPath(ctx.url.searchParams.get("to") ?? "/account");
    return page({ form: EMPTY_FORM, to, ...waysOf(found.account) }, { headers: NO_STORE });
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const ways = waysOf(found.account);
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return page({ form: sent.again.form, to: "/account", ...ways }, sent.again.init);
    const { settings } = await ctx.state.services.accounts();
    const proven = await settings.prove(found.who, sent.value.password);
    const to = localPath(sent.value.to);
    if (!proven.ok) {
      const { form, init } = shownAgain(proven, {});
      return page({ form, to, ...ways }, init);
    }
    return seeOther(to, [await ctx.state.services.identity.provenCookie(proven.value)]);
  },
});

function waysOf({ email, passwordHash, passkeys }: {
  readonly email: string;
  readonly passwordHash: string | null;
  readonly passkeys: readonly unknown[];
}) {
  return { email, hasPassword: passwordHash !== null, hasPasskey: passkeys.length > 0 };
}

export default define.page<never, Prove>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Is it you? · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Is it you?" wrong={data.form.wrong}>
      <p class="muted">
        This changes your account, so please prove again that you are{" "}
        {data.email}. It counts for ten minutes.
      </p>
      {data.hasPassword && (
        <form method="post" action="/account/prove">
          <PasswordField errors={data.form.errors} />
          <input type="hidden" name="to" value={data.to} />
          <button class="btn" data-kind="turn" type="submit">It is me</button>
        </form>
      )}
      {data.hasPasskey && <PasskeyButton does="sign-in" to={data.to} />}
      <div class="links">
        <a href="/account">Back to the account</a>
      </div>
    </NarrowPage>
  </SitePage>
));
