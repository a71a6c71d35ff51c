import type { SeatView } from "@/lib/contracts/player_view.ts";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";

/** Down at 0 hit points: three successes, three failures, and what the next die means. */
export function DeathCard({ seat }: { readonly seat: SeatView }) {
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
