/** Makes a stat block of a draft: fills what is missing by the rules, says so, and fits it to its limits. */
import type { Edition, Size } from "@/lib/combat/vocabulary.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import { proficiencyBonusOf, xpOfCr } from "@/lib/creatures/challenge_rating.ts";
import { modifierOf } from "@/lib/creatures/describe.ts";
import { slugOf } from "@/lib/creatures/search_index.ts";
import type { LegendaryPart, StatAction, StatBlock } from "@/lib/creatures/stat_block.ts";
import { buildAction, buildTrait, splitName, unreadDice } from "./build_action.ts";
import { FURTHER } from "./text/defences.ts";
import type { Draft, DraftEntry, Section } from "./draft.ts";
import type { Notes } from "./notes.ts";
import { clip, plainLine, plainValue } from "./text/plain_text.ts";
import { spellsIn } from "./text/spell_text.ts";

/** Entries a section holds at the most. */
const MOST_ENTRIES = 60;
const WORDS_ONLY = "damage dice that stay in the text: a fight does not roll them";

export interface BuildOptions {
  /** For creatures whose file does not say by which rules they are made. */
  readonly edition: Edition;
  readonly notes: Notes;
  /** Place of the creature in the file, for notes. */
  readonly path: string;
}

/** A letter hash of a text (FNV-1a, twice 32 bits): the same content has the same slug. */
export function contentMark(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193) >>> 0;
    b = Math.imul(b ^ (code + i), 0x85ebca6b) >>> 0;
  }
  return (a.toString(36) + b.toString(36)).slice(0, 10);
}

/** A slug that only this content has. */
export function importSlug(name: string, edition: Edition, content: string): string {
  const start = slugOf(name.slice(0, 80), edition).replace(/^-+/, "").slice(0, 90);
  return `${start}-${contentMark(content)}`;
}

function editionOf(draft: Draft, options: BuildOptions): Edition {
  if (draft.edition) return draft.edition;
  const texts = draft.entries.some(({ text }) =>
    /Attack Roll:|Saving Throw: DC|\bD20 Test\b/.test(text)
  );
  return texts ? "2024" : options.edition;
}

/** Figures that a file leaves out, by the rules or by the commonest value, each with a note. */
function missing(draft: Draft, { notes, path }: BuildOptions) {
  const note = <T>(what: string, value: T, reason: string): T => {
    notes.changed(`${path}${path ? "." : ""}(${what})`, reason, undefined, value);
    return value;
  };
  const size: Size = draft.sizes[0] ?? note("size", "medium", "not in the file: medium");
  const cr = draft.cr ?? note("challenge", 0, "no challenge rating in the file: 0");
  const abilities = { str: 10, dex: 10, con: 10, int: 10, wis: 10, cha: 10 };
  for (const ability of ABILITIES) {
    const score = draft.abilities[ability];
    if (score === undefined) note(`ability ${ability}`, 10, "not in the file: 10");
    else abilities[ability] = Math.min(60, Math.max(0, Math.trunc(score)));
  }
  const ac = draft.ac ??
    note(
      "armour class",
      Math.max(0, 10 + modifierOf(abilities.dex)),
      "not in the file: 10 + Dexterity",
    );
  const hp = draft.hp ?? note("hit points", 1, "not in the file: 1");
  return {
    size,
    cr,
    abilities,
    ac: Math.min(100, Math.max(0, ac)),
    hp: Math.min(1_000_000, Math.max(1, hp)),
  };
}

function actionsOf(
  draft: Draft,
  section: Section,
  options: BuildOptions,
  extra: Partial<StatAction> = {},
) {
  const entries = draft.entries.filter((entry) => entry.section === section);
  if (entries.length > MOST_ENTRIES) {
    options.notes.dropped(
      `${options.path}.(${section})`,
      `more than ${MOST_ENTRIES} entries`,
      entries.length,
    );
  }
  const taken = new Set<string>();
  return entries.slice(0, MOST_ENTRIES).map((entry) => {
    const action = buildAction(entry, taken);
    for (const dice of unreadDice(entry.text, action)) {
      options.notes.changed(`${options.path}.(${section})`, WORDS_ONLY, `${action.name}: ${dice}`);
    }
    return { ...action, ...extra };
  });
}

function legendaryOf(draft: Draft, options: BuildOptions): LegendaryPart | undefined {
  const plain = actionsOf(draft, "legendary", options).map((a) => ({ ...a, cost: a.cost ?? 1 }));
  const mythic = actionsOf(draft, "mythic", options, { form: "mythic" })
    .map((a) => ({ ...a, cost: a.cost ?? 1 }));
  if (mythic.length > 0) {
    options.notes.changed(
      `${options.path}.(mythic)`,
      "mythic actions stand among the legendary ones",
    );
  }
  const taken = new Set(plain.map(({ id }) => id));
  const all = [
    ...plain,
    ...mythic.map((a) => ({ ...a, id: taken.has(a.id) ? `mythic-${a.id}` : a.id })),
  ];
  if (all.length === 0) return undefined;
  const inLair = draft.legendaryUsesInLair;
  return {
    uses: Math.min(20, draft.legendaryUses ?? 3),
    ...(inLair === undefined ? {} : { usesInLair: Math.min(20, inLair) }),
    actions: all.slice(0, MOST_ENTRIES),
  };
}

