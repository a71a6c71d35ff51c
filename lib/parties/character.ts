/** What follows from a character's figures. */
import type { Character } from "@/lib/contracts/character.ts";
import type { Ability } from "@/lib/combat/vocabulary.ts";

/** Sum of all class levels. */
export function levelOf(character: Pick<Character, "classes">): number {
  return character.classes.reduce((sum, item) => sum + item.level, 0);
}

/** Ability modifier: (score − 10) / 2, rounded down (both editions). */
export function modifierOf(character: Pick<Character, "abilities">, ability: Ability): number {
  return Math.floor((character.abilities[ability] - 10) / 2);
}

/** Maximum hit points with what raises or lowers them for now; never under 1. */
export function maximumOf(character: Pick<Character, "hp">): number {
  return Math.max(1, character.hp.max + character.hp.maxBonus);
}

/** "Fighter 3, Wizard 2". */
export function classText(character: Pick<Character, "classes">): string {
  return character.classes.map((item) => `${item.name} ${item.level}`).join(", ");
}
