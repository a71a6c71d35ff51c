import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { PlanTable } from "@/components/billing/PlanTable.tsx";
import { PlanSummary } from "@/components/billing/PlanSummary.tsx";
import { UsageBars } from "@/components/billing/UsageBars.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { PlanView } from "@/lib/billing/account_plan.ts";
import { NO_STORE, requireAccount } from "@/lib/http/account_page.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { readPageForm } from "@/lib/http/page_form.ts";

const FORM = z.object({ do: z.literal("trial") });

interface Shown {
  readonly email: string;
  readonly view: PlanView;
  readonly say: string;
  readonly wrong: string;
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { said, headers } = takeSaid(ctx);
    const { plan } = await ctx.state.services.billing();
    const view = await plan.view(found.account.id);
    const [say, wrong] = said.bad ? ["", said.say] : [said.say, ""];
    const { email } = found.account;
    return page({ email, view, say, wrong }, { headers: { ...NO_STORE, ...headers } });
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const back = (say: string, bad = false) => seeOtherSaying(ctx, "/account/plan", { say, bad });
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return back("Choose what to do.", true);
    const { plan } = await ctx.state.services.billing();
    const done = await plan.startTrial(found.account.id);
    return done.ok ? back("The trial runs for 14 days from now.") : back(done.message, true);
  },
});

export default define.page<never, Shown>(({ data: { email, view, say, wrong }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Plan and usage · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage path="/account/plan" email={email} say={say} wrong={wrong}>
      <div class="columns">
        <section class="page-section" aria-labelledby="use-t">
          <h2 id="use-t">In use</h2>
          <UsageBars usage={view.usage} />
        </section>
        <PlanSummary view={view} />
      </div>
      {view.plans.length > 0 && (
        <section class="page-section" aria-labelledby="all-t">
          <h2 id="all-t">All plans</h2>
          <PlanTable plans={view.plans} tier={view.may.tier} prices={false} />
        </section>
      )}
    </AccountPage>
  </SitePage>
));
