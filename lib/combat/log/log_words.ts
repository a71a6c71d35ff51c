/** Words and figures that the log's lines are made of. */
import type { EventOf, EventType, Level } from "@/lib/combat/events.ts";
import { nameOf } from "@/lib/combat/lookup.ts";
import type { DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";

export type Describe<T extends EventType> = (state: EncounterState, event: EventOf<T>) => string;

/** Around a name, so that it can be shown in bold; control characters cannot occur in names. */
const MARK = "\u0002";

/** Marks a name as one to be shown in bold. */
export function strong(name: string): string {
  return `${MARK}${name}${MARK}`;
}

/** A line cut at the marks: every second piece is strong. */
export function pieces(text: string): readonly string[] {
  return text.split(MARK);
}

/** Without the marks around names. */
export function clean(text: string): string {
  return text.replaceAll(MARK, "");
}

export function who(state: EncounterState, id: Id | null): string {
  return strong(nameOf(state, id));
}

/** "Kestrel", "Kestrel and Wren", "Kestrel, Wren and 3 others". */
export function everyone(state: EncounterState, ids: readonly Id[]): string {
  return listed(ids.map((id) => who(state, id)));
}

export function listed(names: readonly string[]): string {
  const shown = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} others`] : names;
  return shown.length < 2
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}

/** "83+8" with temporary hit points, "83" without. */
export function levelText({ current, temp }: Level): string {
  return temp > 0 ? `${current}+${temp}` : String(current);
}

/** "2d6+3 [5, 2]"; dice that do not count stand in brackets. */
export function rollText({ text, dice }: DiceRoll): string {
  const values = dice.map(({ value, kept }) => kept ? String(value) : `(${value})`);
  return values.length > 0 ? `${text} [${values.join(", ")}]` : text;
}

/** " (2d6+3 [5, 2])", or nothing for a figure that was typed. */
export function rolledText(roll: DiceRoll | null): string {
  return roll === null || roll.dice.length === 0 ? "" : ` (${rollText(roll)})`;
}
