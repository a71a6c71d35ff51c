import type { ReadonlySignal } from "@preact/signals";
import type { EncounterState } from "@/lib/combat/state.ts";
import { turnOfRound } from "@/lib/combat/selectors.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { memo } from "@/components/ui/memo.ts";

/** A text that ticks by itself when it is a signal: only its own node is drawn again. */
export type Ticking = string | ReadonlySignal<string>;

/** "turn 4 of 8", by entries that take turns. */
export function turnOf(encounter: EncounterState): string {
  const place = turnOfRound(encounter);
  return place === null ? "" : `turn ${place.turn} of ${place.of}`;
}

export function roundTitle(encounter: EncounterState): string {
  if (encounter.status === "building") return "Not begun";
  return encounter.status === "ended"
    ? `Ended in round ${encounter.round}`
    : `Round ${encounter.round}`;
}

export interface InitiativeHeadProps {
  /** "Round 3", "Not begun". */
  round: string;
  /** "turn 4 of 8", or nothing. */
  turn: string;
  running: boolean;
  paused: boolean;
  time: Ticking;
}

/** Round, turn and clock over the order. */
export const InitiativeHead = memo(function InitiativeHead(props: InitiativeHeadProps) {
  const { paused, time } = props;
  return (
    <div class="initiative-head">
      <h2 id="round-t">{props.round}</h2>
      <span class="label">{props.turn}</span>
      {props.running && (
        <>
          <span
            class="timer push"
            role="timer"
            aria-label="Turn time"
            data-paused={paused || undefined}
          >
            {time}
          </span>
          <button
            type="button"
            class="btn"
            data-kind="bare"
            data-icon
            aria-label={paused ? "Start the clock" : "Stop the clock"}
            {...triggers("pause")}
          >
            <Icon name={paused ? "play" : "pause"} />
          </button>
        </>
      )}
    </div>
  );
});
