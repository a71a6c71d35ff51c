/**
 * Wrong or missing data in the sources, corrected here: what, for whom, why. The audit test reads this table, so
 * that every other difference from the sources fails.
 */
import type { Multiattack } from "@/lib/interchange/text/multiattack.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import type { DamageTrait } from "../../lib/combat/block.ts";
import type { DamageType } from "../../lib/combat/vocabulary.ts";

type Field = "vulnerabilities" | "resistances" | "immunities";

export interface DefenceFix {
  readonly field: Field;
  readonly add: readonly DamageTrait[];
  readonly slugs: readonly string[];
}

const of = (...types: DamageType[]): DamageTrait[] => types.map((type) => ({ type }));
const PHYSICAL = of("bludgeoning", "piercing", "slashing");
const blocks = (names: string): string[] => names.split(" ").map((n) => `${n}-2024`);

/** Fixes that follow a rule; each is applied where the creature is read. */
export const RULE_FIXES: readonly { readonly where: string; readonly reason: string }[] = [
  {
    where: "2024 damage types of attacks",
    reason: "the field is empty in 350 of 390 rows: taken from the action text",
  },
  {
    where: "2024 size",
    reason:
      "the field has no Tiny and no Medium or Small: told by the hit die (d4 Tiny, d8 Medium or Small)",
  },
  {
    where: "2024 armor detail",
    reason: "the field says natural armor for 330 of 331; SRD 5.2 prints none, so it is dropped",
  },
  {
    where: "2024 XP and proficiency bonus",
    reason:
      "empty but for one: from the CR table; a CR 0 creature that cannot deal damage has 0 XP",
  },
  {
    where: "2024 legendary action uses",
    reason:
      "no field: SRD 5.2 gives three, four in a lair where legendary resistance also has one more",
  },
  {
    where: "2014 dc.success_type",
    reason: "says none for saves whose text halves the damage: taken from the text",
  },
];

/** The 2024 source leaves every vulnerability and every physical defence blank (0 of 331); SRD 5.2 prints these. */
export const DEFENCE_FIXES: readonly DefenceFix[] = [
  {
    field: "vulnerabilities",
    add: of("fire"),
    slugs: blocks("awakened-shrub awakened-tree dust-mephit ice-mephit mummy mummy-lord treant"),
  },
  { field: "vulnerabilities", add: of("thunder"), slugs: blocks("earth-elemental") },
  { field: "vulnerabilities", add: of("cold"), slugs: blocks("magma-mephit salamander") },
  { field: "vulnerabilities", add: of("radiant"), slugs: blocks("shadow") },
  {
    field: "vulnerabilities",
    add: of("bludgeoning"),
    slugs: blocks("skeleton minotaur-skeleton warhorse-skeleton"),
  },
  {
    field: "vulnerabilities",
    add: [{ type: "piercing", only: "weapons of blessed creatures" }],
    slugs: blocks("rakshasa"),
  },
  {
    field: "resistances",
    add: PHYSICAL,
    slugs: blocks(
      "swarm-of-bats swarm-of-crawling-claws swarm-of-insects swarm-of-piranhas swarm-of-rats swarm-of-ravens " +
        "swarm-of-venomous-snakes ghost specter wraith will-o-wisp air-elemental fire-elemental " +
        "invisible-stalker clay-golem tarrasque",
    ),
  },
  {
    field: "resistances",
    add: of("bludgeoning", "piercing"),
    slugs: blocks("treant awakened-tree"),
  },
  { field: "resistances", add: of("piercing"), slugs: blocks("awakened-shrub") },
  { field: "immunities", add: of("slashing"), slugs: blocks("black-pudding ochre-jelly") },
];

/**
 * 2024 attack rows whose dice contradict the action's own text and printed average: the text holds. Key: the
 * action; value: [dice of the row, dice of the text].
 */
export const DICE_FIXES: Readonly<Record<string, readonly [string, string]>> = {
  "srd-2024_adult-bronze-dragon_rend": ["1d8", "1d10"],
  "srd-2024_adult-green-dragon_rend": ["3d6", "2d6"],
  "srd-2024_ancient-blue-dragon_rend": ["2d8", "2d10"],
  "srd-2024_ancient-white-dragon_rend": ["2d8", "2d6"],
  "srd-2024_baboon_bite": ["1d4+1", "1d4-1"],
  "srd-2024_jackal_bite": ["1d4+1", "1d4-1"],
  "srd-2024_young-blue-dragon_rend": ["1d6", "1d10"],
};

/**
 * Ability scores of a row whose columns slipped (Constitution 0 with a save of +30, Charisma -3): the scores of the
 * same animal in SRD 5.1, which fit the modifiers that the row shows; no save differs from its modifier.
 */
export const SCORE_FIXES: Readonly<Record<string, { readonly con: number; readonly cha: number }>> =
  {
    "octopus-2024": { con: 11, cha: 4 },
  };

/**
 * 2014 routines whose fields contradict the action's own text: the veteran's second shortsword attack, the werebear
 * mixing the attacks of two forms, the merrow's bite and harpoon twice.
 */
export const ROUTINE_FIXES: Readonly<Record<string, Multiattack>> = {
  "veteran-2014": [[{ action: "Longsword", count: 2 }, { action: "Shortsword", count: 1 }]],
  "werebear-hybrid-2014": [
    [{ action: "Claw", count: 2 }],
    [{ action: "Greataxe", count: 2 }],
  ],
  "merrow-2014": [
    [{ action: "Bite", count: 1 }, { action: "Claws", count: 1 }],
    [{ action: "Bite", count: 1 }, { action: "Harpoon", count: 1 }],
  ],
};

/** Applies the tables to one stat block. */
export function fixed(block: StatBlock): StatBlock {
  let out = block;
  const scores = SCORE_FIXES[block.slug];
  if (scores) {
    const { con: _con, cha: _cha, ...saves } = block.saves ?? {};
    out = { ...out, abilities: { ...out.abilities, ...scores }, saves };
  }
  for (const { field, add, slugs } of DEFENCE_FIXES) {
    if (slugs.includes(block.slug)) out = { ...out, [field]: [...(out[field] ?? []), ...add] };
  }
  return out;
}
