/**
 * Compares every figure in the fields of the SRD sources with the built data. What their texts say is audited in
 * srd_lost_test.ts, srd_invented_test.ts and srd_saves_test.ts.
 */
import assert from "node:assert/strict";
import { figuresOf } from "@/tests/help/srd_figures.ts";
import {
  allActions,
  type Ledger,
  ledger,
  list,
  obj,
  type Raw,
  source,
  text,
} from "@/tests/help/srd_source.ts";
import { DEFENCE_FIXES, DICE_FIXES, SCORE_FIXES } from "../../tasks/srd/fixes.ts";
import { ABILITIES } from "../combat/vocabulary.ts";
import { allOf } from "./srd_data.ts";
import type { StatAction, StatBlock } from "@/lib/creatures/stat_block.ts";

const LONG = ["strength", "dexterity", "constitution", "intelligence", "wisdom", "charisma"];

const dice = (value: unknown): string => text(value).replace(/ /g, "");
const feet = (value: unknown): number => Number.parseInt(text(value), 10);

const diceOf = (action: StatAction): string[] =>
  figuresOf(action).damages.map((d) => `${d.dice} ${d.type ?? "?"}`);

function defences(b: StatBlock, field: "vulnerabilities" | "resistances" | "immunities"): string[] {
  const fixed = DEFENCE_FIXES.filter((f) => f.field === field && f.slugs.includes(b.slug))
    .flatMap((f) => f.add.map((a) => a.type));
  return (b[field] ?? []).filter((d) => !fixed.includes(d.type)).map((d) => d.type).sort();
}

Deno.test("every figure of SRD 5.1 equals the 5e-bits source", async () => {
  const raw = await source("2014/5e-bits-Monsters.json");
  if (!raw) return;
  const blocks = new Map((await allOf("2014")).map((b) => [b.slug, b]));
  assert.equal(raw.length, blocks.size);
  const book = ledger();
  for (const m of raw) {
    const b = blocks.get(`${text(m.index)}-2014`);
    assert.ok(b, `${text(m.index)} is missing`);
    const at = b.slug;
    book.same(`${at} ac`, b.ac, list(m.armor_class)[0]?.value);
    book.same(`${at} hp`, b.hp, { average: m.hit_points, dice: dice(m.hit_points_roll) });
    book.same(`${at} cr`, b.cr, m.challenge_rating);
    book.same(`${at} xp`, b.xp, m.xp);
    book.same(`${at} pb`, b.proficiencyBonus, m.proficiency_bonus);
    ABILITIES.forEach((a, i) => book.same(`${at} ${a}`, b.abilities[a], m[LONG[i] ?? ""]));
    for (const [kind, value] of Object.entries(obj(m.speed))) {
      book.same(`${at} ${kind}`, b.speeds[kind], value === true ? 1 : feet(value));
    }
    for (const [kind, value] of Object.entries(obj(m.senses))) {
      const ours = kind === "passive_perception"
        ? b.passivePerception
        : Object.entries(b.senseRanges).find(([k]) => k === kind)?.[1];
      book.same(`${at} ${kind}`, ours, kind === "passive_perception" ? value : feet(value));
    }
    for (const p of list(m.proficiencies)) {
      const name = text(obj(p.proficiency).index);
      const ours = { ...b.saves, ...b.skills };
      const key = name.replace(/^(saving-throw|skill)-/, "");
      book.same(`${at} ${name}`, Object.entries(ours).find(([k]) => k === key)?.[1], p.value);
    }
    const immune = list(m.condition_immunities).map((c) => text(c.index));
    book.same(`${at} condition immunities`, b.conditionImmunities, immune);
    for (const field of ["vulnerabilities", "resistances", "immunities"] as const) {
      const theirs = list(m[`damage_${field}`]).map(text).join(" ");
      const types = new Set((b[field] ?? []).filter((d) => d.only !== "spells").map((d) => d.type));
      for (const t of types) book.same(`${at} ${field} ${t}`, theirs.includes(t), true);
      const words = theirs.match(
        /acid|bludgeoning|cold|fire|force|lightning|necrotic|piercing|poison|psychic|radiant|slashing|thunder/g,
      );
      book.same(`${at} ${field} count`, types.size, new Set(words ?? []).size);
    }
    audit2014Actions(book, b, m);
  }
  book.close(8800);
});

