/** The pending action as the screen shows it: titles, the result ahead, what the button will do. */
import type { DamageInput } from "@/lib/combat/commands.ts";
import { findCombatant, fullName, nameOf, saveBonus } from "@/lib/combat/lookup.ts";
import {
  type DamagePreview,
  type HitPointPreview,
  previewDamage,
  previewHeal,
  previewTemporary,
} from "@/lib/combat/preview.ts";
import type { AreaEffect, DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import type { DamageType, SaveOutcome } from "@/lib/combat/vocabulary.ts";
import { beforeAfter, targetTitle, together, traitWords } from "./preview.ts";
import { readAmount } from "./amount.ts";
import {
  digitsOf,
  type LineKind,
  type PadMode,
  type PendingAction,
  subjects,
  type TrackerState,
} from "./tracker_state.ts";
import { effectNames } from "./pending_actions.ts";

type AmountPending = Extract<PendingAction, { kind: "pad" }>;
type EffectPending = Extract<PendingAction, { kind: "effect" }>;
type LinePending = Extract<PendingAction, { kind: "line" }>;

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
  readonly preview: readonly [plain: string, strong: string];
}

interface EffectView extends Asked {
  readonly chosen: string | null;
  readonly options: readonly string[];
}

interface LineView extends Asked {
  readonly label: string;
  readonly placeholder: string;
}

export type PendingView =
  | {
    kind: "pad";
    pad: PadView;
    rolls: readonly { roll: DiceRoll; type: DamageType | null }[];
  }
  | { kind: "effect"; effect: EffectView }
  | { kind: "line"; line: LineView }
  | { kind: "area"; area: AreaEffect; rows: readonly AreaRowView[]; does: string };

export interface PendingSight {
  readonly view: PendingView | null;
  /** Hit points left by id, for the striped piece of the bars. */
  readonly after: ReadonlyMap<Id, number>;
}

const NOTHING: ReadonlyMap<Id, number> = new Map();

function count(ids: readonly Id[]): string {
  if (ids.length === 0) return "press a number or tap a box";
  return ids.length === 1 ? "1 target" : `${ids.length} targets`;
}

/** The pending damage as the command will carry it; empty while it cannot be read. */
export function damagePending(pending: AmountPending): readonly DamageInput[] {
  const rolls = pending.damageRoll?.rolls ?? [];
  const typed = (amount: number | string, type: DamageType | null): DamageInput => ({
    amount,
    ...(type === null ? {} : { type }),
  });
  if (rolls.length > 0) {
    return rolls.map(({ roll, type }) => typed(Math.max(0, roll.total), type));
  }
  const read = readAmount(pending.text);
  return read.ok ? [typed(read.amount, read.type ?? pending.type)] : [];
}

interface PadPreview {
  readonly all: readonly HitPointPreview[];
  readonly traits: string;
}

function previewPad(
  encounter: EncounterState,
  ids: readonly Id[],
  pending: AmountPending,
): PadPreview {
  const damage = damagePending(pending);
  const [first] = damage;
  if (first === undefined) return { all: [], traits: "" };
  if (pending.mode === "heal") {
    return { all: previewHeal(encounter, ids, first.amount), traits: "" };
  }
  if (pending.mode === "temporary") {
    return { all: previewTemporary(encounter, ids, first.amount), traits: "" };
  }
  const targets = ids.map((id) => ({ id }));
  const all = previewDamage(encounter, { targets, damage, critical: pending.critical });
  const [only] = all;
  return { all, traits: all.length === 1 && only !== undefined ? traitWords(only) : "" };
}

const VERBS: Readonly<Record<PadMode, string>> = {
  damage: "Deal",
  heal: "Heal",
  temporary: "Give",
};

function padDoes(encounter: EncounterState, pending: AmountPending, ids: readonly Id[]): string {
  if (pending.proposalId !== null) return "Accept it so";
  const amount = pending.text === ""
    ? VERBS[pending.mode]
    : `${VERBS[pending.mode]} ${pending.text}`;
  const [only] = ids;
  if (only === undefined) return `${amount} to nobody yet`;
  return `${amount} to ${ids.length === 1 ? nameOf(encounter, only) : ids.length}`;
}

