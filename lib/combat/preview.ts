/** What a command would do, said before it is done: "83+8 to 30". Nothing is rolled. */
import { maximumHp } from "./maximum_hp.ts";
import type { DiceText } from "./block.ts";
import type { DamageInput, DamageTarget } from "./commands.ts";
import { averageOf, criticalDice, parseDice } from "./dice/dice.ts";
import type { DamageRolled, Hit, Level, Life } from "./events.ts";
import { findCombatant } from "./lookup.ts";
import { levelText } from "./text.ts";
import { hitOn } from "./rules/damage_math.ts";
import type { EncounterState, HitPoints, Id } from "./state.ts";

export interface HitPointPreview {
  readonly id: Id;
  readonly before: Level;
  readonly after: Level;
  /** Maximum with every change to it. */
  readonly max: number;
  readonly life: Life;
  /** "83+8 to 30"; "about 30" where dice are still to be rolled. */
  readonly text: string;
  /** Dice are still to be rolled: figures are their average. */
  readonly estimated: boolean;
}

export interface DamagePreview extends HitPointPreview {
  readonly damage: number;
  readonly traits: Hit["traits"];
}

function figure(input: number | DiceText, critical = false): [amount: number, known: boolean] {
  if (typeof input === "number") return [Number.isFinite(input) ? Math.max(0, input) : 0, true];
  const dice = parseDice(input);
  if (!dice.ok) return [0, false];
  const average = averageOf(critical ? criticalDice(dice) : dice);
  return [Math.max(0, average), dice.terms.length === 0];
}

function toText(before: Level, after: Level, estimated: boolean): string {
  return `${levelText(before)} to ${estimated ? "about " : ""}${levelText(after)}`;
}

/** What damage would do to each target that has hit points. */
export function previewDamage(state: EncounterState, dealt: {
  readonly targets: readonly DamageTarget[];
  readonly damage: readonly DamageInput[];
  readonly critical?: boolean;
  readonly magical?: boolean;
  readonly untyped?: boolean;
}): readonly DamagePreview[] {
  const { critical = false, magical, untyped } = dealt;
  const read = dealt.damage.map(({ amount, type }) => ({ figure: figure(amount, critical), type }));
  const damages: readonly DamageRolled[] = read.map(({ figure: [amount], type }) => ({
    amount,
    type: type ?? null,
    roll: null,
  }));
  const known = read.every(({ figure: [, certain] }) => certain);
  return dealt.targets.flatMap((target) => {
    const body = findCombatant(state, target.id);
    if (!body?.hp) return [];
    const options = { ...target, critical, magical, untyped };
    const hit = hitOn(state, { ...body, hp: body.hp }, damages, options);
    const { id, before, after, damage, traits, life, overridden } = hit;
    const estimated = !known && !overridden;
    const text = toText(before, after, estimated);
    const max = maximumHp(state, body.hp, body.exhaustion);
    return [{ id, before, after, damage, traits, life, max, estimated, text }];
  });
}

function previewChange(
  state: EncounterState,
  ids: readonly Id[],
  amount: number | DiceText,
  change: (hp: HitPoints, amount: number, max: number) => Level,
): readonly HitPointPreview[] {
  const [given, known] = figure(amount);
  return ids.flatMap((id) => {
    const body = findCombatant(state, id);
    if (!body?.hp || body.life === "dead") return [];
    const { current, temp } = body.hp;
    const max = maximumHp(state, body.hp, body.exhaustion);
    const before = { current, temp };
    const after = change(body.hp, given, max);
    const life = after.current > 0 ? "up" as const : body.life;
    return [{
      id,
      before,
      after,
      max,
      life,
      estimated: !known,
      text: toText(before, after, !known),
    }];
  });
}

/** What healing would do; the dead are left out. */
export function previewHeal(
  state: EncounterState,
  ids: readonly Id[],
  amount: number | DiceText,
): readonly HitPointPreview[] {
  return previewChange(state, ids, amount, ({ current, temp }, given, max) => ({
    current: Math.max(current, Math.min(max, current + given)),
    temp,
  }));
}

/** What temporary hit points would do: the higher stays. */
export function previewTemporary(
  state: EncounterState,
  ids: readonly Id[],
  amount: number | DiceText,
): readonly HitPointPreview[] {
  return previewChange(state, ids, amount, ({ current, temp }, given) => ({
    current,
    temp: Math.max(temp, given),
  }));
}
