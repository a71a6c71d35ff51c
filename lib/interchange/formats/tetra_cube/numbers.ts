/** What tetra-cube leaves to be worked out: armour class, hit points, and the macros in its texts. Pure. */
import type { Ability, Size } from "@/lib/combat/vocabulary.ts";

const ARMOUR: Readonly<Record<string, readonly [base: number, most: number]>> = {
  "none": [10, 99],
  "mage armor": [13, 99],
  "padded": [11, 99],
  "leather": [11, 99],
  "studded": [12, 99],
  "studded leather": [12, 99],
  "hide": [12, 2],
  "chain shirt": [13, 2],
  "scale mail": [14, 2],
  "spiked armor": [14, 2],
  "breastplate": [14, 2],
  "halfplate": [15, 2],
  "half plate": [15, 2],
  "ring mail": [14, 0],
  "chain mail": [16, 0],
  "splint": [17, 0],
  "plate": [18, 0],
};

/** Armour class of a named armour, with Dexterity as far as it counts; undefined for unknown names. */
export function armourClass(
  name: string,
  dexterity: number,
  natural: number,
  shield: number,
): number | undefined {
  const word = name.toLowerCase().replace(/ armor$/, "").trim();
  if (word === "natural") return 10 + dexterity + natural + shield;
  const row = Object.hasOwn(ARMOUR, word) ? ARMOUR[word] : ARMOUR[`${word} armor`];
  if (row === undefined) return undefined;
  // Heavy armour takes nothing from Dexterity, nor away for the lack of it.
  return row[0] + (row[1] === 0 ? 0 : Math.min(row[1], dexterity)) + shield;
}

const HIT_DICE: Readonly<Record<Size, number>> = {
  tiny: 4,
  small: 6,
  medium: 8,
  large: 10,
  huge: 12,
  gargantuan: 20,
};

/** Hit points of a number of dice: the die follows from the size, each adds the Constitution modifier. */
export function hitPoints(
  dice: number,
  size: Size,
  constitution: number,
): { readonly average: number; readonly dice: string } {
  const sides = HIT_DICE[size];
  const bonus = dice * constitution;
  const sign = bonus === 0 ? "" : bonus > 0 ? `+${bonus}` : String(bonus);
  return {
    average: Math.max(1, Math.floor(dice * (sides + 1) / 2) + bonus),
    dice: `${dice}d${sides}${sign}`,
  };
}

export interface MacroFigures {
  readonly name: string;
  readonly modifiers: Readonly<Record<Ability, number>>;
  readonly proficiencyBonus: number;
}

const signed = (n: number): string => n < 0 ? String(n) : `+${n}`;

function rolled(count: number, sides: number, bonus: number): string {
  const average = Math.max(0, Math.floor(count * (sides + 1) / 2) + bonus);
  const more = bonus === 0 ? "" : bonus > 0 ? ` + ${bonus}` : ` - ${-bonus}`;
  return `${average} (${count}d${sides}${more})`;
}

const ABILITY_OF: Readonly<Record<string, Ability>> = {
  STR: "str",
  DEX: "dex",
  CON: "con",
  INT: "int",
  WIS: "wis",
  CHA: "cha",
};

/** `[STR ATK]`, `[DEX SAVE]`, `[STR 2D6]`, `[2D6]`, `[MON]` and their sums as figures; what is no macro stays. */
export function unmacroed(text: string, figures: MacroFigures): string {
  return text.replace(/\[([A-Za-z0-9 +-]{1,40})\]/g, (whole, inner: string) => {
    const words = inner.trim().toUpperCase();
    if (/^MONS?$/.test(words)) return figures.name;
    const match =
      /^(?:(STR|DEX|CON|INT|WIS|CHA)\s*)?(?:(ATK|SAVE)|(\d{1,3})D(\d{1,4}))?\s*([+-]\s*\d{1,3})?$/
        .exec(words);
    if (match === null || match[1] === undefined && match[3] === undefined) return whole;
    const ability = match[1] === undefined ? undefined : ABILITY_OF[match[1]];
    const modifier = ability === undefined ? 0 : figures.modifiers[ability];
    const extra = Number((match[5] ?? "0").replace(/\s/g, ""));
    if (match[2] === "ATK") return signed(modifier + figures.proficiencyBonus + extra);
    if (match[2] === "SAVE") return String(8 + modifier + figures.proficiencyBonus + extra);
    if (match[3] !== undefined) return rolled(Number(match[3]), Number(match[4]), modifier + extra);
    return signed(modifier + extra);
  });
}
