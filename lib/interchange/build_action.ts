/** Structured actions and traits out of names and texts, in the words of either edition. Pure. */
import type { DamagePart } from "@/lib/combat/block.ts";
import { DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";
import type { Area, SaveRider, StatAction, Trait } from "@/lib/creatures/stat_block.ts";
import type { DraftEntry } from "./draft.ts";
import { clip } from "./text/plain_text.ts";
import { damagesIn, readArea, readEffects, readSaves, tidy } from "./text/action_text.ts";
import { attackIn } from "./text/loose_attack.ts";
import { readMultiattack } from "./text/multiattack.ts";
import type { AttackRead, SaveRead } from "./text/read_types.ts";
import { writtenDamage } from "./text/written_damage.ts";

/** Texts are read for figures up to here; nothing a creature does needs more. */
const READ = 3_000;
const MOST_PARTS = 10;

/** A text in the one spelling that the readers of figures know. */
const readable = (text: string): string => tidy(writtenDamage(text.slice(0, READ)));

/** Splits "Fire Breath (Recharge 5-6)" or "Wing Attack (Costs 2 Actions)" into name and limits. */
export function splitName(entry: DraftEntry): DraftEntry {
  const match = /^(.{1,200}?)\s?\(([^()]{1,80})\)\s*\.?$/.exec(entry.name.slice(0, 300));
  if (match === null) return entry;
  const [name, note] = [match[1] ?? entry.name, match[2] ?? ""];
  const recharge = /recharge\s?(?:on\s)?(?:a\s)?(\d)/i.exec(note)?.[1];
  if (recharge !== undefined) return { ...entry, name, recharge: Number(recharge) };
  const cost = /costs? (\d) action/i.exec(note)?.[1];
  if (cost !== undefined) return { ...entry, name, cost: Number(cost) };
  const [day, lairDay] = [...note.matchAll(/(\d)\s?\/\s?day( in lair)?/gi)];
  if (day !== undefined && !day[2] && (lairDay?.[2] || !/lair/i.test(note))) {
    const inLair = lairDay?.[2] ? { perDayInLair: Number(lairDay[1]) } : {};
    return { ...entry, name, perDay: Number(day[1]), ...inLair };
  }
  if (/recharges? after/i.test(note)) {
    return { ...entry, name, afterRest: /short/i.test(note) ? "short" : "long" };
  }
  const form = /^([^()]{1,60}) only$/i.exec(note)?.[1];
  return form === undefined ? entry : { ...entry, name, form: form.toLowerCase() };
}

/** An id made from a name: "fire-breath"; a number where the name has no letters for it. */
export function actionId(name: string, taken: Set<string>): string {
  const plain = name.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "action";
  const base = /^(constructor|tostring|valueof)$/.test(plain) ? `${plain}-action` : plain;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  return id;
}

function limitsOf(entry: DraftEntry) {
  const { recharge, perDay, perDayInLair, afterRest, cost, form } = entry;
  return {
    ...(recharge !== undefined && recharge >= 1 && recharge <= 6
      ? { recharge: { from: recharge } }
      : {}),
    ...(perDay !== undefined && perDay >= 1 ? { perDay: Math.min(100, perDay) } : {}),
    ...(perDayInLair !== undefined && perDayInLair >= 1 ? { perDayInLair } : {}),
    ...(afterRest ? { afterRest } : {}),
    ...(form ? { form: clip(form, 120) } : {}),
    ...(cost !== undefined ? { cost: Math.min(10, Math.max(0, cost)) } : {}),
  };
}

function areaOf(area: Area | undefined) {
  if (area === undefined) return {};
  const round = area.shape === "emanation" || area.shape === "sphere";
  const wide = area.width ? `, ${area.width} ft wide` : "";
  const shape = round ? area.shape === "sphere" ? "radius" : "around it" : area.shape;
  return { area: `${area.size} ft ${shape}${wide}`, areaShape: area };
}

const few = <T>(list: readonly T[]): readonly T[] => list.slice(0, MOST_PARTS);
const sane = (n: number): number => Math.min(1_000_000, n);
const saneDamages = (all: readonly DamagePart[]): readonly DamagePart[] =>
  few(all).filter((d) => d.dice.length <= 80).map((d) => ({ ...d, average: sane(d.average) }));

function riderOf(save: SaveRead): SaveRider {
  return {
    ...(save.name ? { name: save.name } : {}),
    save: { ability: save.ability, dc: Math.min(100, save.dc), onSave: save.onSave },
    damages: saneDamages(save.damages),
    effects: few(save.effects),
    ...(save.areaShape ? { areaShape: save.areaShape } : {}),
    ...(save.within !== undefined ? { within: save.within } : {}),
  };
}

/** What follows the figures of an attack, as a sentence of its own. */
function remainder(rest: string): string {
  const text = rest.replace(/^[\s.,;:]+/, "").trim();
  return text === "" ? "" : text.charAt(0).toUpperCase() + text.slice(1);
}

function attackParts(
  entry: DraftEntry,
  attack: AttackRead,
  whole: string,
): Omit<StatAction, "id" | "name"> {
  const saves = readSaves(attack.rest);
  const saveAt = attack.rest.search(/DC \d+ \w+ saving throw|\w+ Saving Throw: DC/i);
  const effects = readEffects(saveAt < 0 ? attack.rest : attack.rest.slice(0, saveAt));
  const damages = attack.damages.length > 0 ? attack.damages : entry.damages ?? [];
  // Words that hold damage the reader could not place stay whole, so that nothing is lost.
  const lost = attack.damages.length === 0 && /\d/.test(attack.rest);
  return {
    kind: "attack",
    text: lost ? whole : [attack.before, remainder(attack.rest)].filter(Boolean).join(" "),
    toHit: Math.max(-100, Math.min(100, attack.toHit)),
    ...(attack.melee ? { melee: true } : {}),
    ...(attack.ranged ? { ranged: true } : {}),
    ...(attack.reach !== undefined ? { reach: sane(attack.reach) } : {}),
    ...(attack.range ? { range: attack.range } : {}),
    ...(damages.length > 0 ? { damages: saneDamages(damages) } : {}),
    ...(attack.situational.length > 0
      ? { situational: few(attack.situational).map((s) => ({ ...s, when: clip(s.when, 200) })) }
      : {}),
    ...(effects.length > 0 ? { effects: few(effects) } : {}),
    ...(saves.length > 0
      ? { riders: few(saves).map(({ within: _, ...save }) => riderOf(save)) }
      : {}),
  };
}

/** The saves of a text; "takes 21 (6d6) fire damage, DC 15 … for half" names the damage first. */
function savesOf(plain: string): readonly SaveRead[] {
  const [first, ...others] = readSaves(plain);
  if (first === undefined) return [];
  if (first.damages.length > 0 || first.onSave !== "half") return [first, ...others];
  const before = plain.slice(0, plain.search(/DC \d/)).split(/(?<=\.)\s/).at(-1) ?? "";
  return [{ ...first, damages: damagesIn(before) }, ...others];
}

/** Dice of an action's damage that stand in its words alone, so that a fight does not roll them. */
export function unreadDice(text: string, action: StatAction): readonly string[] {
  const read = JSON.stringify(action, (key, value: unknown) => key === "text" ? "" : value);
  const dice = [...readable(text).matchAll(DAMAGE_DICE)].map((m) => (m[1] ?? "").replace(/ /g, ""));
  return dice.filter((candidate) => !read.includes(`"${candidate}"`));
}

const DAMAGE_DICE = /(\d+d\d+(?: ?[+-] ?\d+(?:d\d+)?)*)(?=[^.\d]{0,40}\bdamage\b)/gi;

function saveParts(
  entry: DraftEntry,
  saves: readonly SaveRead[],
  text: string,
): Omit<StatAction, "id" | "name"> {
  const [first, ...others] = saves;
  const save = first ?? entry.save;
  const damages = first?.damages.length ? first.damages : entry.damages ?? [];
  return {
    kind: "save",
    text,
    ...(save
      ? { save: { ability: save.ability, dc: Math.min(100, save.dc), onSave: save.onSave } }
      : {}),
    ...(first?.name ? { saveName: first.name } : {}),
    ...(damages.length > 0 ? { damages: saneDamages(damages) } : {}),
    ...(first?.effects.length ? { effects: few(first.effects) } : {}),
    ...areaOf(first?.areaShape ?? readArea(readable(text))),
    ...(first?.within !== undefined ? { within: first.within } : {}),
    ...(others.length > 0 ? { riders: few(others).map(riderOf) } : {}),
  };
}

/** Fields with types say more than words; words say more than fields without. */
function typedFirst(fields: readonly DamagePart[], words: readonly DamagePart[]) {
  return words.length === 0 || fields.some(({ type }) => type !== undefined) ? fields : words;
}

function partsOf(entry: DraftEntry): Omit<StatAction, "id" | "name"> {
  const { text } = entry;
  const plain = readable(text);
  if (/^multiattack$/i.test(entry.name)) {
    const routines = readMultiattack(plain).slice(0, 10).map((item) =>
      item.slice(0, 20).map((part) => ({
        ...part,
        action: clip(part.action, 120),
      }))
    );
    return { kind: "other", text, ...(routines.length > 0 ? { multiattack: routines } : {}) };
  }
  const attack = attackIn(plain);
  if (attack) return attackParts(entry, attack, text);
  if (entry.toHit !== undefined) {
    const damages = entry.damages?.length ? entry.damages : damagesIn(plain);
    return {
      kind: "attack",
      text,
      toHit: Math.max(-100, Math.min(100, entry.toHit)),
      ...(damages.length > 0 ? { damages: saneDamages(damages) } : {}),
    };
  }
  const saves = /saving throw|\bsave\b/i.test(plain) ? savesOf(plain) : [];
  if (saves.length > 0 || entry.save) return saveParts(entry, saves, text);
  const damages = typedFirst(entry.damages ?? [], damagesIn(plain));
  return { kind: "other", text, ...(damages.length > 0 ? { damages: saneDamages(damages) } : {}) };
}

/** An action with the figures of its text; `taken` keeps its id apart from the others'. */
export function buildAction(raw: DraftEntry, taken: Set<string>): StatAction {
  const entry = splitName(raw);
  const name = clip(entry.name.replace(/\.$/, "") || "Action", 120);
  return { id: actionId(name, taken), name, ...partsOf({ ...entry, name }), ...limitsOf(entry) };
}

const ONGOING = /at the (?:start|end) of each of|hits it with a melee|melee attack roll takes/i;

/** A trait with the save or damage that its text holds. */
export function buildTrait(raw: DraftEntry): Trait {
  const entry = splitName(raw);
  const plain = readable(entry.text);
  const [save] = savesOf(plain);
  const damages = save ? save.damages : ONGOING.test(plain) ? damagesIn(plain).slice(0, 1) : [];
  return {
    name: clip(entry.name.replace(/\.$/, "") || "Trait", 120),
    text: entry.text,
    ...(({ cost: _, ...limits }) => limits)(limitsOf(entry)),
    ...(save
      ? { save: { ability: save.ability, dc: Math.min(100, save.dc), onSave: save.onSave } }
      : {}),
    ...(damages.length > 0 ? { damages: saneDamages(damages) } : {}),
    ...(save?.effects.length ? { effects: few(save.effects) } : {}),
    ...(save?.areaShape ? { areaShape: save.areaShape } : {}),
  };
}

/** A damage type of the rules out of a word; undefined for homebrew ones. */
export function damageTypeIn(word: unknown) {
  return typeof word === "string"
    ? DAMAGE_TYPES.find((type) => type === word.trim().toLowerCase())
    : undefined;
}
