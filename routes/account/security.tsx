import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { type PasskeyLine, SecuritySections } from "@/components/account/SecuritySections.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define, type State } from "@/define.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import type { SignedIn } from "@/lib/auth/port.ts";
import { typedPassword } from "@/lib/contracts/account.ts";
import type { Result } from "@/lib/errors.ts";
import { NO_STORE, requireProof, seeOther } from "@/lib/http/account_page.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";
import PasskeyButton from "@/islands/PasskeyButton.tsx";

const FORM = z.discriminatedUnion("do", [
  z.object({ do: z.literal("password"), password: typedPassword, next: typedPassword }),
  z.object({ do: z.literal("remove-passkey"), id: z.string().max(1_400) }),
  z.object({ do: z.literal("end-codes") }),
]);
type Form = z.output<typeof FORM>;
type AccountServices = Awaited<ReturnType<State["services"]["accounts"]>>;

interface Security {
  readonly email: string;
  readonly hasPassword: boolean;
  readonly passkeys: readonly PasskeyLine[];
  readonly codes: { readonly on: boolean; readonly left: number; readonly available: boolean };
  readonly form: FormState;
  readonly say: string;
}

const SAID: Readonly<Record<string, string>> = {
  password: "The new password is set, and every other device is signed out.",
  passkey: "The passkey is added. You can sign in with it from now on.",
  "remove-passkey": "The passkey is removed.",
  "end-codes": "Codes are turned off.",
  provider: "You can sign in with the other site from now on.",
};

function viewOf(account: Account, available: boolean): Omit<Security, "form" | "say"> {
  const { email, passwordHash, passkeys, totp, recoveryCodes } = account;
  return {
    email,
    hasPassword: passwordHash !== null,
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, synced }) => (
      { id, name, createdAt, lastUsedAt, synced }
    )),
    codes: { on: totp !== null, left: recoveryCodes.length, available },
  };
}

function act(
  { passkeys, secondFactor, settings }: AccountServices,
  who: SignedIn,
  form: Form,
): Promise<Result<unknown>> {
  switch (form.do) {
    case "password":
      return settings.changePassword(who, form);
    case "remove-passkey":
      return passkeys.remove(who, form.id);
    case "end-codes":
      return secondFactor.end(who.id);
  }
}

export const handler = define.handlers<Security>({
  async GET(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) return found;
    const { secondFactor } = await ctx.state.services.accounts();
    const say = SAID[ctx.url.searchParams.get("said") ?? ""] ?? "";
    const view = viewOf(found.account, secondFactor.available);
    return page({ ...view, form: EMPTY_FORM, say }, { headers: NO_STORE });
  },

  async POST(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) return found;
    const services = await ctx.state.services.accounts();
    const view = viewOf(found.account, services.secondFactor.available);
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return page({ ...view, form: sent.again.form, say: "" }, sent.again.init);
    const done = await act(services, found.who, sent.value);
    if (done.ok) return seeOther(`/account/security?said=${sent.value.do}`);
    const { form, init } = shownAgain(done, {});
    return page({ ...view, form, say: "" }, init);
  },
});

export default define.page<never, Security>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Security · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage path="/account/security" email={data.email} say={data.say} wrong={data.form.wrong}>
      <SecuritySections {...data} errors={data.form.errors}>
        <PasskeyButton does="add" />
      </SecuritySections>
      {state.services.config.OIDC_ISSUER !== undefined && (
        <a href="/sign-in/provider?connect">Connect {state.services.config.OIDC_NAME}</a>
      )}
    </AccountPage>
  </SitePage>
));
