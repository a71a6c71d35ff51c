/**
 * Own wording of traits and special actions: by creature and name, by name, else phrase by phrase from what the
 * text says. No sentence of the source is carried over; only figures are.
 */
import type { Reading } from "./reading.ts";
import { DAMAGE } from "@/lib/interchange/text/action_text.ts";
import { PHRASES } from "./phrases.ts";
import { ACTION_WORDS } from "./wording_actions.ts";
import { CREATURE_WORDS } from "./wording_creatures.ts";
import { TRAIT_WORDS } from "./wording_traits.ts";

type Words = Readonly<Record<string, string>>;

/** A short text in own words, "" when the figures say everything. */
export function wording(
  kind: "trait" | "action",
  name: string,
  desc: string,
  at: Reading,
): string {
  const base = at.slug.replace(/-(2014|2024)$/, "");
  const own: readonly Words[] = kind === "trait"
    ? [TRAIT_WORDS, ACTION_WORDS]
    : [ACTION_WORDS, TRAIT_WORDS];
  const template = lookUp([CREATURE_WORDS], `${base}|${name}`, at.edition) ??
    lookUp(own, name, at.edition);
  if (template !== undefined) return fill(template, desc, name, at);
  if (name === "Multiattack") return routineWords(desc);
  if (/pellcasting$/.test(name)) return "Casts one of its listed spells.";
  return phrases(name, desc, at);
}

/** What a routine may swap; the routine itself is in the figures. */
function routineWords(desc: string): string {
  const swap =
    /(?:can|may) replace (one|any|two|the [\w ]+?|one of these|one \w+) ?(?:attacks?)? with (?:a use of |an? )?([^.]+?)(?: attack)?\./i
      .exec(desc);
  if (!swap) return "";
  const what = (swap[2] ?? "").replace(/Spellcasting to cast /g, "").replace(/\([AB]\) /g, "");
  return `May swap ${swap[1]?.replace(/^the /, "") ?? "one"} for ${what}.`;
}

/** The words of this edition, else those of both; a later table only where the earlier has neither. */
function lookUp(tables: readonly Words[], name: string, edition: string): string | undefined {
  for (const table of tables) {
    const words = table[`${name}|${edition}`] ?? table[name];
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Fills `{~pattern}` with the first group of the pattern found in the source's text. */
function fill(template: string, desc: string, name: string, at: Reading): string {
  return template.replace(/\{~(list:)?(.*?)~\}/g, (_, list: string | undefined, source: string) => {
    const m = new RegExp(source.replace(/DMG/g, DAMAGE.replace(/(?<!\\)\((?!\?)/g, "(?:")), "i")
      .exec(
        desc,
      );
    if (!m?.[1]) {
      at.report(`wording of ${name}: no match for ${source}`);
      return "?";
    }
    const found = m[1].replace(/(?: untyped)? damage\b/gi, "").replace(
      /(\d) ([+-]) (\d)/g,
      "$1$2$3",
    )
      .toLowerCase();
    return list
      ? found.replace(
        /\b(?:an?|it|into|has seen|beast form that resembles|while retaining.*)( |$)/g,
        "",
      ).replace(/,? or |, /g, " / ").replace(/ version\)/g, ")")
      : found;
  });
}

/** Sentences whose content the figures hold completely. */
const FIGURES = [
  /(?:Weapon|Spell) Attack:|Attack Roll:/i,
  /^(?:Hit: )?\d+(?: \([^)]*\))? \w+ damage(?: plus .* damage)?(?:, or .*)?\.?$/i,
  /saving throw|Saving Throw:/i,
  /^(?:Failure|Success|Half damage)/i,
  /has the [\w, ]+ conditions?|is grappled|is restrained|is knocked prone/i,
  /repeats? the sav/i,
  /takes an extra/i,
  /^(?:Fire|Cold|Acid|Lightning|Poison) Breath\.$/i,
  /uses one of the following breath weapons/i,
  /exhales|^\s*$/i,
];

function phrases(name: string, desc: string, at: Reading): string {
  const out: string[] = [];
  for (const sentence of desc.split(/(?<=[.:])\s+/)) {
    let known = FIGURES.some((re) => re.test(sentence));
    for (const [re, template] of PHRASES) {
      const m = re.exec(sentence);
      if (!m) continue;
      known = true;
      const said = template.replace(
        /\$(\d)/g,
        (_, i: string) => (m[Number(i)] ?? "").toLowerCase(),
      );
      if (said && !out.includes(said)) out.push(said);
    }
    if (!known) at.report(`no wording: ${name}: ${sentence}`);
  }
  return out.join(" ");
}
