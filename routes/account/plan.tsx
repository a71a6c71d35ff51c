import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { PlanTable } from "@/components/billing/PlanTable.tsx";
import { PlanSummary } from "@/components/billing/PlanSummary.tsx";
import { UsageBars } from "@/components/billing/UsageBars.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import PlanWatch from "@/islands/PlanWatch.tsx";
import { define } from "@/define.ts";
import type { PlanView } from "@/lib/billing/account_plan.ts";
import { planChoice } from "@/lib/contracts/plan_choice.ts";
import { NO_STORE, requireAccount, requireProof, seeOther } from "@/lib/http/account_page.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { readPageForm } from "@/lib/http/page_form.ts";

const FORM = z.union([
  z.object({ do: z.enum(["trial", "portal", "cancel", "resume"]) }),
  z.object({ plan: planChoice }),
]);

const PATH = "/account/plan";

interface Shown {
  readonly email: string;
  readonly view: PlanView;
  readonly mark: string;
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
    const mark = await plan.mark(found.account.id);
    const [say, wrong] = said.bad ? ["", said.say] : [said.say, ""];
    const { email } = found.account;
    return page({ email, view, mark, say, wrong }, { headers: { ...NO_STORE, ...headers } });
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { id } = found.account;
    const back = (say: string, bad = false) => seeOtherSaying(ctx, PATH, { say, bad });
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) return back("Choose what to do.", true);
    const { plan, paid } = await ctx.state.services.billing();
    const form = sent.value;
    if ("do" in form && form.do === "trial") {
      const done = await plan.startTrial(id);
      return done.ok ? back("The trial runs for 14 days from now.") : back(done.message, true);
    }
    if (paid === null) return back("Nothing is sold here.", true);
    const proof = await requireProof(ctx, PATH);
    if (proof instanceof Response) return proof;
    const { purchases } = paid;
    if ("plan" in form) {
      const { tier, interval } = form.plan;
      const { subscription } = await plan.view(id);
      if (subscription !== null) return seeOther(`/account/change-plan?plan=${tier}:${interval}`);
      const address = await purchases.checkout(id, form.plan);
      return address.ok ? seeOther(address.value) : back(address.message, true);
    }
    if (form.do === "portal") {
      const address = await purchases.portal(id);
      return address.ok ? seeOther(address.value) : back(address.message, true);
    }
    const done = form.do === "cancel" ? await purchases.cancel(id) : await purchases.resume(id);
    if (!done.ok) return back(done.message, true);
    return back(form.do === "cancel" ? "The plan is cancelled." : "The plan goes on.");
  },
});

export default define.page<never, Shown>((
  { data: { email, view, mark, say, wrong }, url, state },
) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Plan and usage · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage path="/account/plan" email={email} say={say} wrong={wrong}>
      <PlanWatch mark={mark} />
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
          <form class="plan-form" method="post" action="/account/plan">
            <PlanTable
              plans={view.plans}
              tier={view.may.tier}
              prices={view.sells}
              interval={view.subscription?.interval}
              choose={view.sells}
            />
          </form>
        </section>
      )}
    </AccountPage>
  </SitePage>
));
