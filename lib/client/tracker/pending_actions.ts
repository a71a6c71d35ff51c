/** Starting a pending action, and typing in it. Pure steps of the screen's state. */
import { CONDITIONS, type DamageType } from "@/lib/combat/vocabulary.ts";
import { EFFECT_PRESETS } from "@/lib/combat/effect_presets.ts";
import type { Id } from "@/lib/combat/state.ts";
import type {
  DamageRoll,
  LineKind,
  PadMode,
  PendingAction,
  TrackerState,
} from "./tracker_state.ts";

export type AmountPending = Extract<PendingAction, { kind: "pad" }>;

const MOST_TYPED = 120;

/** Opens the pad, or changes what an open one does; what was typed stays. */
export function takePad(
  trackerState: TrackerState,
  mode: PadMode,
  type: DamageType | null = null,
): TrackerState {
  const typed = trackerState.pending?.kind === "pad" ? trackerState.pending : null;
  const pending: AmountPending = {
    kind: "pad",
    mode,
    text: typed?.text ?? "",
    type: typed?.type ?? type,
    critical: false,
    damageRoll: null,
    proposalId: null,
    error: null,
  };
  return { ...trackerState, pending, pane: "side" };
}

/** Makes rolled damage of an attack pending. */
export function takeDamageRoll(
  trackerState: TrackerState,
  damageRoll: DamageRoll,
  critical: boolean,
): TrackerState {
  const total = damageRoll.rolls.reduce((sum, { roll }) => sum + roll.total, 0);
  const pending: AmountPending = {
    kind: "pad",
    mode: "damage",
    text: String(total),
    type: damageRoll.rolls[0]?.type ?? null,
    critical,
    damageRoll,
    proposalId: null,
    error: null,
  };
  return { ...trackerState, pending, pane: "side" };
}

export function takeEffect(trackerState: TrackerState): TrackerState {
  return {
    ...trackerState,
    pending: { kind: "effect", text: "", chosen: null, error: null },
    pane: "side",
  };
}

export function takeLine(
  trackerState: TrackerState,
  line: LineKind,
  id: Id | null = null,
  text = "",
): TrackerState {
  return { ...trackerState, pending: { kind: "line", line, text, id, error: null }, pane: "side" };
}

/** Replaces what is typed in the pending action; a problem told before goes away. */
export function typed(trackerState: TrackerState, text: string): TrackerState {
  const { pending } = trackerState;
  if (pending === null || pending.kind === "area") return trackerState;
  const next = { ...pending, text: text.slice(0, MOST_TYPED), error: null };
  return { ...trackerState, pending: next.kind === "pad" ? { ...next, damageRoll: null } : next };
}

/** A key of the pad on the screen. */
export function pressPad(trackerState: TrackerState, key: string): TrackerState {
  const { pending } = trackerState;
  if (pending === null || pending.kind === "area") return trackerState;
  if (key === "back") return typed(trackerState, pending.text.slice(0, -1));
  if (key === "half") return typed(trackerState, halve(pending.text));
  return typed(trackerState, pending.text === "0" ? key : pending.text + key);
}

/** Half of a plain number at once, rounded down; anything else gets "/2" behind it. */
function halve(text: string): string {
  return /^\d+$/.test(text) ? String(Math.floor(Number(text) / 2)) : text;
}

export function failed(trackerState: TrackerState, error: string): TrackerState {
  const { pending } = trackerState;
  return pending === null || pending.kind === "area"
    ? trackerState
    : { ...trackerState, pending: { ...pending, error } };
}

/**
 * Names of effects that fit what is typed: conditions, then spells and features, first those that
 * begin with it, then those that hold it.
 */
export function effectNames(text: string): readonly string[] {
  const plain = text.trim().toLowerCase();
  const all = [...CONDITIONS, ...EFFECT_PRESETS.map(({ name }) => name)];
  const begin = all.filter((name) => name.toLowerCase().startsWith(plain));
  return [
    ...begin,
    ...all.filter((name) => !begin.includes(name) && name.toLowerCase().includes(plain)),
  ];
}

/** Chooses an effect by name; the next thing typed is how long it lasts. */
export function pickEffect(trackerState: TrackerState, name: string): TrackerState {
  if (trackerState.pending?.kind !== "effect") return trackerState;
  const condition = CONDITIONS.find((candidate) => candidate === name) ?? null;
  const shown = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    ...trackerState,
    pending: { kind: "effect", text: "", chosen: { condition, name: shown }, error: null },
  };
}
