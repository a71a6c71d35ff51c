/**
 * The order of turns: entries from first to last. Higher initiative goes first; a lair loses
 * ties; then Dexterity, then the tie roll, then the place by hand. Those without a value follow
 * in the order in which they came. [INIT-1] ff.
 */
import type { EncounterState, Group, Id, Initiative } from "./state.ts";
import { findCombatant, findGroup } from "./lookup.ts";

type Roster = Pick<EncounterState, "combatants" | "groups">;

interface Rank {
  readonly value: number;
  readonly lair: number;
  readonly dexterity: number;
  readonly tiebreak: number;
}

/** The initiative of an order entry: a combatant's own or its group's. */
export function initiativeOf(state: EncounterState, entryId: Id): Initiative | undefined {
  return findGroup(state, entryId)?.initiative ?? findCombatant(state, entryId)?.initiative;
}

function rankOf(state: EncounterState, id: Id): Rank {
  const group = findGroup(state, id);
  const leader = findCombatant(state, group?.memberIds[0] ?? id);
  const initiative = group?.initiative ?? leader?.initiative;
  return {
    value: initiative?.value ?? -Infinity,
    lair: leader?.kind === "lair" ? 1 : 0,
    dexterity: leader?.abilities.dex ?? 0,
    tiebreak: initiative?.tiebreak ?? 0,
  };
}

/** Negative when `a` goes before `b`; 0 when only their places tell. */
function compare(a: Rank, b: Rank): number {
  if (a.value !== b.value) return b.value > a.value ? 1 : -1;
  if (a.value === -Infinity) return 0;
  return a.lair - b.lair || b.dexterity - a.dexterity || b.tiebreak - a.tiebreak;
}

/** Takes `ids` out of `order` and puts each where its initiative belongs; the rest keep their places. */
export function placeEntries(
  state: EncounterState,
  order: readonly Id[],
  ids: readonly Id[],
): readonly Id[] {
  const moving = new Set(ids);
  const sorted = [...moving].map((id) => ({ id, rank: rankOf(state, id) }))
    .sort((a, b) => compare(a.rank, b.rank));
  const placed: Id[] = [];
  let next = 0;
  for (const id of order) {
    if (moving.has(id)) continue;
    const rank = next < sorted.length ? rankOf(state, id) : null;
    for (let first = sorted[next]; rank && first && compare(first.rank, rank) < 0;) {
      placed.push(first.id);
      first = sorted[++next];
    }
    placed.push(id);
  }
  return [...placed, ...sorted.slice(next).map(({ id }) => id)];
}

/** Ids that are order entries: combatants outside shared groups, and shared groups. */
export function entriesOf(state: Roster): readonly Id[] {
  const groups = Object.values(state.groups).filter((group: Group) => group.shared);
  const inGroup = new Set(groups.flatMap((group) => group.memberIds));
  const alone = Object.keys(state.combatants).filter((id) => !inGroup.has(id));
  return [...alone, ...groups.map((group) => group.id)];
}

/**
 * The initiative that an entry needs to stand before `beforeId` (null: last) without breaking the
 * order of values: its own where that fits, else the nearest neighbour's.
 */
export function valueAtPlace(state: EncounterState, id: Id, beforeId: Id | null): number | null {
  const rest = state.order.filter((entry) => entry !== id);
  const at = beforeId === null ? rest.length : rest.indexOf(beforeId);
  const valueOf = (entry: Id | undefined) =>
    entry === undefined ? undefined : initiativeOf(state, entry)?.value ?? null;
  const above = valueOf(rest[at - 1]);
  const below = valueOf(rest[at]);
  const value = valueOf(id) ?? null;
  if (above === null) return null;
  if (value === null) return below === undefined ? null : below ?? above ?? null;
  if (below != null && value < below) return below;
  if (above !== undefined && value > above) return above;
  return value;
}