function audit2014Actions(book: Ledger, b: StatBlock, m: Raw): void {
  const pairs = [
    ...list(m.actions).map((raw, i) => [raw, b.actions[i]] as const),
    ...list(m.legendary_actions).map((raw, i) => [raw, b.legendary?.actions[i]] as const),
    ...list(m.reactions).map((raw, i) => [raw, b.reactions[i]] as const),
  ];
  for (const [raw, action] of pairs) {
    const at = `${b.slug} ${text(raw.name)}`;
    assert.ok(action, `${at} is missing`);
    // the source carries a bonus of 0 on legendary actions that are no attack
    const isAttack = /(?:Weapon|Spell) Attack:/.test(text(raw.desc));
    if (isAttack) book.same(`${at} to hit`, action.toHit, raw.attack_bonus);
    const ours = diceOf(action);
    for (const d of list(raw.damage)) {
      const type = text(obj(d.damage_type).index);
      if (!d.damage_dice || !isAttack && !raw.dc) continue;
      const found = ours.some((o) =>
        o.startsWith(`${dice(d.damage_dice)} `) && (!type || o.endsWith(type))
      );
      book.holds(`${at}: ${text(d.damage_dice)} ${type} not in [${ours.join(", ")}]`, found);
    }
    const dc = obj(raw.dc).dc_value;
    const dcs = figuresOf(action).saves.map((save) => save.dc);
    if (dc) book.holds(`${at}: DC ${dc} not in [${dcs}]`, dcs.includes(Number(dc)));
    const usage = obj(raw.usage);
    if (usage.min_value) book.same(`${at} recharge`, action.recharge?.from, usage.min_value);
    if (usage.type === "per day") book.same(`${at} per day`, action.perDay, usage.times);
  }
  const spells = list(m.special_abilities).map((s) => obj(s.spellcasting)).filter((s) => s.spells);
  if (spells[0]) {
    book.same(`${b.slug} spell DC`, b.spellcasting?.dc, spells[0].dc);
    const count = spells.reduce((n, s) => n + list(s.spells).length, 0);
    book.same(`${b.slug} spells`, b.spellcasting?.groups.flatMap((g) => g.spells).length, count);
  }
}

/** XP by challenge rating, as most creatures of SRD 5.1 have it: both editions share the table. */
async function publishedXp(): Promise<ReadonlyMap<number, number> | undefined> {
  const raw = await source("2014/5e-bits-Monsters.json");
  if (!raw) return undefined;
  const byRating = Map.groupBy(raw, (m) => Number(m.challenge_rating));
  return new Map([...byRating].map(([cr, all]) => {
    const each = all.map((m) => Number(m.xp));
    const often = (xp: number): number => each.filter((x) => x === xp).length;
    return [cr, each.toSorted((a, b) => often(b) - often(a))[0] ?? 0];
  }));
}

/** The field says small for Tiny and for Medium or Small too; the hit die tells them apart. */
function sizeByDie(size: string, die: string): string {
  if (size !== "small") return size;
  return die.includes("d4") ? "tiny" : die.includes("d8") ? "medium" : size;
}

