import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { PlanTable } from "@/components/billing/PlanTable.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { PlanRow } from "@/lib/billing/account_plan.ts";
import { visitorOf } from "@/lib/http/api.ts";

interface Pricing {
  readonly plans: readonly PlanRow[];
  readonly signedIn: boolean;
}

export const handler = define.handlers<Pricing>({
  async GET(ctx) {
    const { paid, plans } = await ctx.state.services.billing();
    if (paid === null) throw new HttpError(404);
    const signedIn = (await visitorOf(ctx)).account !== undefined;
    return page({ plans, signedIn });
  },
});

export default define.page<never, Pricing>(({ data: { plans, signedIn }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Plans and prices · Encounter Tracker</title>
    </Head>
    <div class="wrap">
      <h1>Plans and prices</h1>
      <div>
        <p>
          Running a fight, sharing it with your players and exporting what you made is free, without
          an account and without an end. Players never pay. A plan is for those who keep more.
        </p>
        <p>
          A year costs ten months. You can try Expert Dungeon Master for 14 days without a card.
          Cancel when you like: the time that is paid for is left to you, and afterwards everything
          you made can still be read, run, exported and deleted.
        </p>
      </div>
      <PlanTable plans={plans} tier={null} prices />
      <div class="plan-actions">
        {signedIn
          ? <a class="btn" data-kind="turn" href="/account/plan">Choose a plan</a>
          : <a class="btn" data-kind="turn" href="/sign-up">Make an account</a>}
        <form method="post" action="/encounters">
          <button type="submit" class="btn">Start a fight for free</button>
        </form>
      </div>
      <p class="muted">Prices in US dollars; taxes are shown before you pay.</p>
    </div>
  </SitePage>
));
