import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { Field } from "@/components/ui/Field.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { displayName, emailAddress } from "@/lib/contracts/account.ts";
import { NO_STORE, requireAccount, requireProof, seeOther } from "@/lib/http/account_page.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

const FORM = z.discriminatedUnion("do", [
  z.object({ do: z.literal("rename"), name: displayName }),
  z.object({ do: z.literal("change-email"), email: emailAddress }),
]);

interface Profile {
  readonly email: string;
  readonly name: string;
  readonly form: FormState;
  readonly say: string;
}

const SAID: Readonly<Record<string, string>> = {
  name: "The name is kept.",
  sent: "A letter is on its way to the new address. Open its link to use it.",
  email: "The new address is yours from now on.",
};

export const handler = define.handlers<Profile>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { email, name } = found.account;
    const say = SAID[ctx.url.searchParams.get("said") ?? ""] ?? "";
    return page({ email, name, form: EMPTY_FORM, say }, { headers: NO_STORE });
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { who, account: { email, name } } = found;
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return page({ email, name, form: sent.again.form, say: "" }, sent.again.init);
    const { settings } = await ctx.state.services.accounts();
    if (sent.value.do === "rename") {
      const done = await settings.rename(who, sent.value.name);
      if (done.ok) return seeOther("/account?said=name");
      const { form, init } = shownAgain(done, sent.values);
      return page({ email, name, form, say: "" }, init);
    }
    const proof = await requireProof(ctx);
    if (proof instanceof Response) return proof;
    const asked = await settings.askEmailChange(who, sent.value.email);
    if (asked.ok) return seeOther("/account?said=sent");
    const { form, init } = shownAgain(asked, sent.values);
    return page({ email, name, form, say: "" }, init);
  },
});

export default define.page<never, Profile>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Account · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage path="/account" email={data.email} say={data.say} wrong={data.form.wrong}>
      <div class="columns">
        <section class="page-section" aria-labelledby="name-t">
          <h2 id="name-t">Name</h2>
          <form class="account-form" method="post" action="/account">
            <Field
              name="name"
              label="What others call you"
              value={data.form.values["name"] ?? data.name}
              error={data.form.errors["name"]}
              autocomplete="nickname"
              maxLength={80}
            />
            <button class="btn" type="submit" name="do" value="rename">Keep the name</button>
          </form>
        </section>
        <section class="page-section" aria-labelledby="mail-t">
          <h2 id="mail-t">E-mail</h2>
          <form class="account-form" method="post" action="/account">
            <p>
              Letters go to <b>{data.email}</b>, and you sign in with it.
            </p>
            <Field
              name="email"
              label="New address"
              type="email"
              value={data.form.values["email"]}
              error={data.form.errors["email"]}
              autocomplete="email"
              maxLength={254}
              required
            />
            <button class="btn" type="submit" name="do" value="change-email">
              Send a letter to confirm it
            </button>
          </form>
        </section>
      </div>
    </AccountPage>
  </SitePage>
));
