/** The spells of a creature as fields of its form, and back. Pure. */
import type { Spellcasting } from "../combat/block.ts";
import type { FormFields, FormReader } from "../contracts/form_reader.ts";
import { spellGroupLines } from "@/lib/interchange/formats/markdown/spell_lines.ts";
import { spellsIn } from "@/lib/interchange/text/spell_text.ts";
import { abilityIn } from "@/lib/interchange/text/words.ts";

const text = (value: number | undefined) => value === undefined ? "" : String(value);
const linesOf = (casting: Spellcasting | undefined): string =>
  casting === undefined ? "" : spellGroupLines(casting).join("\n");

/** Ability, save DC, bonus and one line a list. */
export function spellFields(casting: Spellcasting | undefined): FormFields {
  return {
    spellAbility: casting?.ability ?? "",
    spellDc: text(casting?.dc),
    spellHit: text(casting?.toHit),
    spells: linesOf(casting),
  };
}

/** The lists of the field; those that stand as in `base` keep all that `base` knows of them. */
function listsFrom(form: FormReader, base: Spellcasting | undefined) {
  const typed = form.prose("spells");
  if (base !== undefined && typed === linesOf(base)) {
    return { groups: base.groups, ...(base.slots ? { slots: base.slots } : {}) };
  }
  const wanted = typed.split("\n").filter((line) => line.trim() !== "").length;
  const { groups = [], slots } = spellsIn(`Spells\n${typed}`) ?? {};
  if (groups.length !== wanted) {
    form.complain(
      "spells",
      "Write one list a line, such as At will: light, or Level 1 (4 slots): shield, or 1/day each: fly.",
    );
  }
  return { groups, ...(slots ? { slots } : {}) };
}

/** What the fields say; undefined when they are empty. */
export function spellsFrom(
  form: FormReader,
  base: Spellcasting | undefined,
): Spellcasting | undefined {
  const typed = form.text("spellAbility");
  const ability = abilityIn(typed);
  if (typed !== "" && ability === undefined) {
    form.complain("spellAbility", "Write an ability such as wis.");
  }
  const dc = form.optional("spellDc");
  const toHit = form.optional("spellHit");
  const lists = listsFrom(form, base);
  if (lists.groups.length === 0 && dc === undefined) return undefined;
  return {
    ...(ability ? { ability } : {}),
    ...(dc === undefined ? {} : { dc }),
    ...(toHit === undefined ? {} : { toHit }),
    ...lists,
  };
}
