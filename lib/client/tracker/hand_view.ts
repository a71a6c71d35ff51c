/** What is in hand as the screen shows it: titles, the result ahead, what the button will do. */
import type { DamageRolled, Hit } from "@/lib/combat/events.ts";
import { findCombatant, fullName, nameOf } from "@/lib/combat/lookup.ts";
import { saveBonus } from "@/lib/combat/rules/saves.ts";
import type { AreaEffect, DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import type { Condition, DamageType, SaveOutcome } from "@/lib/combat/vocabulary.ts";
import {
  aheadOf,
  areaDamages,
  beforeAfter,
  healedTo,
  targetTitle,
  together,
  traitWords,
} from "./ahead.ts";
import { readAmount } from "./amount.ts";
import { type Desk, digitsOf, type Hand, type LineKind, type PadMode, subjects } from "./desk.ts";
import { conditionsFor } from "./hands.ts";

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

function damagesOf(hand: PadHand): readonly DamageRolled[] {
  const rolls = hand.strike?.rolls ?? [];
  if (rolls.length > 0) {
    return rolls.map(({ roll, type }) => ({ amount: Math.max(0, roll.total), type, roll }));
  }
  const typed = readAmount(hand.text);
  if (!typed.ok || typeof typed.amount !== "number") return [];
  return [{ amount: typed.amount, type: typed.type ?? hand.type, roll: null }];
}

function hitsOf(fight: EncounterState, ids: readonly Id[], hand: PadHand): readonly Hit[] {
  const damages = damagesOf(hand);
  if (damages.length === 0) return [];
  return ids.flatMap((id) => aheadOf(fight, id, damages, { critical: hand.critical }) ?? []);
}

/** "83 to 95" for one who is healed; for several the sum that is gained. */
function healAhead(fight: EncounterState, ids: readonly Id[], hand: PadHand) {
  const typed = readAmount(hand.text);
  const hps = ids.flatMap((id) => findCombatant(fight, id)?.hp ?? []);
  const [only] = hps;
  if (!typed.ok || typeof typed.amount !== "number" || only === undefined) return ["", ""] as const;
  const { amount } = typed;
  if (hand.mode === "temporary") {
    return [
      "temporary",
      `+${Math.max(...hps.map((hp) => hp.temp), amount)}`,
    ] as const;
  }
  if (hps.length === 1) return [`${only.current} to`, String(healedTo(only, amount))] as const;
  const gained = hps.reduce((sum, hp) => sum + healedTo(hp, amount) - hp.current, 0);
  return ["together", `+${gained}`] as const;
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
  const hits = hand.mode === "damage" ? hitsOf(fight, ids, hand) : [];
  const traits = hits.length === 1 && hits[0] !== undefined ? traitWords(hits[0]) : "";
  const [plain, strong] = hand.mode === "damage" ? together(hits) : healAhead(fight, ids, hand);
  const typed = readAmount(hand.text);
  return {
    after: new Map(hits.map((hit) => [hit.id, hit.after.current])),
    view: {
      kind: "pad",
      rolls: hand.strike?.rolls ?? [],
      pad: {
        title: hand.strike === null
          ? targetTitle(fight, ids)
          : `${hand.strike.label} on ${targetTitle(fight, ids)}`,
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

function areaRow(
  fight: EncounterState,
  area: AreaEffect,
  digits: ReadonlyMap<Id, string>,
  target: AreaEffect["targets"][number],
): AreaRowView & { readonly left: number | null } {
  const creature = findCombatant(fight, target.id);
  const hit = target.outcome === null ? null : aheadOf(fight, target.id, areaDamages(area), {
    outcome: target.outcome,
    magical: area.magical,
  });
  const fromTo = hit === null || hit.damage === 0 ? "" : beforeAfter(hit).join(" ").trim();
  const words = target.outcome === null
    ? creature?.kind === "character" ? "asked" : "not rolled yet"
    : [OUTCOME_WORDS[target.outcome], hit === null ? "" : traitWords(hit), fromTo];
  const group = creature?.groupId ?? "";
  return {
    id: target.id,
    digit: digits.get(target.id) ?? digits.get(group) ?? "",
    name: creature === undefined ? "Somebody" : fullName(creature),
    damage: target.outcome === null ? null : hit?.damage ?? 0,
    total: target.roll?.total ?? null,
    words: typeof words === "string" ? words : words.filter((word) => word !== "").join(", "),
    asked: target.outcome === null && creature?.kind === "character",
    outcome: target.outcome,
    bonus: creature === undefined || area.save === null
      ? 0
      : saveBonus(creature, area.save.ability),
    settled: target.settled,
    left: hit === null || target.settled ? null : hit.after.current,
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
  return known === 0 ? `Waiting for ${late.length}` : `Apply to ${known}, ${follow}`;
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
