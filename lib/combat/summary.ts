/** After the fight: XP and its share, damage by combatant, rounds, time. [XP-1] ff. */
import { isBeaten } from "./able.ts";
import { fullName, nameOf, own } from "./lookup.ts";
import type { EncounterState, Id, Tally } from "./state.ts";
import type { Side } from "./vocabulary.ts";

export interface SummaryRow {
  readonly id: Id;
  readonly name: string;
  readonly side: Side;
  readonly dealt: number;
  readonly taken: number;
  readonly healed: number;
  readonly turns: number;
  /** Milliseconds, all turns together; of a group on the group's row. */
  readonly turnTime: number;
}

export interface Summary {
  readonly rounds: number;
  /** Milliseconds from the start to the end, or to `now` while it runs. */
  readonly duration: number;
  readonly xp: number;
  /** Characters among whom it is shared, the fallen included. */
  readonly sharers: number;
  /** Rounded down. */
  readonly xpShare: number;
  /** Most damage dealt first. */
  readonly rows: readonly SummaryRow[];
  readonly averageTurn: number;
}

/** XP of foes that fell, the stabilised and those who left since included. Equal in both editions. */
function earnedXp(state: EncounterState): number {
  const here = Object.values(state.combatants)
    .filter((combatant) => combatant.side === "foe" && isBeaten(combatant))
    .reduce((sum, { xp }) => sum + xp, 0);
  const gone = Object.values(state.departed)
    .filter(({ side }) => side === "foe")
    .reduce((sum, { xp }) => sum + xp, 0);
  return here + gone;
}

function rowOf(state: EncounterState, id: Id): SummaryRow {
  const sum = (key: keyof Tally) => own(state.tally[key], id) ?? 0;
  const combatant = own(state.combatants, id);
  const [member] = own(state.groups, id)?.memberIds ?? [];
  const side = combatant?.side ?? own(state.departed, id)?.side ??
    (member === undefined ? undefined : own(state.combatants, member)?.side) ?? "neutral";
  return {
    id,
    name: combatant ? fullName(combatant) : nameOf(state, id),
    side,
    dealt: sum("dealt"),
    taken: sum("taken"),
    healed: sum("healed"),
    turns: sum("turns"),
    turnTime: sum("turnTime"),
  };
}

/** What the fight came to; `now` counts only while it runs. */
export function summarize(state: EncounterState, now: number): Summary {
  const { tally, startedAt, endedAt } = state;
  const ids = new Set([
    ...Object.keys(state.combatants),
    ...Object.values(tally).flatMap((sums) => Object.keys(sums)),
  ]);
  const rows = [...ids].map((id) => rowOf(state, id))
    .sort((a, b) => b.dealt - a.dealt || b.taken - a.taken);
  const sharers =
    Object.values(state.combatants).filter(({ kind, side }) =>
      kind === "character" && side === "party"
    ).length;
  const xp = earnedXp(state);
  const turns = rows.reduce((sum, row) => sum + row.turns, 0);
  const time = rows.reduce((sum, row) => sum + row.turnTime, 0);
  return {
    rounds: state.round,
    duration: startedAt === null ? 0 : Math.max(0, (endedAt ?? now) - startedAt),
    xp,
    sharers,
    xpShare: sharers === 0 ? 0 : Math.floor(xp / sharers),
    rows,
    averageTurn: turns === 0 ? 0 : Math.round(time / turns),
  };
}
