import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { dayText, ROLE_NAMES } from "@/components/campaigns/role_text.ts";
import { Field } from "@/components/ui/Field.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { OpenInvitation } from "@/lib/campaigns/campaigns.ts";
import { linkKey } from "@/lib/contracts/account.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";
import { requireWithinLimit } from "@/lib/http/api.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

const FORM = z.object({ key: linkKey, name: z.string().trim().max(40) });

interface Shown {
  readonly key: string;
  readonly invitation: OpenInvitation | null;
  /** Null for somebody who is not signed in. */
  readonly account: { readonly email: string; readonly name: string } | null;
  readonly form: FormState;
}

const DOES = {
  "co-dm": "run its fights beside them",
  "viewer": "see the DM's screen of its fights",
  "player": "find its fights and join them",
} as const;

export const handler = define.handlers<Shown>({
  /** Shows what the link is for. Programs that look into links must not use it up. */
  async GET(ctx) {
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const { campaigns } = await ctx.state.services.appServices();
    const key = linkKey.safeParse(ctx.url.searchParams.get("key")).data ?? "";
    const looked = await campaigns.look(key);
    const kept = who.account && await ctx.state.services.accountStore.find(who.account.id);
    const account = kept === undefined ? null : { email: kept.email, name: kept.name };
    if (looked.ok) {
      const shown = { key, invitation: looked.value, account, form: EMPTY_FORM };
      return page(shown, { headers: NO_STORE });
    }
    const { form, init } = shownAgain(looked, {});
    return page({ key: "", invitation: null, account, form }, init);
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const { campaigns } = await ctx.state.services.appServices();
    const account = { email: found.account.email, name: found.account.name };
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) {
      return page({ key: "", invitation: null, account, form: sent.again.form }, sent.again.init);
    }
    const { key, name } = sent.value;
    const joined = await campaigns.join(who, key, name);
    if (joined.ok) return seeOther(`/campaigns/${joined.value}`);
    const { form, init } = shownAgain(joined, { name });
    const looked = await campaigns.look(key);
    return page({ key, invitation: looked.ok ? looked.value : null, account, form }, init);
  },
});

function Way({ data: { key, account, form } }: { readonly data: Shown }) {
  if (account === null) {
    const to = encodeURIComponent(`/invitations?key=${key}`);
    return (
      <>
        <p class="muted">Joining needs an account, so that the campaign knows who is in it.</p>
        <a class="btn" data-kind="turn" href={`/sign-in?to=${to}`}>Sign in to join</a>
        <div class="links">
          <a href="/sign-up">Make an account, then open this link again</a>
        </div>
      </>
    );
  }
  return (
    <form method="post" action="/invitations">
      <input type="hidden" name="key" value={key} />
      <Field
        name="name"
        label="Your name in the campaign"
        value={form.values["name"] ?? account.name}
        error={form.errors["name"]}
        hint={`You are signed in as ${account.email}; the others see only this name`}
        required
        maxLength={40}
      />
      <button class="btn" data-kind="turn" type="submit">Join the campaign</button>
    </form>
  );
}

export default define.page<never, Shown>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Invitation · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
    </Head>
    <NarrowPage
      title={data.invitation === null ? "Invitation" : data.invitation.campaign}
      wrong={data.form.wrong}
    >
      {data.invitation !== null && (
        <>
          <p>
            {data.invitation.from} invites you as <b>{ROLE_NAMES[data.invitation.role]}</b>: you can
            {" "}
            {DOES[data.invitation.role]}. The link works for one person, until{" "}
            {dayText(data.invitation.expiresAt)}.
          </p>
          <Way data={data} />
        </>
      )}
    </NarrowPage>
  </SitePage>
));
