import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { NewRecoveryLink } from "@/components/account/NewRecoveryLink.tsx";
import { RecoveryLinkStatus } from "@/components/account/RecoveryLinkStatus.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import CopyText from "@/islands/CopyText.tsx";
import type { RecoveryStatus } from "@/lib/auth/recovery_links.ts";
import { NO_STORE } from "@/lib/http/account_page.ts";
import { visitorOf } from "@/lib/http/api.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { readPageForm, shownAgain } from "@/lib/http/page_form.ts";
import { siteOrigin } from "@/lib/http/sign_in_answer.ts";

const FORM = z.object({ do: z.enum(["make", "revoke"]) });

type Recovery =
  & { readonly say: string; readonly wrong: string }
  & (
    | { readonly kind: "made"; readonly link: string }
    | { readonly kind: "guest"; readonly status: RecoveryStatus | null; readonly now: number }
    | { readonly kind: "account" | "nobody" }
  );

/** A guest's link to their fights: made here, shown once, revoked here. */
export const handler = define.handlers<Recovery>({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const { said, headers } = takeSaid(ctx);
    const init = { headers: { ...NO_STORE, ...headers } };
    const told = { say: said.say, wrong: "" };
    if (who.account !== undefined) return page({ kind: "account", ...told }, init);
    if (who.ownerId === null) return page({ kind: "nobody", ...told }, init);
    const status = await ctx.state.services.recoveryLinks.status(who);
    return page({ kind: "guest", status, now: Date.now(), ...told }, init);
  },

  async POST(ctx) {
    const { recoveryLinks } = ctx.state.services;
    const who = await visitorOf(ctx);
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return refused(sent.again);
    if (sent.value.do === "revoke") {
      const revoked = await recoveryLinks.revoke(who);
      if (!revoked.ok) return refused(shownAgain(revoked, {}));
      return seeOtherSaying(ctx, "/recovery", {
        say: "The link is revoked. It opens nothing more.",
      });
    }
    const made = await recoveryLinks.make(who);
    if (!made.ok) return refused(shownAgain(made, {}));
    const link = `${siteOrigin(ctx)}/recovery/open?key=${made.value}`;
    return page({ kind: "made", link, say: "", wrong: "" }, { headers: NO_STORE });

    /** The page again, with the reason. */
    async function refused({ form, init }: ReturnType<typeof shownAgain>) {
      const status = await recoveryLinks.status(who);
      const told = { say: "", wrong: form.wrong };
      return page<Recovery>({ kind: "guest", status, now: Date.now(), ...told }, init);
    }
  },
});

export default define.page<never, Recovery>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Keep these fights · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Keep these fights" wrong={data.wrong} say={data.say}>
      {data.kind === "made"
        ? <NewRecoveryLink link={data.link} copy={<CopyText field="recovery-link" />} />
        : data.kind === "guest"
        ? <RecoveryLinkStatus status={data.status} now={data.now} />
        : data.kind === "account"
        ? (
          <>
            <p>Your account keeps your fights. On another device, sign in: they are there.</p>
            <a class="btn" data-kind="turn" href="/encounters">Your fights</a>
          </>
        )
        : (
          <>
            <p>There is nothing to keep yet: this browser has no fights.</p>
            <a class="btn" data-kind="turn" href="/encounters">Start a fight</a>
          </>
        )}
    </NarrowPage>
  </SitePage>
));
