import type { ComponentChildren } from "preact";
import type { PlayerView, SeatView } from "@/lib/contracts/player_view.ts";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";
import { effectIcon } from "@/components/ui/effect_icon.ts";
import { endsAlready, lasts, nameOf } from "./format.ts";

/** The unmistakable one: fills the screen while it is this player's turn. */
export function YourTurn({ view, seat, timer, onEnd }: {
  readonly view: PlayerView;
  readonly seat: SeatView;
  readonly timer: ComponentChildren;
  readonly onEnd: () => void;
}) {
  const { table } = view;
  const next = table.next === undefined ? undefined : table.rows[table.next];
  const wraps = table.next !== undefined &&
    table.order.indexOf(table.next) <= table.order.indexOf(seat.own.row);
  return (
    <section class="your-turn" aria-live="assertive">
      <h1>Your turn</h1>
      <div class="heading-line">
        {timer}
        {next && <p>then {nameOf(next)}{wraps && `, round ${table.round + 1}`}</p>}
      </div>
      <ul class="your-turn-effects">
        {Object.entries(seat.own.effects).map(([id, effect]) => (
          <li key={id}>
            <Icon name={effectIcon(effect.icon)} /> <b>{effect.name}</b>
            {effect.reminder && `: ${effect.reminder}`}
            {lasts(effect) && `, ${lasts(effect)}`}
          </li>
        ))}
      </ul>
      <button class="btn" type="button" onClick={onEnd} disabled={endsAlready(seat)}>
        {endsAlready(seat) ? "Sent to your DM" : "Done, end my turn"}
      </button>
    </section>
  );
}
