import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { memo } from "@/components/ui/memo.ts";

export interface TurnBarProps {
  encounterId: Id;
  status: EncounterState["status"];
  /** Nobody is in the order. */
  empty: boolean;
  /** Who comes next, and whether players will see it: "Cultists, still hidden". */
  next: string;
  canUndo: boolean;
}

function MainButton({ status, next }: Pick<TurnBarProps, "status" | "next">) {
  const starts = status === "building";
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
function Onward({ encounterId, over }: { encounterId: Id; over: boolean }) {
  return (
    <a
      class="btn btn-next"
      data-kind="turn"
      href={`/encounters/${encounterId}/${over ? "summary" : "build"}`}
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
export const TurnBar = memo(function TurnBar(props: TurnBarProps) {
  const { encounterId, status, next, canUndo } = props;
  const over = status === "ended";
  return (
    <form class="turn-bar" method="post">
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
            disabled={status !== "running"}
            {...triggers("previous")}
          >
            <Icon name="back" />
          </button>
        )}
      {over || props.empty
        ? <Onward encounterId={encounterId} over={over} />
        : <MainButton status={status} next={next} />}
    </form>
  );
});
