/** Four characters to try the site with, at any level: figures as a table would have them. */
import { modifierOf } from "@/lib/combat/lookup.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import { type Character, characterSchema } from "@/lib/contracts/character.ts";
import { hitDiceOf } from "./numbers_text.ts";

interface Sketch {
  readonly name: string;
  readonly className: string;
  readonly die: number;
  readonly ac: number;
  readonly abilities: readonly [number, number, number, number, number, number];
  readonly saves: readonly (typeof ABILITIES[number])[];
  readonly caster: boolean;
}

const SKETCHES: readonly Sketch[] = [
  {
    name: "Bram",
    className: "Fighter",
    die: 10,
    ac: 18,
    abilities: [16, 12, 15, 10, 13, 8],
    saves: ["str", "con"],
    caster: false,
  },
  {
    name: "Orsolya",
    className: "Cleric",
    die: 8,
    ac: 18,
    abilities: [14, 10, 14, 10, 16, 12],
    saves: ["wis", "cha"],
    caster: true,
  },
  {
    name: "Kestrel",
    className: "Rogue",
    die: 8,
    ac: 15,
    abilities: [8, 16, 14, 12, 13, 14],
    saves: ["dex", "int"],
    caster: false,
  },
  {
    name: "Wren",
    className: "Wizard",
    die: 6,
    ac: 12,
    abilities: [8, 14, 14, 16, 12, 10],
    saves: ["int", "wis"],
    caster: true,
  },
];

/** Spell slots of a full caster by level (both editions): rows of levels 1 to 20. */
const SLOTS = [
  "2",
  "3",
  "4 2",
  "4 3",
  "4 3 2",
  "4 3 3",
  "4 3 3 1",
  "4 3 3 2",
  "4 3 3 3 1",
  "4 3 3 3 2",
  "4 3 3 3 2 1",
  "4 3 3 3 2 1",
  "4 3 3 3 2 1 1",
  "4 3 3 3 2 1 1",
  "4 3 3 3 2 1 1 1",
  "4 3 3 3 2 1 1 1",
  "4 3 3 3 2 1 1 1 1",
  "4 3 3 3 3 1 1 1 1",
  "4 3 3 3 3 2 1 1 1",
  "4 3 3 3 3 2 2 1 1",
] as const;

/** A fighter, a cleric, a rogue and a wizard of this level (1 to 20). */
export function readyMade(level: number, newId: () => string): Character[] {
  const proficiency = 2 + Math.floor((level - 1) / 4);
  return SKETCHES.map(({ name, className, die, ac, abilities: scores, saves, caster }) => {
    const abilities = Object.fromEntries(
      ABILITIES.map((ability, at) => [ability, scores[at] ?? 10]),
    );
    const [, , con = 10, , wis = 10] = scores;
    // The fixed increase of every level after the first: half the die and one.
    const max = die + modifierOf(con) + (level - 1) * (die / 2 + 1 + modifierOf(con));
    const dice = hitDiceOf([{ name: className, level }]);
    return characterSchema.parse({
      id: newId(),
      name,
      classes: [{ name: className, level }],
      ac,
      hp: { current: max, max },
      hitDice: Object.fromEntries(
        Object.entries(dice).map(([one, count]) => [one, { max: count, spent: 0 }]),
      ),
      abilities,
      saves: Object.fromEntries(
        saves.map((save) => [save, modifierOf(abilities[save] ?? 10) + proficiency]),
      ),
      passive: { perception: 10 + modifierOf(wis) + (className === "Rogue" ? proficiency : 0) },
      slots: caster
        ? (SLOTS[level - 1] ?? "").split(" ").map((count) => ({ max: Number(count), spent: 0 }))
        : [],
    });
  });
}
