/** The way of a character into a fight and out of it again. */
import { figureMaximum } from "@/lib/combat/figures.ts";
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
  const pairs = characters.filter((character) => !there.has(character.id))
    .map((character) => ({ character, draft: draftOf(character, newId()) }));
  if (pairs.length === 0) return [];
  return [
    { type: "AddCombatants", combatants: pairs.map((pair) => pair.draft) },
    ...pairs.flatMap(({ character, draft }) => baggage(character, draft.id)),
  ];
}

const NONE = { max: 0, spent: 0 };

/** Slots and pact slots by level: a fight has one pool a level for both. */
function poolsOf({ slots, pact }: Character) {
  const levels = Math.max(slots.length, pact?.level ?? 0);
  return Array.from({ length: levels }, (_, index) => ({
    slots: slots[index] ?? NONE,
    pact: pact?.level === index + 1 ? pact : NONE,
  }));
}

function draftOf(character: Character, id: string): CombatantDraft {
  return {
    id,
    kind: "character",
    side: "party",
    name: character.name,
    ac: character.ac,
    hp: { ...character.hp, maxBonus: maximumOf(character) - character.hp.max },
    initiativeModifier: character.initiative ?? modifierOf(character, "dex"),
    abilities: character.abilities,
    saves: character.saves,
    resistances: character.resistances,
    vulnerabilities: character.vulnerabilities,
    immunities: character.immunities,
    level: levelOf(character),
    notes: character.notes,
    ...character.portrait === undefined ? {} : { portrait: character.portrait },
    characterId: character.id,
    slots: poolsOf(character).map(({ slots, pact }) => slots.max + pact.max),
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
    ...poolsOf(character).flatMap(({ slots, pact }, index) =>
      Array.from({ length: slots.spent + pact.spent }, (): Command => ({
        type: "SpendSlot",
        id,
        level: index + 1,
      }))
    ),
  ];
}

/** The character's hit points after the fight, with a maximum that was raised or drained there. */
function hitPointsAfter(character: Character, { hp, effects }: Combatant): Character["hp"] {
  if (hp === null) return character.hp;
  // What ends with the fight's rounds takes its change of the maximum along.
  const passing = figureMaximum(effects.filter(({ duration }) => duration.kind === "turns"));
  const maxBonus = Math.min(9999, Math.max(-9999, hp.maxBonus - passing));
  const after = { ...character.hp, maxBonus, temp: hp.temp };
  return { ...after, current: Math.min(maximumOf({ hp: after }), hp.current) };
}

/**
 * Slots after the fight. What was spent of a level that has pact slots too is taken off those first: they come
 * back sooner.
 */
function slotsAfter(character: Character, { slots: now }: Combatant) {
  const pools = poolsOf(character).map(({ slots, pact }, index) => {
    const before = slots.spent + pact.spent;
    const spent = Math.min(slots.max + pact.max, now[index]?.spent ?? before);
    const ofPact = Math.min(pact.max, Math.max(0, spent - slots.spent));
    return { pact: ofPact, slots: { max: slots.max, spent: spent - ofPact } };
  });
  const { pact } = character;
  return {
    slots: pools.slice(0, character.slots.length).map(({ slots }) => slots),
    ...(pact && { pact: { ...pact, spent: pools[pact.level - 1]?.pact ?? pact.spent } }),
  };
}

/**
 * The character after the fight: hit points and their maximum, temporary ones, slots, exhaustion, and conditions
 * that have no end of their own. Effects with a duration end with the fight's rounds.
 */
export function carryBack(character: Character, combatant: Combatant): Character {
  return {
    ...character,
    hp: hitPointsAfter(character, combatant),
    ...slotsAfter(character, combatant),
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
