import type { RequestView, SeatView, ViewId } from "@/lib/contracts/player_view.ts";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";
import { signed } from "@/lib/combat/text.ts";
import { ABILITY_NAMES } from "./format.ts";

/** What waits for this player's die, oldest first: roll here, or type the total of a real one. */
export function RollRequest({ seat, onAnswer }: {
  readonly seat: SeatView;
  readonly onAnswer: (requestId: ViewId, total?: number) => void;
}) {
  const asks = Object.entries(seat.requests).filter(([, ask]) => ask.kind !== "death-save");
  const [first] = asks;
  if (!first) return null;
  const [id, ask] = first;
  if (ask.kind === "death-save") return null;
  return (
    <section class="roll-request" aria-labelledby="ask-t" aria-live="polite">
      <h2 id="ask-t">{question(ask)}</h2>
      {asks.length > 1 && <p class="muted">{asks.length - 1} more after this</p>}
      <form class="roll-request-form" key={id} onSubmit={(event) => submit(event, id, onAnswer)}>
        <label class="sr-only" for="ask-total">Total you rolled</label>
        <input
          class="input"
          id="ask-total"
          name="total"
          inputMode="numeric"
          autoComplete="off"
          pattern="-?[0-9]{1,3}"
          title="A whole number, such as 17"
          placeholder="Total"
          required
        />
        <button class="btn" type="submit">Send</button>
        <button class="btn" data-kind="solid" type="button" onClick={() => onAnswer(id)}>
          <Icon name="die" />Roll {signed(ask.bonus)}
        </button>
      </form>
    </section>
  );
}

/** Reads the typed number out of the form; the browser's own check has passed by then. */
export function submit(
  event: Event,
  id: ViewId,
  onAnswer: (requestId: ViewId, total?: number) => void,
) {
  event.preventDefault();
  if (!(event.target instanceof HTMLFormElement)) return;
  const total = Number(new FormData(event.target).get("total"));
  if (Number.isInteger(total)) onAnswer(id, total);
}

function question(ask: Exclude<RequestView, { kind: "death-save" }>): string {
  switch (ask.kind) {
    case "initiative":
      return "Roll initiative";
    case "save":
      return ask.label
        ? `${ask.label}: your ${ABILITY_NAMES[ask.ability]} save`
        : `Your ${ABILITY_NAMES[ask.ability]} save`;
    case "concentration":
      return `Keep ${ask.spell}? Constitution save, DC ${ask.dc}`;
  }
}
