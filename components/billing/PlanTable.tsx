import type { PlanRow } from "@/lib/billing/account_plan.ts";
import { FEATURE_NAMES, limitText, priceText } from "@/components/billing/words.ts";

export interface PlanTableProps {
  readonly plans: readonly PlanRow[];
  /** The reader's own plan. */
  readonly tier: string | null;
  /** Whether prices are shown: only where one can pay. */
  readonly prices: boolean;
  /** The reader's own interval, where they pay. */
  readonly interval?: string | undefined;
  /** Whether a price is a button that chooses the plan; the table is in a form then. */
  readonly choose?: boolean;
}

/** What each plan has, side by side. */
export function PlanTable({ plans, tier, prices, interval, choose = false }: PlanTableProps) {
  return (
    <div class="plan-scroll" tabIndex={0} role="region" aria-label="All plans, table">
      <table class="plan-table">
        <thead>
          <tr>
            <th scope="col">Plan</th>
            {prices && <th scope="col">A month</th>}
            {prices && <th scope="col">A year</th>}
            <th scope="col">Parties</th>
            <th scope="col">Fights</th>
            <th scope="col">Creatures</th>
            <th scope="col">In a fight</th>
            <th scope="col">{FEATURE_NAMES.log_export}</th>
            <th scope="col">{FEATURE_NAMES.co_dm}</th>
            <th scope="col">{FEATURE_NAMES.api_tokens}</th>
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <tr key={plan.tier} data-own={plan.tier === tier ? "" : undefined}>
              <th scope="row">
                <span class="plan-name">{plan.name}</span>
                {plan.tier === tier && <span class="muted">yours</span>}
              </th>
              {prices && INTERVALS.map((one) => (
                <td key={one}>
                  <Price
                    plan={plan}
                    interval={one}
                    choose={choose && plan.cents.month > 0 &&
                      !(plan.tier === tier && interval === one)}
                  />
                </td>
              ))}
              <td>{limitText(plan.limits.parties)}</td>
              <td>{limitText(plan.limits.encounters)}</td>
              <td>{limitText(plan.limits.creatures)}</td>
              <td>{limitText(plan.limits.participants)}</td>
              <td>
                <Has it={plan.features.includes("log_export")} />
              </td>
              <td>
                <Has it={plan.features.includes("co_dm")} />
              </td>
              <td>
                <Has it={plan.features.includes("api_tokens")} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Has({ it }: { readonly it: boolean }) {
  return it ? <b>yes</b> : <span class="muted">no</span>;
}

const INTERVALS = ["month", "year"] as const;

interface PriceProps {
  readonly plan: PlanRow;
  readonly interval: typeof INTERVALS[number];
  readonly choose: boolean;
}

function Price({ plan, interval, choose }: PriceProps) {
  const price = priceText(plan.cents[interval]);
  if (!choose) return <>{price}</>;
  return (
    <button
      class="btn"
      type="submit"
      name="plan"
      value={`${plan.tier}:${interval}`}
      aria-label={`Choose ${plan.name}, ${price} a ${interval}`}
    >
      {price}
    </button>
  );
}
