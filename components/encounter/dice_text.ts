import type { DiceRoll } from "@/lib/combat/state.ts";

/** "5 2 6", for a line where boxes would be too loud. */
export function diceText(roll: DiceRoll): string {
  return roll.dice.filter((die) => die.kept).map((die) => die.value).join(" ");
}
