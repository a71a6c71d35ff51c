/** Builds one structured action or trait from a name and its text. */
import type { SaveRider, StatAction, Trait } from "@/lib/creatures/stat_block.ts";
import type { SaveRead } from "@/lib/interchange/text/read_types.ts";
import { type Multiattack, readMultiattack } from "@/lib/interchange/text/multiattack.ts";
import { DAMAGE_TYPES, type DamageType } from "../../lib/combat/vocabulary.ts";
import {
  damagesIn,
  readArea,
  readAttack,
  readEffects,
  readSaves,
  tidy,
} from "@/lib/interchange/text/action_text.ts";
import { account } from "./account.ts";
import type { Reading } from "./reading.ts";
import { wording } from "./words.ts";

export interface RawAction {
  readonly name: string;
  readonly desc: string;
  readonly recharge?: number;
  readonly perDay?: number;
  readonly perDayInLair?: number;
  readonly afterRest?: "short" | "long";
  readonly cost?: number;
  readonly form?: string;
  /** Known routines (2014 states them in fields). */
  readonly multiattack?: Multiattack;
}

/** Splits "Wing Attack (Costs 2 Actions)" or "Bite (Wolf Form Only)" into name and limits. */
export function splitName(raw: RawAction): RawAction {
  const m = /^(.*?) ?\(([^)]*)\)$/.exec(raw.name);
  if (!m) return { ...raw, name: raw.name.trim() };
  const [note, name] = [m[2] ?? "", m[1] ?? raw.name];
  const recharge = /Recharge (\d)(?:-6)?/i.exec(note);
  const day = /(\d)\/Day(?:, or (\d)\/Day in Lair)?/i.exec(note);
  const cost = /Costs (\d) Actions/i.exec(note);
  if (recharge) return { ...raw, name, recharge: Number(recharge[1]) };
  if (cost) return { ...raw, name, cost: Number(cost[1]) };
  if (/Recharges? after/i.test(note)) return { ...raw, name, afterRest: "short" };
  if (day) {
    const lair = day[2] ? { perDayInLair: Number(day[2]) } : {};
    return { ...raw, name, perDay: Number(day[1]), ...lair };
  }
  if (/1\/Turn/i.test(note)) return { ...raw, name };
  return { ...raw, name, form: note.replace(/ only$/i, "").toLowerCase() };
}

