/** A creature's spells as lines of a Spellcasting text, in words that importers read back. Pure. */
import type { Spellcasting } from "@/lib/combat/block.ts";
import { ABILITY_NAMES } from "@/lib/creatures/describe.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";

/** A list's name as books write it before a colon: "2/Day Each", "Level 1 (4 slots)". */
const heading = (label: string): string =>
  label.replace(/day each$/, "Day Each").replace(/^Cantrips$/, "Cantrips (at will)");

/** One line a list of spells: "2/Day Each: Fly, Haste". */
export const spellGroupLines = ({ groups }: Spellcasting): readonly string[] =>
  groups.map(({ label, spells }) => `${heading(label)}: ${spells.join(", ")}`);

/** The ability and figures first, then one line a list. */
export function spellLines(casting: Spellcasting): readonly string[] {
  const { ability, dc, toHit, groups } = casting;
  const figures = [
    dc === undefined ? "" : `spell save DC ${dc}`,
    toHit === undefined ? "" : `${toHit < 0 ? toHit : `+${toHit}`} to hit with spell attacks`,
  ].filter(Boolean).join(", ");
  const using = ability === undefined ? "" : ` using ${ABILITY_NAMES[ability]}`;
  return [
    `It casts spells${using}${figures === "" ? "" : ` (${figures})`}${
      groups.length === 0 ? "." : ":"
    }`,
    ...spellGroupLines(casting),
  ];
}

const casts = ({ name }: { readonly name: string }) => /spellcasting/i.test(name);

/** The block with its spells in the text of its Spellcasting, or of a trait of that name. */
export function withSpellText(block: StatBlock): StatBlock {
  if (block.spellcasting === undefined) return block;
  const lines = spellLines(block.spellcasting);
  const told = <T extends { readonly name: string; readonly text: string }>(list: readonly T[]) => {
    const at = list.findIndex(casts);
    return list.map((item, n) =>
      n === at ? { ...item, text: [item.text, ...lines].filter(Boolean).join("\n") } : item
    );
  };
  if (block.traits.some(casts)) return { ...block, traits: told(block.traits) };
  if (block.actions.some(casts)) return { ...block, actions: told(block.actions) };
  if (block.bonusActions.some(casts)) {
    return { ...block, bonusActions: told(block.bonusActions) };
  }
  return {
    ...block,
    traits: [...block.traits, { name: "Spellcasting", text: lines.join("\n") }],
  };
}
