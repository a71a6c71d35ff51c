/**
 * Short and long rests of both editions (SRD 5.1 "Resting", SRD 5.2 rules glossary "Short Rest" and
 * "Long Rest"). Dice are rolled outside and come in as numbers.
 */
import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { Character, HitDie } from "@/lib/contracts/character.ts";
import { HIT_DICE } from "@/lib/contracts/character.ts";
import { maximumOf, modifierOf } from "./character.ts";

/** One hit die that is spent, and what it showed. */
export interface SpentDie {
  readonly die: HitDie;
  readonly rolled: number;
}

/**
 * Spends hit dice: each heals what it shows plus the Constitution modifier, at least 0 (2014) or 1
 * (2024). Dice that the character does not have left are not spent. Pact slots come back.
 */
export function shortRest(
  character: Character,
  dice: readonly SpentDie[],
  edition: Edition,
): Character {
  const constitution = modifierOf(character, "con");
  const least = edition === "2024" ? 1 : 0;
  const hitDice = { ...character.hitDice };
  let healed = 0;
  for (const { die, rolled } of dice) {
    const pool = hitDice[die];
    if (!pool || pool.spent >= pool.max) continue;
    hitDice[die] = { max: pool.max, spent: pool.spent + 1 };
    healed += Math.max(least, rolled + constitution);
  }
  const current = Math.min(maximumOf(character), character.hp.current + healed);
  return {
    ...character,
    hitDice,
    hp: { ...character.hp, current },
    ...(character.pact && { pact: { ...character.pact, spent: 0 } }),
  };
}

/**
 * Restores all hit points and slots, ends temporary hit points, takes one level of exhaustion.
 * 2014: half of all hit dice come back, at least one, largest first. 2024: all of them, and a
 * lowered maximum is whole again.
 */
export function longRest(character: Character, edition: Edition): Character {
  const maxBonus = edition === "2024" ? Math.max(0, character.hp.maxBonus) : character.hp.maxBonus;
  const hp = { ...character.hp, maxBonus, temp: 0 };
  return {
    ...character,
    hp: { ...hp, current: maximumOf({ hp }) },
    hitDice: edition === "2024" ? allDice(character) : halfOfDice(character),
    slots: character.slots.map((pool) => ({ max: pool.max, spent: 0 })),
    exhaustion: Math.max(0, character.exhaustion - 1),
    conditions: character.conditions.filter((condition) => condition !== "unconscious"),
    ...(character.pact && { pact: { ...character.pact, spent: 0 } }),
  };
}

function allDice(character: Character): Character["hitDice"] {
  return Object.fromEntries(
    Object.entries(character.hitDice).map(([die, pool]) => [die, { max: pool.max, spent: 0 }]),
  );
}

function halfOfDice(character: Character): Character["hitDice"] {
  const total = HIT_DICE.reduce((sum, die) => sum + (character.hitDice[die]?.max ?? 0), 0);
  let left = Math.max(1, Math.floor(total / 2));
  const after = { ...character.hitDice };
  for (const die of HIT_DICE.toReversed()) {
    const pool = after[die];
    if (!pool) continue;
    const back = Math.min(left, pool.spent);
    after[die] = { max: pool.max, spent: pool.spent - back };
    left -= back;
  }
  return after;
}
