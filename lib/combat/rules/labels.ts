/**
 * Numbers of those who share a name: "Goblin 1", "Goblin 2"; a single one has none. [ADD-4]
 *
 * Players must not count hidden ones by the numbers of those they see. So whoever is visible has
 * the lowest numbers without a gap, hidden ones come behind, and get their final number when they
 * are revealed. Numbers that players know stay.
 */
import type { Combatant, EncounterState, Id } from "../state.ts";

export interface Label {
  readonly id: Id;
  readonly label: string;
}

export interface Labelled {
  readonly added: readonly Combatant[];
  readonly relabelled: readonly Label[];
}

interface Namesake {
  readonly id: Id;
  /** 0 while it has none. */
  readonly number: number;
  /** Players see it, now that the change is made. */
  readonly shown: boolean;
  /** Players know its number, or that it has none. */
  readonly known: boolean;
}

const NUMBER = /^[1-9]\d{0,3}$/;

const isOurs = ({ label }: { readonly label: string }): boolean =>
  label === "" || NUMBER.test(label);

/** The highest number that players know of; one without a number counts as the first. */
function highestOf(known: readonly Namesake[]): number {
  return Math.max(0, ...known.map(({ number }) => number === 0 ? 1 : number));
}

/** New labels for one name, by id; in the order of their numbers, newcomers last. */
function numbers(all: readonly Namesake[]): ReadonlyMap<Id, string> {
  const sorted = all.map((one, at) => ({ ...one, at: one.number === 0 ? 1e6 + at : one.number }))
    .sort((a, b) => a.at - b.at);
  const known = sorted.filter((one) => one.known);
  const arriving = sorted.filter((one) => !one.known && one.shown);
  const secret = sorted.filter((one) => !one.known && !one.shown);
  const labels = new Map<Id, string>();
  let next = highestOf(known);
  const open = known.length + arriving.length;
  // Two that players see need telling apart.
  if (arriving.length > 0 && open > 1) {
    for (const { id, number } of known) if (number === 0) labels.set(id, "1");
  }
  for (const { id } of arriving) {
    next++;
    labels.set(id, open === 1 ? "" : String(next));
  }
  for (const { id } of secret) {
    next++;
    labels.set(id, all.length === 1 ? "" : String(next));
  }
  return labels;
}

/** `namesakes` as they will be; `wasShown` tells of those who are there already. */
function relabel(
  state: EncounterState,
  namesakes: readonly { readonly combatant: Combatant; readonly shown: boolean; isNew: boolean }[],
): ReadonlyMap<Id, string> {
  const ours = namesakes.filter(({ combatant }) => isOurs(combatant));
  const seen = ours.filter(({ combatant, isNew }) => !isNew && combatant.hidden === false);
  const highest = Math.max(0, ...seen.map(({ combatant }) => Number(combatant.label) || 1));
  // Before the fight players see no foes: then all may change, if any is hidden at all.
  const settled = state.status !== "building" ||
    ours.every(({ shown, combatant, isNew }) => shown && (isNew || combatant.hidden === false));
  return numbers(ours.map(({ combatant, shown, isNew }): Namesake => {
    const number = Number(combatant.label);
    const before = combatant.hidden === false || (number > 0 && number <= highest);
    return { id: combatant.id, number, shown, known: !isNew && settled && before };
  }));
}

function changed(state: EncounterState, labels: ReadonlyMap<Id, string>): readonly Label[] {
  return [...labels].flatMap(([id, label]) => {
    const combatant = state.combatants[id];
    return combatant === undefined || combatant.label === label ? [] : [{ id, label }];
  });
}

/** Numbers newcomers, and whoever is there already and has to be told apart from them. */
export function numbered(state: EncounterState, newcomers: readonly Combatant[]): Labelled {
  const coming = Map.groupBy(newcomers, ({ name }) => name);
  const alike = Object.values(state.combatants).filter(({ name }) => coming.has(name));
  const there = Map.groupBy(alike, ({ name }) => name);
  const labels = new Map<Id, string>();
  for (const [name, group] of coming) {
    const all = [
      ...(there.get(name) ?? []).map((combatant) => ({ combatant, isNew: false })),
      ...group.map((combatant) => ({ combatant, isNew: true })),
    ].map((one) => ({ ...one, shown: one.combatant.hidden === false }));
    for (const [id, label] of relabel(state, all)) labels.set(id, label);
  }
  const added = newcomers.map((one) => {
    const label = labels.get(one.id);
    return label === undefined || label === one.label ? one : { ...one, label };
  });
  return { added, relabelled: changed(state, labels) };
}

/** The labels that change when `ids` are hidden or shown. */
export function labelsWhenHidden(
  state: EncounterState,
  ids: readonly Id[],
  hidden: Combatant["hidden"],
): readonly Label[] {
  const turning = new Set(ids);
  const names = new Set(ids.flatMap((id) => state.combatants[id]?.name ?? []));
  const alike = Object.values(state.combatants).filter(({ name }) => names.has(name));
  const labels = new Map<Id, string>();
  for (const group of Map.groupBy(alike, ({ name }) => name).values()) {
    const all = group.map((combatant) => ({
      combatant,
      isNew: false,
      shown: (turning.has(combatant.id) ? hidden : combatant.hidden) === false,
    }));
    for (const [id, label] of relabel(state, all)) labels.set(id, label);
  }
  return changed(state, labels);
}
