/** Variants of a stat block for homebrew: copies, other names, more hit points, another challenge rating. Pure. */
import { proficiencyBonusOf, xpOfCr } from "./challenge_rating.ts";
import type { StatBlock } from "./stat_block.ts";

interface HitDice {
  readonly count: number;
  readonly die: number;
  readonly bonus: number;
}

function hitDice(text: string): HitDice | undefined {
  const m = /^(\d+)d(\d+)([+-]\d+)?$/.exec(text);
  return m ? { count: Number(m[1]), die: Number(m[2]), bonus: Number(m[3] ?? 0) } : undefined;
}

const averageOf = ({ count, die, bonus }: HitDice): number =>
  Math.max(1, Math.floor(count * (die + 1) / 2) + bonus);

const textOf = ({ count, die, bonus }: HitDice): string =>
  `${count}d${die}${bonus > 0 ? `+${bonus}` : bonus < 0 ? bonus : ""}`;

/**
 * The block with about `factor` times its hit points: the number of hit dice changes and the bonus per die stays,
 * so that the dice still give the average. Hit points without dice are simply multiplied. `factor` 0.1 to 10.
 * Throws RangeError outside that.
 */
export function scaleHp(block: StatBlock, factor: number): StatBlock {
  if (!(factor >= 0.1 && factor <= 10)) {
    throw new RangeError(`Cannot scale hit points by ${factor}: use 0.1 to 10`);
  }
  const dice = hitDice(block.hp.dice);
  if (!dice) {
    const average = Math.max(1, Math.round(block.hp.average * factor));
    return { ...block, hp: { average, dice: String(average) } };
  }
  const count = Math.max(1, Math.round(dice.count * factor));
  const scaled = { ...dice, count, bonus: Math.round(dice.bonus / dice.count) * count };
  return { ...block, hp: { average: averageOf(scaled), dice: textOf(scaled) } };
}

/**
 * The block at another challenge rating: XP and proficiency bonus follow the table; attack bonuses, save DCs,
 * saves and skills that the creature is proficient in shift with the proficiency bonus; damage stays.
 * Throws RangeError when `cr` is no challenge rating.
 */
export function withCr(block: StatBlock, cr: number): StatBlock {
  const proficiencyBonus = proficiencyBonusOf(cr);
  const shift = proficiencyBonus - block.proficiencyBonus;
  const raised = <K extends string>(all: Readonly<Partial<Record<K, number>>> | undefined) =>
    all ? { ...all, ...mapValues(all, (n) => n + shift) } : all;
  const action = (a: StatBlock["actions"][number]): typeof a => ({
    ...a,
    ...(a.toHit === undefined ? {} : { toHit: a.toHit + shift }),
    ...(a.save ? { save: { ...a.save, dc: a.save.dc + shift } } : {}),
    ...(a.riders
      ? { riders: a.riders.map((r) => ({ ...r, save: { ...r.save, dc: r.save.dc + shift } })) }
      : {}),
  });
  const saves = raised(block.saves);
  const skills = raised(block.skills);
  return {
    ...block,
    cr,
    xp: xpOfCr(cr),
    proficiencyBonus,
    ...(saves ? { saves } : {}),
    ...(skills ? { skills } : {}),
    actions: block.actions.map(action),
    bonusActions: block.bonusActions.map(action),
    reactions: block.reactions.map(action),
    ...(block.legendary
      ? { legendary: { ...block.legendary, actions: block.legendary.actions.map(action) } }
      : {}),
  };
}

function mapValues<K extends string>(
  all: Readonly<Partial<Record<K, number>>>,
  change: (n: number) => number,
): Partial<Record<K, number>> {
  const out: Partial<Record<K, number>> = { ...all };
  for (const key in all) {
    const value = all[key];
    if (value !== undefined) out[key] = change(value);
  }
  return out;
}