Deno.test("every figure of SRD 5.2 equals the Open5e source", async () => {
  const raw = await source("2024/open5e-Creature.json");
  const attacks = await source("2024/open5e-CreatureActionAttack.json");
  const actions = await source("2024/open5e-CreatureAction.json");
  const xpOf = await publishedXp();
  if (!raw || !attacks || !actions || !xpOf) return;
  const blocks = new Map((await allOf("2024")).map((b) => [b.slug, b]));
  assert.equal(raw.length, blocks.size);
  const book = ledger();
  for (const row of raw) {
    const f = obj(row.fields);
    const b = blocks.get(`${text(row.pk).replace("srd-2024_", "")}-2024`);
    assert.ok(b, `${text(row.pk)} is missing`);
    const at = b.slug;
    book.same(`${at} ac`, b.ac, f.armor_class);
    book.same(`${at} hp`, b.hp, { average: f.hit_points, dice: dice(f.hit_dice) });
    book.same(`${at} cr`, b.cr, Number(f.challenge_rating));
    const harmless = !actions.map((a) => obj(a.fields)).some((a) =>
      a.parent === row.pk && /damage|Spell/.test(text(a.desc))
    );
    book.same(`${at} xp`, b.xp, b.cr === 0 && harmless ? 0 : xpOf.get(b.cr));
    book.same(`${at} type`, b.type, f.type);
    book.same(`${at} alignment`, b.alignment, f.alignment);
    book.same(`${at} size`, b.size, sizeByDie(text(f.size), text(f.hit_dice)));
    book.same(`${at} hover`, b.speeds["hover"] === 1, f.hover);
    book.same(`${at} telepathy`, b.telepathy ?? null, f.telepathy_range || null);
    book.same(`${at} initiative`, b.initiative, f.initiative_bonus);
    book.same(`${at} passive`, b.passivePerception, f.passive_perception);
    ABILITIES.forEach((a, i) => {
      const score = b.abilities[a];
      if (SCORE_FIXES[at] && (a === "con" || a === "cha")) {
        return book.same(`${at} ${a}`, score, SCORE_FIXES[at]?.[a]);
      }
      book.same(`${at} ${a}`, score, f[`ability_score_${LONG[i]}`]);
      const save = b.saves?.[a] ?? Math.floor((score - 10) / 2);
      book.same(`${at} ${a} save`, save, f[`saving_throw_${LONG[i]}`]);
    });
    for (const kind of ["walk", "burrow", "climb", "fly", "swim"]) {
      book.same(`${at} ${kind}`, b.speeds[kind] ?? 0, f[kind] ?? 0);
    }
    for (const kind of ["darkvision", "blindsight", "tremorsense", "truesight"] as const) {
      book.same(`${at} ${kind}`, b.senseRanges[kind] ?? null, f[`${kind}_range`]);
    }
    for (const [key, value] of Object.entries(f)) {
      const skill = /^skill_bonus_(\w+)$/.exec(key)?.[1]?.replaceAll("_", "-");
      if (!skill) continue;
      const ours = Object.entries(b.skills ?? {}).find(([k]) => k === skill)?.[1];
      book.same(`${at} ${skill}`, ours ?? null, value);
    }
    book.same(`${at} condition immunities`, b.conditionImmunities, f.condition_immunities);
    for (const field of ["vulnerabilities", "resistances", "immunities"] as const) {
      book.same(`${at} ${field}`, defences(b, field), list(f[`damage_${field}`]).map(text).sort());
    }
  }
  audit2024Actions(book, blocks, actions, attacks);
  book.close(15000);
});

