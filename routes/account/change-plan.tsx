import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { dayText, priceText, TIER_NAMES } from "@/components/billing/words.ts";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { PlannedChange } from "@/lib/billing/purchases.ts";
import { planChoice } from "@/lib/contracts/plan_choice.ts";
import { NO_STORE, requireProof, seeOther } from "@/lib/http/account_page.ts";
import { seeOtherSaying } from "@/lib/http/notice.ts";
import { readPageForm } from "@/lib/http/page_form.ts";

/** The time is the one that the price was worked out for, so that exactly it is charged. */
const FORM = z.object({
  plan: planChoice,
  at: z.string().regex(/^\d{10,14}$/).transform(Number),
});
/** For so long the price that was shown is the one that is charged. */
const SHOWN_MS = 15 * 60_000;

export const handler = define.handlers<PlannedChange>({
  async GET(ctx) {
    const found = await requireProof(ctx, `${ctx.url.pathname}${ctx.url.search}`);
    if (found instanceof Response) return found;
    const wanted = planChoice.safeParse(ctx.url.searchParams.get("plan"));
    const { paid } = await ctx.state.services.billing();
    if (!wanted.success || paid === null) return seeOther("/account/plan");
    const planned = await paid.purchases.plan(found.account.id, wanted.data);
    if (!planned.ok) {
      return seeOtherSaying(ctx, "/account/plan", { say: planned.message, bad: true });
    }
    return page(planned.value, { headers: NO_STORE });
  },

  async POST(ctx) {
    const found = await requireProof(ctx, "/account/plan");
    if (found instanceof Response) return found;
    const back = (say: string, bad = false) => seeOtherSaying(ctx, "/account/plan", { say, bad });
    const sent = await readPageForm(ctx.req, FORM);
    const { paid } = await ctx.state.services.billing();
    if (!sent.ok || paid === null) return back("Choose a plan.", true);
    const { plan, at } = sent.value;
    if (Math.abs(Date.now() - at) > SHOWN_MS) {
      return back("The price was shown too long ago. Choose the plan again.", true);
    }
    const done = await paid.purchases.change(found.account.id, plan, at);
    if (!done.ok) return back(done.message, true);
    const name = TIER_NAMES[plan.tier];
    return back(done.value === "now" ? `Your plan is ${name}.` : `${name} is noted.`);
  },
});

export default define.page<never, PlannedChange>(({ data, url, state }) => {
  const { when, wanted, at, preview } = data;
  const name = TIER_NAMES[wanted.tier];
  return (
    <SitePage path={url.pathname} theme={state.theme}>
      <Head>
        <title>Change the plan · Encounter Tracker</title>
        <meta name="robots" content="noindex" />
      </Head>
      <NarrowPage title={`Change to ${name}`}>
        {when === "later" && (
          <p>
            {name} begins on{" "}
            {dayText(at)}, when the time that is paid for ends. Nothing is charged before, and
            nothing you made is taken away.
          </p>
        )}
        {preview !== null && (
          <>
            <p>{name} begins at once. The time that is left of your present plan is taken off.</p>
            <table class="price-lines">
              <tbody>
                {preview.lines.map(({ text, cents }) => (
                  <tr key={text}>
                    <th scope="row">{text}</th>
                    <td>{priceText(cents)}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">Charged now</th>
                  <td>
                    <b>{priceText(preview.cents)}</b>
                  </td>
                </tr>
              </tbody>
            </table>
          </>
        )}
        <form method="post" action="/account/change-plan">
          <input type="hidden" name="plan" value={`${wanted.tier}:${wanted.interval}`} />
          <input type="hidden" name="at" value={when === "now" ? String(at) : String(Date.now())} />
          <button class="btn" data-kind="turn" type="submit">
            {when === "now" ? `Pay ${priceText(preview?.cents ?? 0)}` : `Change to ${name}`}
          </button>
        </form>
        <p>
          <a href="/account/plan">Keep the present plan</a>
        </p>
      </NarrowPage>
    </SitePage>
  );
});
