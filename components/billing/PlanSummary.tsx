import type { PlanView } from "@/lib/billing/account_plan.ts";
import { Standing } from "@/components/billing/Standing.tsx";
import { dayText, FEATURE_NAMES } from "@/components/billing/words.ts";

/** Which plan it is, why, and what can be done about it. */
export function PlanSummary({ view }: { readonly view: PlanView }) {
  const { may, name, trial, trialEndedAt } = view;
  const included = may.features.map((feature) => FEATURE_NAMES[feature].toLowerCase());
  return (
    <section class="page-section" aria-labelledby="plan-t">
      <h2 id="plan-t">{name ?? "No limits"}</h2>
      {name === null
        ? <p>This site sets no limits: everything is open to everybody.</p>
        : <p>{included.length === 0 ? FREE : `Included beside the figures: ${list(included)}.`}</p>}
      {may.source === "complimentary" && (
        <p class="muted">
          The people who run this site gave you this plan
          {may.until === null ? "" : ` until ${dayText(may.until)}`}.
        </p>
      )}
      {view.subscription !== null && <Standing subscription={view.subscription} />}
      {trial === "runs" && trialEndedAt !== null && (
        <p class="muted">
          Your trial runs until{" "}
          {dayText(trialEndedAt)}. Then it ends by itself; nothing is taken away and nothing is
          charged.
        </p>
      )}
      {trial === "over" && trialEndedAt !== null && (
        <p class="muted">Your trial of Expert Dungeon Master ended on {dayText(trialEndedAt)}.</p>
      )}
      {trial === "open" && (
        <form method="post" action="/account/plan">
          <p>Expert Dungeon Master can be tried for 14 days, without a card.</p>
          <button class="btn" type="submit" name="do" value="trial">Try Expert for 14 days</button>
        </form>
      )}
    </section>
  );
}

const FREE = "Running fights, sharing them with players, and exporting what you have is free.";

function list(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
