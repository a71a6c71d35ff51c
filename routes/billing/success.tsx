import { page } from "fresh";
import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";

/** Looks that are made, two seconds apart, before the page says that it takes longer. */
const LOOKS = 20;

interface Waits {
  /** The plan that is there; null while it is not. */
  readonly plan: string | null;
  readonly look: number;
}

/**
 * Where Stripe sends people after they paid. It believes nothing of the address: it looks until
 * the plan is there, asking Stripe itself now and then, and works without a script.
 */
export const handler = define.handlers<Waits>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { paid, plan } = await ctx.state.services.billing();
    if (paid === null) return seeOther("/account/plan");
    const asked = Number(ctx.url.searchParams.get("look") ?? 0);
    const look = Number.isInteger(asked) && asked >= 0 ? Math.min(asked, LOOKS) : 0;
    // The webhook is on its way; should it be lost, the person does not wait for the next day.
    if (look % 3 === 1) await paid.purchases.lookAgain(found.account.id);
    const { subscription, name } = await plan.view(found.account.id);
    if (subscription !== null) return page({ plan: name, look }, { headers: NO_STORE });
    const refresh: Record<string, string> = look < LOOKS
      ? { refresh: `2; url=/billing/success?look=${look + 1}` }
      : {};
    return page({ plan: null, look }, { headers: { ...NO_STORE, ...refresh } });
  },
});

export default define.page<never, Waits>(({ data: { plan, look }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Thank you · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title={plan === null ? "One moment" : "Thank you"}>
      {plan !== null && <p role="status">Your plan is {plan}. Everything in it is open now.</p>}
      {plan === null && look < LOOKS && (
        <p role="status">Your payment is being confirmed. This page looks again by itself.</p>
      )}
      {plan === null && look >= LOOKS && (
        <p role="status">
          Confirming takes longer than usual. You need not wait here: a letter tells you when the
          plan is open, and nothing is charged twice.
        </p>
      )}
      <a class="btn" href={plan === null ? "/account/plan" : "/encounters"}>
        {plan === null ? "Your plan" : "Back to your fights"}
      </a>
    </NarrowPage>
  </SitePage>
));
