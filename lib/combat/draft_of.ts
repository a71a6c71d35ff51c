import type { CombatantDraft } from "./commands.ts";
import type { Combatant } from "./state.ts";

/**
 * What a combatant is made of, apart from its id and hit points: added from this, it is as it was
 * before anything happened to it. Initiative keeps its modifier and mode, not what was rolled.
 */
export function draftOf(combatant: Combatant): Omit<CombatantDraft, "id" | "hp"> {
  const { kind, name, side, ac, initiative, abilities, saves, level, slots, color } = combatant;
  return {
    kind,
    name,
    side,
    ...combatant.blockId === null ? {} : { blockId: combatant.blockId },
    ...ac === null ? {} : { ac },
    initiativeModifier: initiative.modifier,
    initiativeMode: initiative.mode,
    abilities,
    saves,
    resistances: combatant.resistances,
    vulnerabilities: combatant.vulnerabilities,
    immunities: combatant.immunities,
    ...level === null ? {} : { level },
    xp: combatant.xp,
    hidden: combatant.hidden,
    nameHidden: combatant.nameHidden,
    ...color === null ? {} : { color },
    ...combatant.portrait ? { portrait: combatant.portrait } : {},
    notes: combatant.notes,
    inLair: combatant.inLair,
    ...combatant.passivePerception === null
      ? {}
      : { passivePerception: combatant.passivePerception },
    ...combatant.characterId === null ? {} : { characterId: combatant.characterId },
    ...slots.length === 0 ? {} : { slots: slots.map((pool) => pool.max) },
  };
}
