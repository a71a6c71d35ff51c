/** Taking things in hand, and typing in it. Pure steps of the desk. */
import { type Condition, CONDITIONS, type DamageType } from "@/lib/combat/vocabulary.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { Desk, Hand, LineKind, PadMode, Strike } from "./tracker_state.ts";

export type PadHand = Extract<Hand, { kind: "pad" }>;

const MOST_TYPED = 120;

/** Opens the pad, or changes what an open one does; what was typed stays. */
export function takePad(desk: Desk, mode: PadMode, type: DamageType | null = null): Desk {
  const typed = desk.hand?.kind === "pad" ? desk.hand : null;
  const hand: PadHand = {
    kind: "pad",
    mode,
    text: typed?.text ?? "",
    type: typed?.type ?? type,
    critical: false,
    strike: null,
    proposalId: null,
    error: null,
  };
  return { ...desk, hand, pane: "side" };
}

/** Takes rolled damage of an attack in hand. */
export function takeStrike(desk: Desk, strike: Strike, critical: boolean): Desk {
  const total = strike.rolls.reduce((sum, { roll }) => sum + roll.total, 0);
  const hand: PadHand = {
    kind: "pad",
    mode: "damage",
    text: String(total),
    type: strike.rolls[0]?.type ?? null,
    critical,
    strike,
    proposalId: null,
    error: null,
  };
  return { ...desk, hand, pane: "side" };
}

export function takeEffect(desk: Desk): Desk {
  return { ...desk, hand: { kind: "effect", text: "", chosen: null, error: null }, pane: "side" };
}

export function takeLine(desk: Desk, line: LineKind, id: Id | null = null, text = ""): Desk {
  return { ...desk, hand: { kind: "line", line, text, id, error: null }, pane: "side" };
}

/** Replaces what is typed in the hand; a problem told before goes away. */
export function typed(desk: Desk, text: string): Desk {
  const { hand } = desk;
  if (hand === null || hand.kind === "area") return desk;
  const next = { ...hand, text: text.slice(0, MOST_TYPED), error: null };
  return { ...desk, hand: next.kind === "pad" ? { ...next, strike: null } : next };
}

/** A key of the pad on the screen. */
export function pressPad(desk: Desk, key: string): Desk {
  const { hand } = desk;
  if (hand === null || hand.kind === "area") return desk;
  if (key === "back") return typed(desk, hand.text.slice(0, -1));
  if (key === "half") return typed(desk, halve(hand.text));
  return typed(desk, hand.text === "0" ? key : hand.text + key);
}

/** Half of a plain number at once, rounded down; anything else gets "/2" behind it. */
function halve(text: string): string {
  return /^\d+$/.test(text) ? String(Math.floor(Number(text) / 2)) : text;
}

export function failed(desk: Desk, error: string): Desk {
  const { hand } = desk;
  return hand === null || hand.kind === "area" ? desk : { ...desk, hand: { ...hand, error } };
}

/** Conditions that fit what is typed: those that begin with it, then those that hold it. */
export function conditionsFor(text: string): readonly Condition[] {
  const plain = text.trim().toLowerCase();
  const begin = CONDITIONS.filter((name) => name.startsWith(plain));
  return [...begin, ...CONDITIONS.filter((name) => !begin.includes(name) && name.includes(plain))];
}

/** Chooses an effect by name; the next thing typed is how long it lasts. */
export function pickEffect(desk: Desk, name: string): Desk {
  if (desk.hand?.kind !== "effect") return desk;
  const condition = CONDITIONS.find((one) => one === name) ?? null;
  const shown = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    ...desk,
    hand: { kind: "effect", text: "", chosen: { condition, name: shown }, error: null },
  };
}
