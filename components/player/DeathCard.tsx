import type { ComponentChildren } from "preact";
import type { SeatView } from "@/lib/contracts/player_view.ts";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";
import { endsAlready } from "./format.ts";

/** Down at 0 hit points: three successes, three failures, and what the next die means. */
export function DeathCard({ seat, timer, onEnd }: {
  readonly seat: SeatView;
  /** Given during the own turn. */
  readonly timer?: ComponentChildren;
  /** Ends the own turn; absent while a death save is asked for. */
  readonly onEnd?: (() => void) | false;
}) {
  const { own } = seat;
  const saves = own.deathSaves ?? { successes: 0, failures: 0 };
  if (own.life === "dead") {
    return (
      <section class="death" aria-labelledby="death-t">
        <h1 id="death-t">{own.name} is dead</h1>
        <p>Only your DM or a spell can change that.</p>
      </section>
    );
  }
  return (
    <section class="death" aria-labelledby="death-t" aria-live="assertive" tabIndex={0}>
      {timer && (
        <div class="death-turn heading-line">
          <b>Your turn</b>
          {timer}
        </div>
      )}
      <h1 id="death-t">{own.name} is {own.life === "stable" ? "stable" : "down"}</h1>
      {own.life === "stable" ? <p>Unconscious at 0 hit points, no more death saves.</p> : (
        <>
          <div class="tallies">
            <Tally kind="ok" label="Successes" count={saves.successes} />
            <Tally kind="bad" label="Failures" count={saves.failures} />
          </div>
          <p>
            10 or more succeeds. A 20 puts you back up with 1 hit point, a 1 counts as two failures.
          </p>
        </>
      )}
      {onEnd && (
        <button
          class="btn"
          data-size="big"
          type="button"
          onClick={onEnd}
          disabled={endsAlready(seat)}
        >
          {endsAlready(seat) ? "Sent to your DM" : "Done, end my turn"}
        </button>
      )}
    </section>
  );
}

function Tally({ kind, label, count }: {
  readonly kind: "ok" | "bad";
  readonly label: string;
  readonly count: number;
}) {
  return (
    <div class="tally" role="img" aria-label={`${count} of 3 ${label.toLowerCase()}`}>
      <b>{label}</b>
      {[1, 2, 3].map((step) => (
        <span key={step} data-k={kind} data-on={step <= count || undefined}>
          {step <= count && <Icon name={kind === "ok" ? "check" : "close"} />}
        </span>
      ))}
    </div>
  );
}
