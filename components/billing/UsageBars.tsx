import type { Usage } from "@/lib/billing/account_plan.ts";
import { COUNTED_NAMES } from "@/components/billing/words.ts";
import { Icon } from "@/components/ui/Icon.tsx";

/** How much of a plan is in use: a bar each, and in words. */
export function UsageBars({ usage }: { readonly usage: readonly Usage[] }) {
  return <div class="uses">{usage.map((item) => <Use key={item.what} {...item} />)}</div>;
}

function Use({ what, used, most }: Usage) {
  const full = used !== null && most !== null && used >= most;
  const over = used !== null && most !== null && used > most;
  return (
    <div class="use" data-full={full ? "" : undefined}>
      <div>
        <b>{COUNTED_NAMES[what]}</b>
        <span class="push">{figures(used, most)}</span>
      </div>
      {used !== null && most !== null && (
        <progress max={most} value={Math.min(used, most)} aria-label={COUNTED_NAMES[what]} />
      )}
      {full && (
        <p class="field-error">
          <Icon name="warning" />
          <span>
            {over ? "More than the plan has room for" : "Full"}. Delete one or move up a plan to add
            more. Nothing you have is taken away.
          </span>
        </p>
      )}
    </div>
  );
}

function figures(used: number | null, most: number | null): string {
  if (used === null) return most === null ? "no limit" : `up to ${most}`;
  return most === null ? String(used) : `${used} of ${most}`;
}