function padSight(
  encounter: EncounterState,
  trackerState: TrackerState,
  pending: AmountPending,
): PendingSight {
  const ids = subjects(trackerState, encounter).filter((id) =>
    findCombatant(encounter, id)?.hp != null
  );
  const { all, traits } = previewPad(encounter, ids, pending);
  const [plain, strong] = together(all);
  const typed = readAmount(pending.text);
  const title = targetTitle(encounter, ids);
  return {
    after: new Map(all.map((preview) => [preview.id, preview.after.current])),
    view: {
      kind: "pad",
      rolls: pending.damageRoll?.rolls ?? [],
      pad: {
        title: pending.damageRoll === null ? title : `${pending.damageRoll.label} on ${title}`,
        note: count(ids),
        targetIds: ids,
        mode: pending.mode,
        text: pending.text,
        type: (typed.ok ? typed.type : null) ?? pending.type,
        critical: pending.critical,
        preview: [traits === "" ? plain : `${traits}, ${plain}`, strong],
        does: padDoes(encounter, pending, ids),
        error: pending.error,
      },
    },
  };
}

function effectView(
  encounter: EncounterState,
  trackerState: TrackerState,
  pending: EffectPending,
): PendingView {
  const ids = subjects(trackerState, encounter);
  const name = pending.chosen?.name ?? null;
  return {
    kind: "effect",
    effect: {
      title: targetTitle(encounter, ids),
      note: count(ids),
      text: pending.text,
      chosen: name,
      options: name === null ? effectNames(pending.text) : [],
      does: name === null ? "Choose" : `Put ${name} on ${ids.length === 1 ? "it" : ids.length}`,
      error: pending.error,
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

function lineView(
  encounter: EncounterState,
  trackerState: TrackerState,
  pending: LinePending,
): PendingView {
  const words = LINES[pending.line];
  const ids = subjects(trackerState, encounter);
  const whose = pending.id === null ? "" : nameOf(encounter, pending.id);
  const about = pending.line === "concentrate" && ids[0] !== undefined
    ? nameOf(encounter, ids[0])
    : whose;
  const note = pending.line === "area"
    ? trackerState.targets.length === 0 ? "all foes" : count(trackerState.targets)
    : about;
  return { kind: "line", line: { ...words, note, text: pending.text, error: pending.error } };
}

const OUTCOME_WORDS: Readonly<Record<SaveOutcome, string>> = {
  fail: "fails",
  save: "saves",
  none: "takes none",
};

function areaPreview(
  encounter: EncounterState,
  area: AreaEffect,
  id: Id,
  outcome: SaveOutcome,
): DamagePreview | undefined {
  const damage = area.damages.map(({ roll, type }) => ({
    amount: Math.max(0, roll.total),
    ...(type === null ? {} : { type }),
  }));
  return previewDamage(encounter, { targets: [{ id, outcome }], damage, magical: area.magical })[0];
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
  encounter: EncounterState,
  area: AreaEffect,
  digits: ReadonlyMap<Id, string>,
  target: AreaEffect["targets"][number],
): AreaRowView & { readonly left: number | null } {
  const { id, outcome, settled } = target;
  const creature = findCombatant(encounter, id);
  const preview = outcome === null ? undefined : areaPreview(encounter, area, id, outcome);
  // Only who holds a phone can be asked; the others' dice lie on the table.
  const asked = outcome === null &&
    Object.values(encounter.seats).some(({ combatantId }) => combatantId === id);
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

function areaSight(
  encounter: EncounterState,
  trackerState: TrackerState,
  areaId: Id,
): PendingSight {
  const area = encounter.areas[areaId];
  if (area === undefined) return { view: null, after: NOTHING };
  const digits = digitsOf(encounter, trackerState.open);
  const rows = area.targets.map((target) => areaRow(encounter, area, digits, target));
  return {
    view: { kind: "area", area, rows, does: areaDoes(rows) },
    after: new Map(rows.flatMap((row) => row.left === null ? [] : [[row.id, row.left]])),
  };
}

/** The pending action as it is shown, and what it would do to the bars. */
export function pendingSight(encounter: EncounterState, trackerState: TrackerState): PendingSight {
  const { pending } = trackerState;
  switch (pending?.kind) {
    case undefined:
      return { view: null, after: NOTHING };
    case "pad":
      return padSight(encounter, trackerState, pending);
    case "effect":
      return { view: effectView(encounter, trackerState, pending), after: NOTHING };
    case "line":
      return { view: lineView(encounter, trackerState, pending), after: NOTHING };
    case "area":
      return areaSight(encounter, trackerState, pending.areaId);
  }
}
