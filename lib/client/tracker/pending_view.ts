/** What is in hand as the screen shows it: titles, the result ahead, what the button will do. */
import type { DamageInput } from "@/lib/combat/commands.ts";
import { findCombatant, fullName, nameOf } from "@/lib/combat/lookup.ts";
import {
  type DamagePreview,
  type HitPointPreview,
  previewDamage,
  previewHeal,
  previewTemporary,
} from "@/lib/combat/preview.ts";
import { saveBonus } from "@/lib/combat/rules/saves.ts";
import type { AreaEffect, DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import type { Condition, DamageType, SaveOutcome } from "@/lib/combat/vocabulary.ts";
import { beforeAfter, targetTitle, together, traitWords } from "./preview.ts";
import { readAmount } from "./amount.ts";
import {
  type Desk,
  digitsOf,
  type Hand,
  type LineKind,
  type PadMode,
  subjects,
} from "./tracker_state.ts";
import { conditionsFor } from "./pending_actions.ts";

type PadHand = Extract<Hand, { kind: "pad" }>;
type EffectHand = Extract<Hand, { kind: "effect" }>;
type LineHand = Extract<Hand, { kind: "line" }>;

export interface AreaRowView {
  readonly id: Id;
  readonly digit: string;
  readonly name: string;
  readonly damage: number | null;
  readonly total: number | null;
  readonly words: string;
  readonly asked: boolean;
  readonly outcome: SaveOutcome | null;
  readonly bonus: number;
  readonly settled: boolean;
}

interface Asked {
  readonly title: string;
  readonly note: string;
  readonly text: string;
  readonly does: string;
  readonly error: string | null;
}

interface PadView extends Asked {
  readonly targetIds: readonly Id[];
  readonly mode: PadMode;
  readonly type: DamageType | null;
  readonly critical: boolean;
  readonly ahead: readonly [plain: string, strong: string];
}

interface EffectView extends Asked {
  readonly chosen: string | null;
  readonly options: readonly Condition[];
}

interface LineView extends Asked {
  readonly label: string;
  readonly placeholder: string;
}

export type HandView =
  | {
    kind: "pad";
    pad: PadView;
    rolls: readonly { roll: DiceRoll; type: DamageType | null }[];
  }
  | { kind: "effect"; effect: EffectView }
  | { kind: "line"; line: LineView }
  | { kind: "area"; area: AreaEffect; rows: readonly AreaRowView[]; does: string };

export interface HandSight {
  readonly view: HandView | null;
  /** Hit points left by id, for the striped piece of the bars. */
  readonly after: ReadonlyMap<Id, number>;
}

const NOTHING: ReadonlyMap<Id, number> = new Map();

function count(ids: readonly Id[]): string {
  if (ids.length === 0) return "press a number or tap a box";
  return ids.length === 1 ? "1 target" : `${ids.length} targets`;
}

/** The damage in hand as the command will carry it; empty while it cannot be read. */
export function damageInHand(hand: PadHand): readonly DamageInput[] {
  const rolls = hand.strike?.rolls ?? [];
  const typed = (amount: number | string, type: DamageType | null): DamageInput => ({
    amount,
    ...(type === null ? {} : { type }),
  });
  if (rolls.length > 0) {
    return rolls.map(({ roll, type }) => typed(Math.max(0, roll.total), type));
  }
  const read = readAmount(hand.text);
  return read.ok ? [typed(read.amount, read.type ?? hand.type)] : [];
}

interface PadPreview {
  readonly all: readonly HitPointPreview[];
  readonly traits: string;
}

function previewPad(fight: EncounterState, ids: readonly Id[], hand: PadHand): PadPreview {
  const damage = damageInHand(hand);
  const [first] = damage;
  if (first === undefined) return { all: [], traits: "" };
  if (hand.mode === "heal") return { all: previewHeal(fight, ids, first.amount), traits: "" };
  if (hand.mode === "temporary") {
    return { all: previewTemporary(fight, ids, first.amount), traits: "" };
  }
  const targets = ids.map((id) => ({ id }));
  const all = previewDamage(fight, { targets, damage, critical: hand.critical });
  const [only] = all;
  return { all, traits: all.length === 1 && only !== undefined ? traitWords(only) : "" };
}

const VERBS: Readonly<Record<PadMode, string>> = {
  damage: "Deal",
  heal: "Heal",
  temporary: "Give",
};

function padDoes(fight: EncounterState, hand: PadHand, ids: readonly Id[]): string {
  if (hand.proposalId !== null) return "Accept it so";
  const amount = hand.text === "" ? VERBS[hand.mode] : `${VERBS[hand.mode]} ${hand.text}`;
  const [only] = ids;
  if (only === undefined) return `${amount} to nobody yet`;
  return `${amount} to ${ids.length === 1 ? nameOf(fight, only) : ids.length}`;
}

function padSight(fight: EncounterState, desk: Desk, hand: PadHand): HandSight {
  const ids = subjects(desk, fight).filter((id) => findCombatant(fight, id)?.hp != null);
  const { all, traits } = previewPad(fight, ids, hand);
  const [plain, strong] = together(all);
  const typed = readAmount(hand.text);
  const title = targetTitle(fight, ids);
  return {
    after: new Map(all.map((one) => [one.id, one.after.current])),
    view: {
      kind: "pad",
      rolls: hand.strike?.rolls ?? [],
      pad: {
        title: hand.strike === null ? title : `${hand.strike.label} on ${title}`,
        note: count(ids),
        targetIds: ids,
        mode: hand.mode,
        text: hand.text,
        type: (typed.ok ? typed.type : null) ?? hand.type,
        critical: hand.critical,
        ahead: [traits === "" ? plain : `${traits}, ${plain}`, strong],
        does: padDoes(fight, hand, ids),
        error: hand.error,
      },
    },
  };
}

function effectView(fight: EncounterState, desk: Desk, hand: EffectHand): HandView {
  const ids = subjects(desk, fight);
  const name = hand.chosen?.name ?? null;
  return {
    kind: "effect",
    effect: {
      title: targetTitle(fight, ids),
      note: count(ids),
      text: hand.text,
      chosen: name,
      options: name === null ? conditionsFor(hand.text) : [],
      does: name === null ? "Choose" : `Put ${name} on ${ids.length === 1 ? "it" : ids.length}`,
      error: hand.error,
    },
  };
}

const LINES: Readonly<
  Record<LineKind, { title: string; label: string; placeholder: string; does: string }>
> = {
  area: {
    title: "Area effect",
    label: "Damage, then the save",
    placeholder: "28 fire dex 15",
    does: "Roll the saves",
  },
  roll: { title: "Roll", label: "Dice", placeholder: "2d6+3", does: "Roll" },
  concentrate: {
    title: "Concentration",
    label: "Spell and rounds; nothing ends it",
    placeholder: "Bless 10",
    does: "Concentrate",
  },
  ready: {
    title: "Ready",
    label: "What it waits for",
    placeholder: "shoots whoever opens the door",
    does: "Ready it",
  },
  initiative: {
    title: "Initiative",
    label: "A number; nothing rolls it",
    placeholder: "roll",
    does: "Set it",
  },
  name: { title: "Name", label: "Name of the fight", placeholder: "Goblin ambush", does: "Rename" },
  "attack-line": { title: "Action", label: "Its number", placeholder: "1", does: "Take it" },
};

function lineView(fight: EncounterState, desk: Desk, hand: LineHand): HandView {
  const words = LINES[hand.line];
  const ids = subjects(desk, fight);
  const whose = hand.id === null ? "" : nameOf(fight, hand.id);
  const about = hand.line === "concentrate" && ids[0] !== undefined ? nameOf(fight, ids[0]) : whose;
  const note = hand.line === "area"
    ? desk.targets.length === 0 ? "all foes" : count(desk.targets)
    : about;
  return { kind: "line", line: { ...words, note, text: hand.text, error: hand.error } };
}

const OUTCOME_WORDS: Readonly<Record<SaveOutcome, string>> = {
  fail: "fails",
  save: "saves",
  none: "takes none",
};

function areaPreview(
  fight: EncounterState,
  area: AreaEffect,
  id: Id,
  outcome: SaveOutcome,
): DamagePreview | undefined {
  const damage = area.damages.map(({ roll, type }) => ({
    amount: Math.max(0, roll.total),
    ...(type === null ? {} : { type }),
  }));
  return previewDamage(fight, { targets: [{ id, outcome }], damage, magical: area.magical })[0];
}

function areaWords(outcome: SaveOutcome, preview: DamagePreview | undefined): string {
  const harmed = preview !== undefined && preview.damage > 0;
  const words = [
    OUTCOME_WORDS[outcome],
    preview === undefined ? "" : traitWords(preview),
    harmed ? beforeAfter(preview).join(" ").trim() : "",
  ];
  return words.filter((word) => word !== "").join(", ");
}

function areaRow(
  fight: EncounterState,
  area: AreaEffect,
  digits: ReadonlyMap<Id, string>,
  target: AreaEffect["targets"][number],
): AreaRowView & { readonly left: number | null } {
  const { id, outcome, settled } = target;
  const creature = findCombatant(fight, id);
  const preview = outcome === null ? undefined : areaPreview(fight, area, id, outcome);
  // Only who holds a phone can be asked; the others' dice lie on the table.
  const asked = outcome === null &&
    Object.values(fight.seats).some(({ combatantId }) => combatantId === id);
  return {
    id,
    digit: digits.get(id) ?? digits.get(creature?.groupId ?? "") ?? "",
    name: creature === undefined ? "Somebody" : fullName(creature),
    damage: outcome === null ? null : preview?.damage ?? 0,
    total: target.roll?.total ?? null,
    words: outcome === null ? asked ? "asked" : "not rolled yet" : areaWords(outcome, preview),
    asked,
    outcome,
    bonus: creature === undefined || area.save === null
      ? 0
      : saveBonus(creature, area.save.ability),
    settled,
    left: preview === undefined || settled ? null : preview.after.current,
  };
}

/** "Apply to 3, Wren follows". */
function areaDoes(rows: readonly AreaRowView[]): string {
  const known = rows.filter((row) => row.outcome !== null && !row.settled).length;
  const late = rows.filter((row) => row.outcome === null);
  const [first] = late;
  if (first === undefined) return `Apply to ${known}`;
  const follow = late.length === 1
    ? `${first.name.split(" ")[0]} follows`
    : `${late.length} follow`;
  if (known === 0 && late.some(({ asked }) => asked)) return `Waiting for ${late.length}`;
  return known === 0
    ? `Choose ${late.length === 1 ? "the save" : "the saves"}`
    : `Apply to ${known}, ${follow}`;
}

function areaSight(fight: EncounterState, desk: Desk, areaId: Id): HandSight {
  const area = fight.areas[areaId];
  if (area === undefined) return { view: null, after: NOTHING };
  const digits = digitsOf(fight, desk.open);
  const rows = area.targets.map((target) => areaRow(fight, area, digits, target));
  return {
    view: { kind: "area", area, rows, does: areaDoes(rows) },
    after: new Map(rows.flatMap((row) => row.left === null ? [] : [[row.id, row.left]])),
  };
}

/** The hand as it is shown, and what it would do to the bars. */
export function handSight(fight: EncounterState, desk: Desk): HandSight {
  const { hand } = desk;
  switch (hand?.kind) {
    case undefined:
      return { view: null, after: NOTHING };
    case "pad":
      return padSight(fight, desk, hand);
    case "effect":
      return { view: effectView(fight, desk, hand), after: NOTHING };
    case "line":
      return { view: lineView(fight, desk, hand), after: NOTHING };
    case "area":
      return areaSight(fight, desk, hand.areaId);
  }
}
