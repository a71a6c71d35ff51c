/** Who is able to act: creatures, and lairs by their creatures. [COND-5] [SURP-1] [LAIR-3] */
import { isIncapacitated } from "./conditions.ts";
import type { Combatant, EncounterState } from "./state.ts";

/** Lairs, places and entries for other things have turns, yet are no creatures. */
export function isCreature({ kind }: Combatant): boolean {
  return kind === "character" || kind === "monster" || kind === "npc";
}

/** What keeps somebody from actions and reactions of any kind; undefined when nothing does. */
export function idleBecause(
  { edition }: EncounterState,
  combatant: Combatant,
): string | undefined {
  if (combatant.life !== "up") return "is down";
  if (isIncapacitated(combatant)) return "is incapacitated";
  if (edition === "2014" && combatant.surprised) return "is surprised until its first turn is over";
  return undefined;
}

export function mayAct(state: EncounterState, combatant: Combatant): boolean {
  return idleBecause(state, combatant) === undefined;
}

/**
 * Whether a lair acts in its turn: one with a stat block while a creature of that block can, one
 * made by hand always. [LAIR-3]
 */
export function lairActs(state: EncounterState, lair: Combatant): boolean {
  if (lair.life !== "up" || lair.blockId === null) return lair.life === "up";
  return Object.values(state.combatants).some((other) =>
    other.blockId === lair.blockId && isCreature(other) && mayAct(state, other)
  );
}

/** Whether a foe has fallen, so that its XP are earned: dead, defeated, stable or knocked out. [XP-1] */
export function isBeaten({ life }: Combatant): boolean {
  return life !== "up" && life !== "dying";
}
