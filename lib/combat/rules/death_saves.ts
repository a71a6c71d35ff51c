/** Dying, death saves, stable, dead, revived, defeated by hand. [DOWN-1] ff. [DEATH-1] ff. */
import { checkCombatants, checkWhole, firstOf } from "../checks.ts";
import { combinedMode, exhaustionHinders, exhaustionPenalty } from "../conditions.ts";
import type { Context, Rules } from "../context.ts";
import { naturalOf, rollD20 } from "@/lib/combat/dice/dice.ts";
import type { Life } from "../events.ts";
import { withFigures } from "../figures.ts";
import { LIMITS } from "../limits.ts";
import { clamp, findCombatant, fullName } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, DiceRoll, Id } from "../state.ts";
import type { RollMode } from "../vocabulary.ts";
import { isRefusal } from "./damage.ts";
import { noticeFall, standingOf } from "./falling.ts";
import { oneBody } from "./healing.ts";

/** A dying character is asked for its save when its turn begins. [DEATH-1] */
export function askForDeathSave({ state, at, emit }: Context, id: Id): void {
  if (findCombatant(state, id)?.life !== "dying") return;
  const prompt = { id: `death:${id}`, kind: "death-save", combatantId: id } as const;
  emit({ type: "Prompted", prompt: { ...prompt, round: state.round, at } });
}

interface Tally {
  readonly successes: number;
  readonly failures: number;
  readonly life: Life;
}

/** Counts one death save; `natural` is the die, `total` decides about 10. [DEATH-2] ff. */
export function countDeathSave(
  before: Combatant["deathSaves"],
  natural: number,
  total: number,
): Tally {
  if (natural === 20) return { successes: 0, failures: 0, life: "up" };
  const failed = natural === 1 || total < 10;
  const successes = clamp(before.successes + (failed ? 0 : 1), 0, 3);
  const failures = clamp(before.failures + (natural === 1 ? 2 : failed ? 1 : 0), 0, 3);
  const life = failures >= 3 ? "dead" : successes >= 3 ? "stable" : "dying";
  return { successes, failures, life };
}

/** Records a death save of a dying character: told, or rolled here. */
export function recordDeathSave(
  context: Context,
  combatant: Combatant,
  told: number | undefined,
  asked: RollMode = "normal",
): void {
  const { state, dice } = context;
  const penalty = exhaustionPenalty(state, combatant);
  const hindered = exhaustionHinders(state, combatant, "save") || asked === "disadvantage";
  const plain = told === undefined
    ? rollD20(dice, 0 - penalty, combinedMode(asked === "advantage", hindered))
    : null;
  const roll: DiceRoll | null = plain && withFigures(plain, combatant, "save", null, dice);
  const natural = told ?? (roll ? naturalOf(roll) : 10);
  const { id, deathSaves } = combatant;
  const counted = countDeathSave(deathSaves, natural, roll?.total ?? natural - penalty);
  context.emit({ type: "DeathSaveRecorded", id, natural, roll, ...counted });
  context.emit({ type: "PromptClosed", promptId: `death:${id}`, how: "answered" });
}

/** A combatant that may make death saves now. */
export function requireDying(context: Context, id: Id): Combatant | Refusal {
  const body = oneBody(context, id);
  if (isRefusal(body) || body.life === "dying") return body;
  return refuse("NOT_POSSIBLE_NOW", `${fullName(body)} is not dying.`);
}

function defeat(context: Context, combatant: Combatant): void {
  const { id, kind, hp } = combatant;
  const standing = standingOf(context, combatant);
  const life = kind === "character" ? "dead" : "defeated";
  context.emit({ type: "LifeChanged", id, life, hp: hp && 0, cause: "defeat" });
  noticeFall(context, standing);
}

/** Who comes back is alive: 2024 takes one level of exhaustion, 2014 leaves five at most. [EXH-5] */
function tire({ state, emit }: Context, { id, exhaustion: before, life }: Combatant): void {
  const less = state.edition === "2024" && life === "dead" ? before - 1 : before;
  const level = clamp(less, 0, 5);
  if (level !== before) emit({ type: "ExhaustionSet", id, before, level });
}

export const deathRules: Rules<
  "Defeat" | "Revive" | "Stabilise" | "RecordDeathSave" | "SetDeathSaves"
> = {
  Defeat(context, { ids }) {
    const { state } = context;
    const wrong = checkCombatants(state, ids);
    if (wrong) return wrong;
    const standing = ids.flatMap((id) => findCombatant(state, id) ?? [])
      .filter(({ life }) => life !== "dead" && life !== "defeated");
    if (standing.length === 0) return refuse("NOT_POSSIBLE_NOW", "They are defeated already.");
    for (const combatant of standing) defeat(context, combatant);
  },
  Revive(context, { id, hp }) {
    const combatant = findCombatant(context.state, id);
    const wrong = firstOf(
      checkCombatants(context.state, [id]),
      checkWhole(hp, 1, LIMITS.amount, "Hit points"),
    );
    if (wrong || !combatant) return wrong;
    if (combatant.life === "up") {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} is not down.`);
    }
    tire(context, combatant);
    const current = combatant.hp && hp;
    context.emit({ type: "LifeChanged", id, life: "up", hp: current, cause: "revive" });
  },
  Stabilise(context, { id }) {
    const body = oneBody(context, id);
    if (isRefusal(body)) return body;
    if (body.life !== "dying" && body.life !== "defeated") {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(body)} is not dying.`);
    }
    context.emit({ type: "LifeChanged", id, life: "stable", hp: 0, cause: "stabilise" });
  },
  RecordDeathSave(context, { id, natural }) {
    const wrong = natural === undefined ? undefined : checkWhole(natural, 1, 20, "The die");
    if (wrong) return wrong;
    const body = requireDying(context, id);
    if (isRefusal(body)) return body;
    recordDeathSave(context, body, natural);
  },
  SetDeathSaves(context, { id, successes, failures }) {
    const wrong = firstOf(
      checkWhole(successes, 0, 3, "Successes"),
      checkWhole(failures, 0, 3, "Failures"),
    );
    if (wrong) return wrong;
    const body = oneBody(context, id);
    if (isRefusal(body)) return body;
    if (body.hp?.current !== 0 || body.kind !== "character") {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(body)} makes no death saves now.`);
    }
    const life = failures === 3 ? "dead" : successes === 3 ? "stable" : "dying";
    context.emit({ type: "DeathSavesSet", id, successes, failures, life });
  },
};
