/** Reading a fight without tripping over ids such as `__proto__` or over who has left. */
import type { CombatBlock } from "./block.ts";
import type { AreaEffect, Combatant, EncounterState, Group, Id } from "./state.ts";
import { LIMITS } from "./limits.ts";
import type { Ability } from "./vocabulary.ts";

/** What every object inherits; asking for these names is cheaper than asking for own keys. */
const INHERITED: object = {};

/** The value under an own key; inherited ones (`constructor`) do not count. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  const value = record[key];
  return value !== undefined && key in INHERITED ? undefined : value;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;

/** Whether `id` may become a key of the state: short, plain characters, nothing that objects inherit. */
export function isUsableId(id: unknown): id is Id {
  return typeof id === "string" && id.length <= LIMITS.id && ID.test(id) &&
    !(id in Object.prototype);
}

export function findCombatant(state: EncounterState, id: Id): Combatant | undefined {
  return own(state.combatants, id);
}

export function findGroup(state: EncounterState, id: Id): Group | undefined {
  return own(state.groups, id);
}

export function findArea(state: EncounterState, id: Id): AreaEffect | undefined {
  return own(state.areas, id);
}

/** The figures that a combatant is made from, if it has any. */
export function blockOf(state: EncounterState, combatant: Combatant): CombatBlock | undefined {
  return combatant.blockId === null ? undefined : own(state.blocks, combatant.blockId);
}

/** The combatants of an order entry: itself, or the members of a group. */
export function membersOf(state: EncounterState, entryId: Id): readonly Combatant[] {
  const alone = findCombatant(state, entryId);
  if (alone) return [alone];
  const members = findGroup(state, entryId)?.memberIds ?? [];
  return members.flatMap((id) => findCombatant(state, id) ?? []);
}

/** The order entry that a combatant acts in: its shared group, or itself. */
export function entryOf(state: EncounterState, combatantId: Id): Id {
  const groupId = findCombatant(state, combatantId)?.groupId;
  return groupId != null && findGroup(state, groupId)?.shared === true ? groupId : combatantId;
}

/** "Goblin 3"; the name alone where there is no number. */
export function fullName(combatant: { readonly name: string; readonly label: string }): string {
  return combatant.label === "" ? combatant.name : `${combatant.name} ${combatant.label}`;
}

/** Name of a combatant, a group or somebody who left. */
export function nameOf(state: EncounterState, id: Id | null): string {
  if (id === null) return "nobody";
  const combatant = findCombatant(state, id);
  if (combatant) return fullName(combatant);
  return findGroup(state, id)?.name ?? own(state.departed, id)?.name ?? "someone who left";
}

/** Rounds down; the modifier of an ability score. */
export function modifierOf(score: number): number {
  return Math.floor((score - 10) / 2);
}

/** Total bonus of a save: its own where it has one, else the ability's modifier. [SAVE-1] */
export function saveBonus(combatant: Combatant, ability: Ability): number {
  return combatant.saves[ability] ?? modifierOf(combatant.abilities[ability]);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
