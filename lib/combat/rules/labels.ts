/**
 * Numbers of those who share a name: "Goblin 1", "Goblin 2"; a single one has none. [ADD-4]
 *
 * DM and players say the same numbers, so those must not tell of creatures that players do not
 * know. Whoever players know keeps its number for good. Whoever comes into sight gets the next
 * one after those, as if nobody else were there. All others stand behind with numbers that only
 * the DM sees and that may still change.
 */
import { isNamed } from "../sight.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";

export interface Label {
  readonly id: Id;
  readonly label: string;
}

export interface Labelled {
  readonly added: readonly Combatant[];
  readonly relabelled: readonly Label[];
}

const NUMBER = /^[1-9]\d{0,5}$/;

/** Its number; 0 while it has none. A word that the DM gave instead is no number and stays. */
function numberOf({ label }: Combatant): number {
  return NUMBER.test(label) ? Number(label) : 0;
}

function hasWord({ label }: Combatant): boolean {
  return label !== "" && !NUMBER.test(label);
}

/** Those without a number before (`first`) or behind the others; else by number. */
function byNumber(all: readonly Combatant[], first: boolean): readonly Combatant[] {
  const rank = (combatant: Combatant) => numberOf(combatant) || (first ? 0 : Infinity);
  return all.map((combatant) => ({ one: combatant, rank: rank(combatant) }))
    .sort((a, b) => a.rank === b.rank ? 0 : a.rank - b.rank)
    .map(({ one }) => one);
}

/** The labels of everybody with one name, of whom `arriving` come into the players' sight. */
function labelsOf(
  namesakes: readonly Combatant[],
  arriving: (combatant: Combatant) => boolean,
): ReadonlyMap<Id, string> {
  const inSight = namesakes.filter((namesake) => namesake.known === true || isNamed(namesake));
  const secret = namesakes.filter((namesake) => !inSight.includes(namesake));
  const coming = inSight.filter(arriving);
  const staying = inSight.filter((combatant) => !coming.includes(combatant));
  const bare = staying.filter(({ label }) => label === "");
  const labels = new Map<Id, string>();
  let last = Math.max(0, ...staying.map(numberOf));
  const take = (all: readonly Combatant[], alone: boolean) => {
    for (const combatant of all) {
      if (!hasWord(combatant)) labels.set(combatant.id, alone ? "" : String(++last));
    }
  };
  // Two whom players see need telling apart; until then the number of the first is kept free.
  if (coming.length > 0) {
    const alone = inSight.length === 1;
    take(alone ? [] : bare, false);
    take(byNumber(coming, true), alone);
    if (alone) last++;
  } else last += bare.length;
  take(byNumber(secret, false), namesakes.length === 1);
  return labels;
}

function changed(state: EncounterState, labels: ReadonlyMap<Id, string>): readonly Label[] {
  return [...labels].flatMap(([id, label]) => {
    const combatant = state.combatants[id];
    return combatant === undefined || combatant.label === label ? [] : [{ id, label }];
  });
}

function namedLike(state: EncounterState, names: ReadonlySet<string>): readonly Combatant[] {
  return Object.values(state.combatants).filter(({ name }) => names.has(name));
}

/** Numbers newcomers, and whoever is there already and has to be told apart from them. */
export function numbered(state: EncounterState, newcomers: readonly Combatant[]): Labelled {
  const coming = new Set(newcomers);
  const names = new Set(newcomers.map(({ name }) => name));
  const all = [...namedLike(state, names), ...newcomers];
  const labels = new Map<Id, string>();
  for (const namesakes of Map.groupBy(all, ({ name }) => name).values()) {
    for (const entry of labelsOf(namesakes, (combatant) => coming.has(combatant))) {
      labels.set(...entry);
    }
  }
  const added = newcomers.map((newcomer) => {
    const label = labels.get(newcomer.id) ?? newcomer.label;
    return label === newcomer.label ? newcomer : { ...newcomer, label };
  });
  return { added, relabelled: changed(state, labels) };
}

/** The numbers that change when `ids` come into the players' sight, or go out of it. */
export function renumbered(
  state: EncounterState,
  ids: readonly Id[],
  patch: Partial<Pick<Combatant, "hidden" | "nameHidden">>,
): readonly Label[] {
  const turning = new Set(
    ids.filter((id) => {
      const one = state.combatants[id];
      return one && one.known !== true && isNamed(one) !== isNamed({ ...one, ...patch });
    }),
  );
  const names = new Set([...turning].flatMap((id) => state.combatants[id]?.name ?? []));
  const later = namedLike(state, names)
    .map((combatant) => turning.has(combatant.id) ? { ...combatant, ...patch } : combatant);
  const preparing = state.status === "building";
  const labels = new Map<Id, string>();
  for (const namesakes of Map.groupBy(later, ({ name }) => name).values()) {
    // Before the fight nobody has seen a foe: then all of them may still change places.
    const arriving = (combatant: Combatant) =>
      combatant.known !== true && (preparing || turning.has(combatant.id));
    for (const entry of labelsOf(namesakes, arriving)) labels.set(...entry);
  }
  return changed(state, labels);
}
