import type { DiceRoll } from "@/lib/combat/state.ts";

/** Every die that was rolled: kept ones solid when others were dropped, dropped ones struck. */
export function Dice({ roll }: { roll: DiceRoll }) {
  const some = roll.dice.some((die) => !die.kept);
  return (
    <span class="dice">
      {roll.dice.map((die, at) => (
        <span
          key={at}
          class="die"
          data-top={some && die.kept ? "" : undefined}
          data-drop={die.kept ? undefined : ""}
        >
          {die.value}
        </span>
      ))}
    </span>
  );
}

/** "5 2 6", for a line where boxes would be too loud. */
export function diceText(roll: DiceRoll): string {
  return roll.dice.filter((die) => die.kept).map((die) => die.value).join(" ");
}
