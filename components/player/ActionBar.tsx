import type { SeatView, ViewId } from "@/lib/contracts/player_view.ts";
import { submit } from "./RollRequest.tsx";
import { ExactHp } from "./HitPoints.tsx";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";

export type OpenDialog = "damage" | "heal" | "more";

/** The player's own character at the foot of the phone: hit points and what can be done to them. */
export function ActionBar({ seat, onOpen }: {
  readonly seat: SeatView;
  readonly onOpen: (dialog: OpenDialog) => void;
}) {
  const { own } = seat;
  return (
    <footer class="action-bar" aria-label="Your character">
      <Waiting seat={seat} />
      <div class="action-bar-hp">
        <span class="action-bar-name name">
          {own.name} {own.ac !== undefined && <span class="label">AC {own.ac}</span>}
        </span>
        {own.hp && <ExactHp {...own.hp} />}
      </div>
      <div class="action-bar-buttons">
        <button class="btn" type="button" onClick={() => onOpen("damage")}>
          <Icon name="drop" />Take damage
        </button>
        <button class="btn" type="button" onClick={() => onOpen("heal")}>
          <Icon name="heal" />Heal
        </button>
        <button
          class="btn"
          data-icon
          type="button"
          aria-label="Conditions and more"
          onClick={() => onOpen("more")}
        >
          <Icon name="more" />
        </button>
      </div>
    </footer>
  );
}

/** What was sent and not answered yet, so that nobody sends it twice. */
function Waiting({ seat }: { readonly seat: SeatView }) {
  const sent = Object.entries(seat.proposals);
  if (sent.length === 0) return null;
  return (
    <ul class="action-bar-sent" aria-label="Sent to your DM">
      {sent.map(([id, proposal]) => (
        <li key={id} class="badge">
          <Icon name="clock" />
          <b>{proposal.text}</b> with your DM
        </li>
      ))}
    </ul>
  );
}

/** In place of the action bar while the character is down and its death save is due. */
export function DeathBar({ request, onAnswer }: {
  readonly request: ViewId;
  readonly onAnswer: (requestId: ViewId, natural?: number) => void;
}) {
  return (
    <footer class="action-bar" aria-label="Death save">
      <button
        class="btn"
        data-size="big"
        data-kind="solid"
        type="button"
        onClick={() => onAnswer(request)}
      >
        <Icon name="die" />Roll the death save
      </button>
      <form class="action-bar-typed" onSubmit={(event) => submit(event, request, onAnswer)}>
        <label class="sr-only" for="d20">Number on your d20</label>
        <input
          class="input"
          id="d20"
          name="total"
          inputMode="numeric"
          autoComplete="off"
          pattern="[1-9]|1[0-9]|20"
          title="The number on the die, 1 to 20"
          placeholder="Or type your d20"
          required
        />
        <button class="btn" type="submit">Send</button>
      </form>
    </footer>
  );
}
