/**
 * No dice, damage, DC or imposed condition that the source states of an action or trait is missing from ours, figures
 * and words taken together; and where the source deals damage, ours has it as a figure.
 */
import { figuresOf } from "@/tests/help/srd_figures.ts";
import { auditPairs, EDITIONS, type Ledger, type Pair, plain } from "@/tests/help/srd_source.ts";
import { damagesIn, dcsIn, diceIn, imposedBy, SPOKEN } from "@/tests/help/srd_words.ts";

/** What the source says in two places and our text once for both. */
const SAID_ONCE: Readonly<Record<string, string>> = {
  "fire-elemental-2014 Fire Form": "1d10 fire",
  "stirge-2014 Blood Drain": "1d4+3 ?",
};

/** Each of `theirs` needs one of its own among `ours`; a damage without a type may have any. */
function eachFound(book: Ledger, at: string, ours: readonly string[], theirs: readonly string[]) {
  const left = [...ours, SAID_ONCE[at] ?? ""];
  const typedFirst = theirs.toSorted((a, b) => Number(a.endsWith("?")) - Number(b.endsWith("?")));
  for (const claim of typedFirst) {
    const any = claim.endsWith("?") ? claim.slice(0, -1) : undefined;
    const i = left.findIndex((o) => o === claim || any !== undefined && o.startsWith(any));
    book.holds(`${at}: ${claim} is lost`, i >= 0);
    if (i >= 0) left.splice(i, 1);
  }
}

function figures(book: Ledger, { at, ours, theirs, block }: Pair): void {
  const said = plain(ours.text);
  const f = figuresOf(ours);
  const damages = [
    ...f.damages.map((d) => `${d.dice} ${d.type ?? "?"}`),
    ...f.orTypes.flatMap((t) => f.damages.map((d) => `${d.dice} ${t}`)),
    ...(f.heal ? [`${f.heal.dice} ?`] : []),
    ...damagesIn(said),
  ];
  eachFound(book, at, damages, damagesIn(theirs));
  const dice = [...damages.map((d) => d.split(" ")[0] ?? ""), ...f.counts, ...diceIn(said)];
  eachFound(book, at, dice, [...new Set(diceIn(theirs))]);
  const dcs = [...f.saves.map((s) => s.dc), ...f.effects.map((e) => e.escapeDc)];
  if (/^Spellcasting/.test(ours.name)) dcs.push(block.spellcasting?.dc);
  eachFound(book, at, [...dcs.map((dc) => `DC ${dc}`), ...dcsIn(said)], dcsIn(theirs));
}

function conditions(book: Ledger, { at, ours, theirs }: Pair): void {
  const structured = figuresOf(ours).effects.map((e) => String(e.condition));
  for (const name of imposedBy(theirs)) {
    const kept = structured.includes(name) || SPOKEN[name]?.test(ours.text) === true;
    book.holds(`${at}: ${name} is lost`, kept);
  }
}

/** Damage that the entry deals when it is used: not what comes later, by turns or by the fall. */
const AT_ONCE =
  /^(?!.*(?:at the (?:start|end) of|for every|reduce[sd]? (?:the|by)|swallowed|included in the)).*\(\d+d\d+(?:[+-]\d+)?\) \w+ damage/i;

function damageAsFigure(book: Ledger, { at, ours, theirs }: Pair): void {
  if (!("kind" in ours)) return;
  if (!theirs.split(/(?<=\.) /).some((s) => AT_ONCE.test(s))) return;
  book.holds(`${at}: deals damage, ours has none`, figuresOf(ours).damages.length > 0);
}

for (const { edition, pairs } of EDITIONS) {
  Deno.test(`${edition}: no dice, damage or DC of a text is lost`, () =>
    auditPairs(pairs, 1800, figures));
  Deno.test(`${edition}: no condition that a text imposes is lost`, () =>
    auditPairs(pairs, 230, conditions));
  Deno.test(`${edition}: an action whose text deals damage has damage`, () =>
    auditPairs(pairs, 500, damageAsFigure));
}