function audit2024Actions(
  book: Ledger,
  blocks: ReadonlyMap<string, StatBlock>,
  actions: readonly Raw[],
  attacks: readonly Raw[],
): void {
  const byKey = new Map(actions.map((a) => [text(a.pk), obj(a.fields)]));
  const find = (key: string): StatAction | undefined => {
    const f = byKey.get(key);
    const b = blocks.get(`${text(f?.parent).replace("srd-2024_", "")}-2024`);
    const name = text(f?.name).replace(/ ?\(.*$/, "").trim();
    return b && allActions(b).find((a) => a.name === name && a.kind === "attack");
  };
  for (const row of attacks) {
    const f = obj(row.fields);
    const action = find(text(f.parent));
    const at = text(f.parent);
    assert.ok(action, `${at} is missing`);
    book.same(`${at} to hit`, action.toHit, f.to_hit_mod);
    if (f.reach) book.same(`${at} reach`, action.reach, f.reach);
    if (f.range) book.same(`${at} range`, action.range?.normal, f.range);
    if (f.long_range) book.same(`${at} long range`, action.range?.long, f.long_range);
    const [wrong, right] = DICE_FIXES[at] ?? [];
    const corrected = (value: string): string => value === wrong ? right ?? value : value;
    const bonus = Number(f.damage_bonus ?? 0);
    const sign = bonus > 0 ? `+${bonus}` : bonus < 0 ? String(bonus) : "";
    if (f.damage_die_type) {
      const wanted = `${f.damage_die_count}${text(f.damage_die_type).toLowerCase()}${sign}`;
      book.same(`${at} damage`, action.damages?.[0]?.dice, corrected(wanted));
    }
    if (f.extra_damage_die_type) {
      const extra = corrected(
        `${f.extra_damage_die_count}${text(f.extra_damage_die_type).toLowerCase()}`,
      );
      const found = diceOf(action).some((d) => d.startsWith(`${extra} `));
      book.holds(`${at}: extra ${extra} not in [${diceOf(action)}]`, found);
    }
  }
  for (const [key, f] of byKey) {
    const desc = text(f.desc);
    const dc = /Saving Throw: DC (\d+)/.exec(desc)?.[1];
    const b = blocks.get(`${text(f.parent).replace("srd-2024_", "")}-2024`);
    const name = text(f.name).replace(/ ?\(.*$/, "").trim();
    const same = b ? allActions(b).filter((a) => a.name === name) : [];
    book.same(`${key} present`, same.length > 0, true);
    const dcs = same.flatMap((a) => figuresOf(a).saves.map((save) => save.dc));
    if (dc) book.holds(`${key}: DC ${dc} not in [${dcs}]`, dcs.includes(Number(dc)));
    if (text(f.uses_type).startsWith("RECHARGE") && f.uses_param) {
      book.same(`${key} recharge`, same.some((a) => a.recharge?.from === f.uses_param), true);
    }
    if (f.uses_type === "PER_DAY") {
      book.same(`${key} per day`, same.some((a) => a.perDay === f.uses_param), true);
    }
    if (/Attack Roll:/.test(desc)) {
      book.same(`${key} attack`, same.some((a) => a.toHit !== undefined), true);
    }
  }
}

Deno.test("every correction names a creature that exists and still shows", async () => {
  const blocks = new Map((await allOf("2024")).map((b) => [b.slug, b]));
  for (const { field, add, slugs } of DEFENCE_FIXES) {
    for (const slug of slugs) {
      const types = (blocks.get(slug)?.[field] ?? []).map((d) => d.type);
      for (const { type } of add) assert.ok(types.includes(type), `${slug} ${field} ${type}`);
    }
  }
  for (const slug of Object.keys(SCORE_FIXES)) assert.ok(blocks.has(slug), slug);
});

/** Half the faces plus a half, times the dice, rounded down, plus the bonus. */
function mean(expression: string): number {
  const m = /^(\d+)d(\d+)([+-]\d+)?$/.exec(expression);
  if (!m) return Number(expression);
  return Math.floor(Number(m[1]) * (Number(m[2]) + 1) / 2) + Number(m[3] ?? 0);
}

Deno.test("printed averages are those of the dice, but for one slip of the source", async () => {
  const odd: string[] = [];
  for (const edition of ["2014", "2024"] as const) {
    for (const b of await allOf(edition)) {
      if (mean(b.hp.dice) !== b.hp.average) odd.push(`${b.slug} HP ${b.hp.average} ${b.hp.dice}`);
      for (const a of allActions(b)) {
        for (const d of a.damages ?? []) {
          const wanted = Math.max(1, mean(d.dice));
          if (wanted !== d.average) odd.push(`${b.slug} ${a.name} ${d.average} (${d.dice})`);
        }
      }
    }
  }
  assert.deepEqual(odd, ["giant-rat-diseased-2014 Bite 3 (1d4+2)"]);
});