/** A lair's actions have only what a fight rolls: its rows have no figures of their own. */
export function lairAction(
  { id, name, kind, text, save, area, damages }: StatBlock["actions"][number],
) {
  return {
    id,
    name,
    kind,
    text,
    ...(save ? { save } : {}),
    ...(area ? { area } : {}),
    ...(damages ? { damages } : {}),
  };
}

function lairOf(draft: Draft, options: BuildOptions) {
  const actions = actionsOf(draft, "lair", options).map(lairAction);
  return actions.length > 0 ? { lair: { actions } } : {};
}

function resistanceOf(entries: readonly DraftEntry[]) {
  const entry = entries.find((draftEntry) => /^legendary resistance/i.test(draftEntry.name));
  if (entry === undefined) return {};
  const { perDay: uses, perDayInLair: usesInLair } = splitName(entry);
  if (uses === undefined) return {};
  return { legendaryResistance: { uses, ...(usesInLair === undefined ? {} : { usesInLair }) } };
}

function spellcastingOf(draft: Draft) {
  const found = draft.spellcasting ??
    draft.entries.filter((entry) => /spellcasting/i.test(entry.name)).map((entry) =>
      spellsIn(entry.text)
    )
      .find(Boolean);
  return found ? { spellcasting: found } : {};
}

function featuresOf(entries: readonly DraftEntry[]) {
  const named = (re: RegExp) =>
    entries.some((entry) => entry.section === "trait" && re.test(entry.name));
  const features = [
    ...(named(/^evasion$/i) ? ["evasion" as const] : []),
    ...(named(/^magic resistance$/i) ? ["magic-resistance" as const] : []),
  ];
  return features.length > 0 ? { features } : {};
}

const filled = <T extends object>(record: T): T | undefined =>
  Object.keys(record).length > 0 ? record : undefined;

/** The stat block. Its slug follows from its content: the same creature imported twice is one creature. */
export function buildBlock(draft: Draft, options: BuildOptions): StatBlock {
  const name = clip(plainLine(draft.name), 80).trim() || "Unnamed creature";
  const edition = editionOf(draft, options);
  const { size, cr, abilities, ac, hp } = missing(draft, options);
  const own = draft.entries.filter((entry) => entry.section === "trait");
  const traits = [
    ...own.filter((entry) => entry.name !== FURTHER),
    ...own.filter((entry) => entry.name === FURTHER),
  ];
  if (traits.length > MOST_ENTRIES) {
    options.notes.dropped(
      `${options.path}.(trait)`,
      `more than ${MOST_ENTRIES} entries`,
      traits.length,
    );
  }
  const legendary = legendaryOf(draft, options);
  const saves = filled(draft.saves);
  const skills = filled(draft.skills);
  const others = draft.sizes.slice(1, 6).filter((candidate) => candidate !== size);
  const perception = skills?.perception ?? modifierOf(abilities.wis);
  const block: Omit<StatBlock, "id" | "slug"> = plainValue({
    name,
    edition,
    source: clip(plainLine(draft.source ?? ""), 160) || "Imported",
    size,
    ...(others.length > 0 ? { otherSizes: others } : {}),
    type: clip(plainLine(draft.type ?? ""), 80).trim() || "unknown",
    tags: [...new Set(draft.tags.map((tag) => clip(plainLine(tag), 60)).filter(Boolean))].slice(
      0,
      20,
    ),
    alignment: clip(plainLine(draft.alignment ?? ""), 80),
    ac,
    ...(draft.acNote ? { acNote: clip(draft.acNote, 120) } : {}),
    hp: { average: hp, dice: draft.hpDice ?? String(hp) },
    speeds: Object.keys(draft.speeds).length > 0 ? draft.speeds : { walk: 30 },
    abilities,
    ...(saves ? { saves } : {}),
    ...(skills ? { skills } : {}),
    ...(draft.senses ? { senses: draft.senses } : {}),
    senseRanges: draft.ranges,
    passivePerception: draft.passive ?? Math.min(100, Math.max(0, 10 + perception)),
    ...(draft.languages ? { languages: draft.languages } : {}),
    ...(draft.telepathy !== undefined ? { telepathy: draft.telepathy } : {}),
    vulnerabilities: draft.vulnerabilities,
    resistances: draft.resistances,
    immunities: draft.immunities,
    conditionImmunities: draft.conditionImmunities,
    cr,
    xp: draft.xp ?? xpOfCr(cr),
    proficiencyBonus: draft.proficiencyBonus ?? proficiencyBonusOf(cr),
    initiative: draft.initiative ?? modifierOf(abilities.dex),
    environments: draft.environments,
    traits: traits.slice(0, MOST_ENTRIES).map(buildTrait),
    ...featuresOf(draft.entries),
    actions: actionsOf(draft, "action", options),
    bonusActions: actionsOf(draft, "bonus", options),
    reactions: actionsOf(draft, "reaction", options),
    ...(legendary ? { legendary } : {}),
    ...resistanceOf(traits),
    ...lairOf(draft, options),
    ...spellcastingOf(draft),
  });
  const slug = importSlug(name, edition, JSON.stringify(block));
  return { id: slug, slug, ...block };
}
