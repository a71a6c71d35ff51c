import type { CombatantDraft } from "./commands.ts";
import type { Combatant } from "./state.ts";

/**
 * What a combatant is made of, apart from its id and hit points: added from this, it is as it was
 * before anything happened to it. Initiative keeps its modifier and mode, not what was rolled.
 */
export function draftOf(one: Combatant): Omit<CombatantDraft, "id" | "hp"> {
  const { kind, name, side, ac, initiative, abilities, saves, level, slots, color } = one;
  return {
    kind,
    name,
    side,
    ...one.blockId === null ? {} : { blockId: one.blockId },
    ...ac === null ? {} : { ac },
    initiativeModifier: initiative.modifier,
    initiativeMode: initiative.mode,
    abilities,
    saves,
    resistances: one.resistances,
    vulnerabilities: one.vulnerabilities,
    immunities: one.immunities,
    ...level === null ? {} : { level },
    xp: one.xp,
    hidden: one.hidden,
    nameHidden: one.nameHidden,
    ...color === null ? {} : { color },
    ...one.portrait ? { portrait: one.portrait } : {},
    notes: one.notes,
    inLair: one.inLair,
    ...one.passivePerception === null ? {} : { passivePerception: one.passivePerception },
    ...one.characterId === null ? {} : { characterId: one.characterId },
    ...slots.length === 0 ? {} : { slots: slots.map((pool) => pool.max) },
  };
}
