import type { PlayerView } from "./player_view.ts";

/** How many visible turns until the own row's: 0 = now; undefined when it has none. */
export function turnsUntilOwn(view: PlayerView): number | undefined {
  const { order, rows, active } = view.table;
  const own = view.seat?.own.row;
  if (own === undefined || active === undefined) return undefined;
  const from = order.indexOf(active);
  let turns = 0;
  for (let step = 0; step < order.length; step++) {
    const id = order[(from + step) % order.length];
    if (id === undefined) continue;
    if (id === own) return turns;
    const life = rows[id]?.life;
    if (life !== "dead" && life !== "defeated" && !rows[id]?.delaying) turns++;
  }
  return undefined;
}
