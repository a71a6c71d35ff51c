import type { ComponentChildren } from "preact";
import { FullTextNote } from "@/components/creatures/FullText.tsx";
import type { ActionSpec } from "@/lib/combat/block.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { actionText } from "./action_text.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { signed } from "@/lib/combat/text.ts";

export interface ActionProps {
  creature: Combatant;
  action: ActionSpec;
  /** The source's own words. */
  full?: string | undefined;
  /** It is the pending action. */
  live: boolean;
}

/** The average of all damage of an action, as the book prints it. */
export function averageOf(action: ActionSpec): number {
  return (action.damages ?? []).reduce((sum, part) => sum + part.average, 0);
}

/** What limits an action: "Recharge 5–6, spent now", "2 of 3 a day". */
export function limitOf(creature: Combatant, action: ActionSpec): string {
  const parts: string[] = [];
  if (action.recharge !== undefined) {
    const { from } = action.recharge;
    parts.push(from === 6 ? "Recharge 6" : `Recharge ${from}–6`);
    if (creature.spentRecharge.includes(action.id)) parts.push("spent now");
  }
  if (action.perDay !== undefined) {
    const left = action.perDay - (creature.usesSpent[action.id] ?? 0);
    parts.push(`${left} of ${action.perDay} a day`);
  }
  if (action.afterRest !== undefined) parts.push(`back after a ${action.afterRest} rest`);
  if ((action.cost ?? 1) > 1) parts.push(`costs ${action.cost}`);
  return parts.join(", ");
}

/** True while it cannot be used again. */
export function isSpent(creature: Combatant, action: ActionSpec): boolean {
  if (creature.spentRecharge.includes(action.id)) return true;
  const limit = action.perDay ?? (action.afterRest === undefined ? Infinity : 1);
  return (creature.usesSpent[action.id] ?? 0) >= limit;
}

function AttackButtons({ creature, action }: ActionProps) {
  const name = action.name.toLowerCase();
  const average = averageOf(action);
  const toHit = signed(action.toHit ?? 0);
  return (
    <>
      <button
        type="button"
        class="btn"
        aria-label={`${toHit}, roll ${name} attack`}
        {...triggers({ do: "attack", id: creature.id, actionId: action.id })}
      >
        <Icon name="die" />
        {toHit}
      </button>
      {average > 0 && (
        <button
          type="button"
          class="btn"
          aria-label={`${average}, roll ${name} damage, average ${average}`}
          {...triggers({ do: "damage-roll", id: creature.id, actionId: action.id })}
        >
          <Icon name="die" />
          {average}
        </button>
      )}
    </>
  );
}

function UseButton({ creature, action, children }: ActionProps & { children: ComponentChildren }) {
  return (
    <button
      type="button"
      class="btn"
      {...triggers({ do: "use", id: creature.id, actionId: action.id })}
    >
      {children}
    </button>
  );
}

function Buttons(props: ActionProps) {
  const { creature, action, live } = props;
  if (live) {
    return (
      <button type="button" class="btn" aria-pressed="true" {...triggers("put-down")}>
        <Icon name="target" />
        Pending
      </button>
    );
  }
  if (isSpent(creature, action)) {
    return (
      <button
        type="button"
        class="btn"
        data-spent
        aria-label={`Spent, bring ${action.name} back`}
        {...triggers({ do: "restore", id: creature.id, actionId: action.id })}
      >
        Spent
      </button>
    );
  }
  if (action.kind === "attack") return <AttackButtons {...props} />;
  if (action.kind === "save" && action.save !== undefined) {
    return (
      <UseButton {...props}>
        <Icon name="target" />
        DC {action.save.dc}
      </UseButton>
    );
  }
  const limited = action.recharge ?? action.perDay ?? action.afterRest ?? action.cost;
  return limited === undefined ? null : <UseButton {...props}>Use</UseButton>;
}

/** One action: its name and lines, and what can be rolled of it. */
export function Action(props: ActionProps) {
  const { creature, action, full, live } = props;
  const limit = limitOf(creature, action);
  return (
    <div class="action" data-live={live ? "" : undefined}>
      <div>
        <div class="action-name">
          {action.name}
          {limit !== "" && <span class="label action-limit">{limit}</span>}
        </div>
        <div class="action-text">{actionText(action)}</div>
        <FullTextNote text={full} />
      </div>
      <div class="action-roll">
        <Buttons {...props} />
      </div>
    </div>
  );
}
