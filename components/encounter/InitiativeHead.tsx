import type { ReadonlySignal } from "@preact/signals";
import type { EncounterState } from "@/lib/combat/state.ts";
import { act } from "./action_attributes.ts";
import { Icon } from "@/components/ui/Icon.tsx";

/** A text that ticks by itself when it is a signal: only its own node is drawn again. */
export type Ticking = string | ReadonlySignal<string>;

/** "turn 4 of 8", by entries of the order. */
export function turnOf(fight: EncounterState): string {
  const at = fight.activeId === null ? -1 : fight.order.indexOf(fight.activeId);
  return at < 0 ? "" : `turn ${at + 1} of ${fight.order.length}`;
}

export function roundTitle(fight: EncounterState): string {
  if (fight.status === "building") return "Not begun";
  return fight.status === "ended" ? `Ended in round ${fight.round}` : `Round ${fight.round}`;
}

/** Round, turn and clock over the order. */
export function OrderHead({ fight, time }: { fight: EncounterState; time: Ticking }) {
  const { paused } = fight.clock;
  return (
    <div class="order-head">
      <h2 id="round-t">{roundTitle(fight)}</h2>
      <span class="label">{turnOf(fight)}</span>
      {fight.status === "running" && (
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
            {...act("pause")}
          >
            <Icon name={paused ? "play" : "pause"} />
          </button>
        </>
      )}
    </div>
  );
}