export const idOf = (name: string): string =>
  name.toLowerCase().replace(/['’]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

function limits(raw: RawAction) {
  return {
    ...(raw.recharge ? { recharge: { from: raw.recharge } } : {}),
    ...(raw.perDay ? { perDay: raw.perDay } : {}),
    ...(raw.perDayInLair ? { perDayInLair: raw.perDayInLair } : {}),
    ...(raw.afterRest ? { afterRest: raw.afterRest } : {}),
    ...(raw.cost ? { cost: raw.cost } : {}),
    ...(raw.form ? { form: raw.form } : {}),
  };
}

const riderOf = (save: SaveRead): SaveRider => ({
  ...(save.name ? { name: save.name } : {}),
  save: { ability: save.ability, dc: save.dc, onSave: save.onSave },
  damages: save.damages,
  effects: save.effects,
  ...(save.areaShape ? { areaShape: save.areaShape } : {}),
  ...(save.within ? { within: save.within } : {}),
});

/** A whole action. Reports attack or save words in the text that led to no figures. */
export function buildAction(rawName: RawAction, at: Reading): StatAction {
  const raw = splitName(rawName);
  const desc = tidy(raw.desc);
  const action = readAction(raw, desc, at);
  // the spell list has the DC
  if (!/pellcasting$/.test(raw.name)) account(desc, action, at);
  return action;
}

function readAction(raw: RawAction, desc: string, at: Reading): StatAction {
  const base = { id: idOf(raw.name), name: raw.name, ...limits(raw) };
  const text = wording("action", raw.name, desc, at);
  if (raw.name === "Multiattack") {
    const multiattack = raw.multiattack ?? readMultiattack(desc);
    if (!multiattack.length) at.report(`Multiattack not structured: ${desc}`);
    return { ...base, kind: "other", text, ...(multiattack.length ? { multiattack } : {}) };
  }
  const attack = readAttack(desc);
  if (attack) return attackAction(base, text, attack, raw.desc, at);
  if (/attack roll:|weapon attack:|spell attack:/i.test(desc)) {
    at.report(`attack not structured: ${raw.name}`);
  }
  const saves = readSaves(desc);
  const heal = healOf(desc);
  const first = saves[0];
  if (first && !isCheckOnly(desc)) {
    const rest = saves.slice(1).map(riderOf);
    return {
      ...base,
      kind: "save",
      text,
      save: { ability: first.ability, dc: first.dc, onSave: first.onSave },
      ...(first.name ? { saveName: first.name } : {}),
      ...(first.damages.length ? { damages: first.damages } : {}),
      ...(first.effects.length ? { effects: first.effects } : {}),
      ...areaOf(first.areaShape),
      ...(first.within ? { within: first.within } : {}),
      ...(rest.length ? { riders: rest } : {}),
      ...(heal ? { heal } : {}),
    };
  }
  const damages = heal ? [] : damagesIn(desc.split(/at the start of each/i)[0] ?? "");
  const area = readArea(desc);
  return {
    ...base,
    kind: "other",
    text,
    ...(damages.length ? { damages } : {}),
    ...(area ? areaOf(area) : {}),
    ...(heal ? { heal } : {}),
  };
}

const isCheckOnly = (desc: string): boolean => !/saving throw|\bsave\b/i.test(desc);

function areaOf(area: StatAction["areaShape"]) {
  if (!area) return {};
  const wide = area.width ? `, ${area.width} ft wide` : "";
  const name = area.shape === "emanation" || area.shape === "sphere"
    ? `${area.size} ft ${area.shape === "sphere" ? "radius" : "around it"}`
    : `${area.size} ft ${area.shape}${wide}`;
  return { area: name, areaShape: area };
}

function healOf(desc: string) {
  const m = /regains (\d+) \((\d+d\d+(?: ?[+-] ?\d+)?)\) hit points/i.exec(desc);
  return m ? { average: Number(m[1]), dice: (m[2] ?? "").replace(/ /g, "") } : undefined;
}

function attackAction(
  base: { id: string; name: string },
  text: string,
  attack: NonNullable<ReturnType<typeof readAttack>>,
  rawDesc: string,
  at: Reading,
): StatAction {
  const desc = tidy(rawDesc);
  const saves = readSaves(attack.rest);
  const saveAt = attack.rest.search(/DC \d+ \w+ saving throw|\w+ Saving Throw: DC/i);
  const direct = saveAt < 0 ? attack.rest : attack.rest.slice(0, saveAt);
  const effects = readEffects(direct);
  const hasDamage = /Hit:\s*\d+|\. \d+ \(|\. \d+ \w+ damage/i.test(desc);
  if (hasDamage && attack.damages.length === 0) {
    at.report(`damage not structured: ${base.name}: ${desc}`);
  }
  const orTypes = otherTypes(rawDesc);
  return {
    ...base,
    kind: "attack",
    text,
    toHit: attack.toHit,
    ...(attack.melee ? { melee: true } : {}),
    ...(attack.ranged ? { ranged: true } : {}),
    ...(attack.reach !== undefined ? { reach: attack.reach } : {}),
    ...(attack.range ? { range: attack.range } : {}),
    ...(attack.damages.length ? { damages: attack.damages } : {}),
    ...(orTypes.length ? { orTypes } : {}),
    ...(attack.situational.length ? { situational: attack.situational } : {}),
    ...(effects.length ? { effects } : {}),
    // the save is that of the creature just hit: no range of its own
    ...(saves.length ? { riders: saves.map(({ within: _, ...save }) => riderOf(save)) } : {}),
  };
}

/** A trait: own words, with the save or damage it holds. */
export function buildTrait(rawName: RawAction, at: Reading): Trait {
  const raw = splitName(rawName);
  const desc = tidy(raw.desc);
  const [save] = readSaves(desc);
  const ongoing = /at the (?:start|end) of each of|hits it with a melee|melee attack roll takes/i
    .test(desc);
  const damages = save ? save.damages : ongoing ? damagesIn(desc).slice(0, 1) : [];
  const trait: Trait = {
    name: raw.name,
    text: wording("trait", raw.name, desc, at),
    ...limits(raw),
    ...(save ? { save: { ability: save.ability, dc: save.dc, onSave: save.onSave } } : {}),
    ...(damages.length ? { damages } : {}),
    ...(save?.effects.length ? { effects: save.effects } : {}),
    ...(save?.areaShape ? { areaShape: save.areaShape } : {}),
  };
  account(desc, trait, at);
  return trait;
}

/** "lightning or thunder damage": the type that may be chosen instead. */
function otherTypes(desc: string): DamageType[] {
  const m = /\b(\w+) or (\w+) damage/i.exec(desc);
  return DAMAGE_TYPES.filter((t) =>
    t === m?.[2]?.toLowerCase() && DAMAGE_TYPES.some((u) => u === m?.[1])
  );
}
