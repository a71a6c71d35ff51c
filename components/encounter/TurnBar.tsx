import type { EncounterState } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Icon } from "@/components/ui/Icon.tsx";

export interface TurnBarProps {
  encounter: EncounterState;
  /** Who comes next, and whether players will see it: "Cultists, still hidden". */
  next: string;
  canUndo: boolean;
  /** Token that the plain form sends along. */
  children?: preact.ComponentChildren;
}

function MainButton({ encounter, next }: Pick<TurnBarProps, "encounter" | "next">) {
  const starts = encounter.status === "building";
  const main = starts ? "start" : "next";
  return (
    <button class="btn btn-next" data-kind="turn" name="do" value={main} {...triggers(main)}>
      <Icon name="next" />
      <span>
        {starts ? "Start the fight" : "Next turn"}
        <small>{next}</small>
      </span>
      <kbd class="key">n</kbd>
    </button>
  );
}

/** Before anybody is here and after the fight, the next step is on another page. */
function Onward({ encounter }: { encounter: EncounterState }) {
  const over = encounter.status === "ended";
  return (
    <a
      class="btn btn-next"
      data-kind="turn"
      href={`/encounters/${encounter.id}/${over ? "summary" : "build"}`}
    >
      <Icon name="next" />
      <span>
        {over ? "See the recap" : "Build the fight"}
        <small>{over ? "XP, damage and time" : "nobody is here yet"}</small>
      </span>
    </a>
  );
}

/** Undo, Previous, Next: bottom left at every width. A plain form, so it works without scripts. */
export function TurnBar({ encounter, next, canUndo, children }: TurnBarProps) {
  const over = encounter.status === "ended";
  return (
    <form class="turn-bar" method="post">
      {children}
      <button
        class="btn"
        data-icon
        name="do"
        value="undo"
        aria-label="Undo"
        disabled={!canUndo}
        {...triggers("undo")}
      >
        <Icon name="undo" />
      </button>
      {over
        ? (
          <button class="btn" name="do" value="resume-fight" {...triggers("resume-fight")}>
            Go on fighting
          </button>
        )
        : (
          <button
            class="btn"
            data-icon
            data-prev
            name="do"
            value="previous"
            aria-label="Previous turn"
            disabled={encounter.status !== "running"}
            {...triggers("previous")}
          >
            <Icon name="back" />
          </button>
        )}
      {over || encounter.order.length === 0
        ? <Onward encounter={encounter} />
        : <MainButton encounter={encounter} next={next} />}
    </form>
  );
}
