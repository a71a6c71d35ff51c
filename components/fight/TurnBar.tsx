import type { EncounterState } from "@/lib/combat/state.ts";
import { act } from "./act.ts";
import { Icon } from "@/components/Icon.tsx";

export interface TurnBarProps {
  fight: EncounterState;
  /** Who comes next, and whether players will see it: "Cultists, still hidden". */
  next: string;
  canUndo: boolean;
  /** Token that the plain form sends along. */
  children?: preact.ComponentChildren;
}

function mainButton(
  fight: EncounterState,
): { label: string; value: "start" | "next" | "resume-fight" } {
  if (fight.status === "building") return { label: "Start the fight", value: "start" };
  if (fight.status === "ended") return { label: "Go on fighting", value: "resume-fight" };
  return { label: "Next turn", value: "next" };
}

/** Undo, Previous, Next: bottom left at every width. A plain form, so it works without scripts. */
export function TurnBar({ fight, next, canUndo, children }: TurnBarProps) {
  const main = mainButton(fight);
  return (
    <form class="turnbar" method="post">
      {children}
      <button
        class="btn"
        data-icon
        name="do"
        value="undo"
        aria-label="Undo"
        disabled={!canUndo}
        {...act("undo")}
      >
        <Icon name="undo" />
      </button>
      <button
        class="btn"
        data-icon
        data-prev
        name="do"
        value="previous"
        aria-label="Previous turn"
        disabled={fight.status !== "running"}
        {...act("previous")}
      >
        <Icon name="back" />
      </button>
      <button
        class="btn btn-next"
        data-kind="turn"
        name="do"
        value={main.value}
        {...act(main.value)}
      >
        <Icon name="next" />
        <span>
          {main.label}
          <small>{next}</small>
        </span>
        <kbd class="key">n</kbd>
      </button>
    </form>
  );
}
