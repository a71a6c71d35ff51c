/** The way of a character into a fight and out of it again. */
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import type { Character } from "@/lib/contracts/character.ts";
import { levelOf, maximumOf, modifierOf } from "./character.ts";

/** Ids for what is made: handed in, so that this stays pure. */
export type NewId = () => string;

/**
 * The commands that put characters into a fight as they are now: hit points, slots, conditions
 * and exhaustion included. Characters that are in it already are left out.
 */
export function joinCommands(
  characters: readonly Character[],
  present: Iterable<Combatant>,
  newId: NewId,
): readonly Command[] {
  const there = new Set([...present].map((combatant) => combatant.characterId));
  const pairs = characters.filter((one) => !there.has(one.id))
    .map((character) => ({ character, draft: draftOf(character, newId()) }));
  if (pairs.length === 0) return [];
  return [
    { type: "AddCombatants", combatants: pairs.map((pair) => pair.draft) },
    ...pairs.flatMap(({ character, draft }) => baggage(character, draft.id)),
  ];
}

function draftOf(character: Character, id: string): CombatantDraft {
  return {
    id,
    kind: "character",
    side: "party",
    name: character.name,
    ac: character.ac,
    hp: { current: character.hp.current, max: maximumOf(character), temp: character.hp.temp },
    initiativeModifier: character.initiative ?? modifierOf(character, "dex"),
    abilities: character.abilities,
    saves: character.saves,
    resistances: character.resistances,
    vulnerabilities: character.vulnerabilities,
    immunities: character.immunities,
    level: levelOf(character),
    notes: character.notes,
    characterId: character.id,
    slots: character.slots.map((pool) => pool.max),
    ...(character.passive.perception !== undefined &&
      { passivePerception: character.passive.perception }),
  };
}

/** What a draft cannot hold: conditions, exhaustion and slots spent before. */
function baggage(character: Character, id: string): readonly Command[] {
  return [
    ...character.conditions.map((condition): Command => ({
      type: "AddEffect",
      ids: [id],
      effect: { condition },
    })),
    ...(character.exhaustion > 0
      ? [{ type: "SetExhaustion", id, level: character.exhaustion } satisfies Command]
      : []),
    ...character.slots.flatMap((pool, index) =>
      Array.from({ length: pool.spent }, (): Command => ({
        type: "SpendSlot",
        id,
        level: index + 1,
      }))
    ),
  ];
}

/**
 * The character after the fight: hit points, temporary ones, slots, exhaustion, and conditions
 * that have no end of their own. Effects with a duration end with the fight's rounds.
 */
export function carryBack(character: Character, combatant: Combatant): Character {
  const hp = combatant.hp;
  return {
    ...character,
    hp: hp
      ? { ...character.hp, current: Math.min(maximumOf(character), hp.current), temp: hp.temp }
      : character.hp,
    slots: character.slots.map((pool, index) => ({
      max: pool.max,
      spent: Math.min(pool.max, combatant.slots[index]?.spent ?? pool.spent),
    })),
    exhaustion: combatant.exhaustion,
    conditions: combatant.effects.flatMap((effect) =>
      effect.condition !== null && effect.duration.kind === "until-removed" &&
        effect.impliedBy === null && effect.concentrationOf === null
        ? [effect.condition]
        : []
    ).filter((condition, index, all) => all.indexOf(condition) === index),
  };
}

/** All characters of a party as the fight left them; those that were not in it stay as they are. */
export function carryParty(
  characters: readonly Character[],
  combatants: Iterable<Combatant>,
): Character[] {
  const byCharacter = new Map(
    [...combatants].map((combatant) => [combatant.characterId, combatant]),
  );
  return characters.map((character) => {
    const combatant = byCharacter.get(character.id);
    return combatant ? carryBack(character, combatant) : character;
  });
}
