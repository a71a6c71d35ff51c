/** The figures of one action or trait of ours, laid out for the audit. */
import type { StatAction, StatEffect, Trait } from "@/lib/creatures/stat_block.ts";
import type { DamagePart, SaveSpec } from "@/lib/combat/block.ts";
import type { DamageType } from "@/lib/combat/vocabulary.ts";

export interface Figures {
  readonly damages: readonly DamagePart[];
  readonly effects: readonly StatEffect[];
  readonly saves: readonly SaveSpec[];
  readonly orTypes: readonly DamageType[];
  readonly heal: StatAction["heal"];
  /** How often each part of a routine is done. */
  readonly counts: readonly string[];
  /** Every number but those of rolls that come back, uses and routines. */
  readonly numbers: readonly string[];
}

/** Whether an entry is an action, not a trait. */
export const isAction = (e: StatAction | Trait): e is StatAction => "kind" in e;

/** All figures of an entry, those of riders and cases included. */
export function figuresOf(entry: StatAction | Trait): Figures {
  const action = isAction(entry) ? entry : undefined;
  const riders = action?.riders ?? [];
  const damages = [
    ...(entry.damages ?? []),
    ...(action?.situational ?? []).flatMap((s) => s.damages),
    ...riders.flatMap((r) => r.damages),
  ];
  const effects = [...(entry.effects ?? []), ...riders.flatMap((r) => r.effects)];
  const saves = [...(entry.save ? [entry.save] : []), ...riders.map((r) => r.save)];
  const areas = [entry.areaShape, ...riders.map((r) => r.areaShape)];
  const rolls = [...damages, ...(action?.heal ? [action.heal] : [])];
  const numbers = [
    ...rolls.flatMap((d) => [d.average, ...(d.dice.match(/\d+d\d+|\d+/g) ?? [])]),
    ...saves.map((s) => s.dc),
    ...effects.map((e) => e.escapeDc),
    ...areas.flatMap((a) => [a?.size, a?.height]),
    action?.toHit && Math.abs(action.toHit),
    action?.reach,
    action?.range?.normal,
    action?.range?.long,
    action?.within,
    ...riders.map((r) => r.within),
  ];
  return {
    damages,
    effects,
    saves,
    orTypes: action?.orTypes ?? [],
    heal: action?.heal,
    counts: (action?.multiattack ?? []).flat().map((p) => String(p.count)),
    numbers: numbers.flatMap((n) => n === undefined ? [] : [String(n)]),
  };
}
