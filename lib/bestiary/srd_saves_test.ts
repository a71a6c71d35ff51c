/**
 * Saving throws and routines of the built data against the sources' texts, read here with patterns of their own: DC,
 * ability, half or nothing, damage and conditions of a failed save, and how often a routine does what.
 */
import { isAction } from "@/tests/help/srd_figures.ts";
import {
  allActions,
  auditPairs,
  EDITIONS,
  type Ledger,
  type Pair,
} from "@/tests/help/srd_source.ts";
import { damagesIn, imposedBy, numbersIn } from "@/tests/help/srd_words.ts";
import type { SaveRider, StatAction, Trait } from "@/lib/creatures/stat_block.ts";

interface Save {
  readonly key: string;
  readonly half: boolean;
  readonly damages: readonly string[];
  readonly conditions: readonly string[];
}

const ANY_SAVE =
  /DC (\d+) ([A-Z][a-z]{2})\w+(?: or Dexterity)? saving throw|([A-Z][a-z]{2})\w+ Saving Throw: DC (\d+)/g;
/** Where the outcomes of a save begin; those after the first failed save are not its own. */
const OUTCOME =
  /(?=(?:First |Second )Failure|(?<!First |Second )Failure(?: by 5 or More| or Success)?:|Subsequent Failures|Success:|On a (?:success|fail)|If (?:the|its) saving throw|If the target fails the saving throw by)/;
const OTHER =
  /^(?:Second|Subsequent|Failure by|Failure or|Success|On a success|On a failure, the (?:creature|target) is petr|If)/;
/** Sentences about something else than what the failed save brings. */
const SIDE_CASE =
  /regurgitate|corpse|must repeat|Hit Points or fewer|hit points or fewer|If this damage|thrown/;
/** Damage that comes later, again and again. */
const LATER =
  /for every|at the (?:start|end) of (?:each of|every)(?! the mound)|each of its turns|would otherwise/;

function savesIn(words: string): Save[] {
  const hits = [...words.matchAll(ANY_SAVE)].filter((m) =>
    !/^[^.]{0,60}regurgitate/.test(words.slice(m.index + m[0].length))
  );
  return hits.map((m, i) => {
    const after = words.slice(m.index + m[0].length, hits[i + 1]?.index);
    const failed = after.split(OUTCOME).filter((part) => !OTHER.test(part)).join("")
      .split(/(?<=\.) /).filter((s) => !SIDE_CASE.test(s));
    const atOnce = failed.filter((s) => !LATER.test(s)).join(" ");
    return {
      key: `${(m[2] ?? m[3] ?? "").toLowerCase()} ${m[1] ?? m[4]}`,
      half: /half (?:as much )?(?:the )?(?:\w+ )?damage/i.test(after),
      damages: damagesIn(atOnce).filter((d) => !d.endsWith("?")).sort(),
      conditions: imposedBy(failed.join(" ").replace(/against being [^.]*/, "")).sort(),
    };
  });
}

function ourSaves(entry: StatAction | Trait): Save[] {
  const own = entry.save
    ? [{ save: entry.save, damages: entry.damages ?? [], effects: entry.effects ?? [] }]
    : [];
  const riders: readonly Pick<SaveRider, "save" | "damages" | "effects">[] = isAction(entry)
    ? entry.riders ?? []
    : [];
  return [...own, ...riders].map(({ save, damages, effects }) => ({
    key: `${save.ability} ${save.dc}`,
    half: save.onSave === "half",
    damages: damages.flatMap((d) => d.type ? [`${d.dice} ${d.type}`] : []).sort(),
    conditions: effects.map((e) => String(e.condition)).sort(),
  }));
}

function saves(book: Ledger, { at, ours, theirs }: Pair): void {
  const mine = ourSaves(ours);
  const wanted = savesIn(theirs);
  book.same(`${at}: saves`, mine.map((s) => s.key), wanted.map((s) => s.key));
  wanted.forEach((want, i) => {
    const has = mine[i];
    if (!has) return;
    const which = wanted.length > 1 ? `${at}: save ${i + 1}` : at;
    book.same(`${which}: half`, has.half, want.half);
    book.same(`${which}: damage`, has.damages, want.damages);
    book.same(`${which}: conditions`, has.conditions, want.conditions);
  });
}

/** A hit that does more only in a case of its own, which the text of ours tells. */
const CASE_OF_HIT =
  /[Ww]hile swallowed|(?:has|had) [Aa]dvantage|this damage reduces|from the corpse|regurgitate/;

/** Conditions that a hit brings without any save. */
function hits(book: Ledger, { at, ours, theirs }: Pair): void {
  if (!isAction(ours) || ours.kind !== "attack") return;
  const direct = theirs.split(/DC \d+ \w+ saving throw|\w+ Saving Throw: DC/)[0] ?? "";
  const told = direct.split(/(?<=\.) /).filter((s) => !CASE_OF_HIT.test(s)).join(" ");
  const own = (ours.effects ?? []).map((e) => String(e.condition));
  book.same(`${at}: conditions of a hit`, own.sort(), imposedBy(told).sort());
}

/** A routine whose parts may be mixed or stand in for one another. */
const MIXED = /replace|either|in any combination|in place of|only one of which/;

/** How often the text has an action done: "two Claw attacks", "one with its bite". */
function statedCounts(words: string, action: string): string[] {
  const stem = action.replace(/s$/, "");
  const re = new RegExp(
    `\\b(\\d+d\\d+|\\w+) (?:(?:melee |ranged )?attacks? )?(?:with (?:its|her|his) |either )?${stem}s?\\b( attacks?)? ?(twice)?`,
    "gi",
  );
  return [...words.matchAll(re)].flatMap((m) => {
    const count = /\d/.test(m[1] ?? "") ? m[1] ?? "" : [...numbersIn(m[1] ?? "")][0];
    return m[3] ? ["2"] : count ? [count] : /^uses?$/i.test(m[1] ?? "") ? ["1"] : [];
  });
}

function routines(book: Ledger, { at, ours, theirs, block }: Pair): void {
  if (!isAction(ours) || ours.name !== "Multiattack") return;
  const numbers = numbersIn(theirs);
  book.holds(`${at}: is structured`, (ours.multiattack ?? []).length > 0);
  for (const routine of ours.multiattack ?? []) {
    const total = String(routine.reduce((sum, part) => sum + Number(part.count), 0));
    for (const { action, count } of routine) {
      const stated = action.split(/,? or |, /).flatMap((name) => statedCounts(theirs, name));
      const mixed = stated.length === 0 || MIXED.test(theirs);
      const fits = count === "one per head"
        ? theirs.includes("as many") || theirs.includes("as it has heads")
        : stated.includes(String(count)) ||
          mixed && (numbers.has(String(count)) || numbers.has(total));
      book.holds(`${at}: ${count} × ${action}, the source ${stated}`, fits);
      for (const name of action.split(/,? or |, /)) {
        const known = allActions(block).some((a) => a.name === name) ||
          name === "Innate Spellcasting" && block.spellcasting !== undefined;
        book.holds(`${at}: ${name} is no action of its`, known);
      }
    }
  }
}

for (const { edition, pairs } of EDITIONS) {
  Deno.test(`${edition}: hits bring the conditions of the text`, () =>
    auditPairs(pairs, 200, hits));
  Deno.test(`${edition}: routines do what the text says`, () => auditPairs(pairs, 100, routines));
  Deno.test(`${edition}: saves do what the text says`, () => auditPairs(pairs, 780, saves));
}
