import type { RowView, TableView, ViewId } from "@/lib/contracts/player_view.ts";
import { InitiativeRow } from "./InitiativeRow.tsx";

interface Props {
  readonly table: TableView;
  readonly own?: ViewId | undefined;
}

/** Who follows, from the turn onwards: the list turns, a line marks where the next round begins. */
export function PlayerInitiative({ table, own }: Props) {
  const running = table.status === "running" && table.active !== undefined;
  const start = running ? table.order.indexOf(table.active ?? "") + 1 : 0;
  const thisRound = rowsOf(table, table.order.slice(start));
  const nextRound = rowsOf(table, table.order.slice(0, start));
  const item = ([id, row]: readonly [ViewId, RowView]) => (
    <InitiativeRow key={id} row={row} mine={id === own} next={running && id === table.next} />
  );
  return (
    <ol class="player-initiative" aria-label="Order from here" tabIndex={0}>
      {thisRound.map(item)}
      {running && nextRound.length > 0 && (
        <li key="round" class="row-round">Round {table.round + 1}</li>
      )}
      {nextRound.map(item)}
    </ol>
  );
}

function rowsOf(table: TableView, ids: readonly ViewId[]): (readonly [ViewId, RowView])[] {
  return ids.flatMap((id) => {
    const row = table.rows[id];
    return row ? [[id, row] as const] : [];
  });
}
