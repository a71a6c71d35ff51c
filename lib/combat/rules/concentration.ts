/** Concentration: one spell at a time, a save for every source of damage. [CONC-1] ff. */
import { checkCombatants, checkText, checkWhole, firstOf, plainLine, unknown } from "../checks.ts";
import type { PromptAnswer } from "../commands.ts";
import { isIncapacitated } from "../conditions.ts";
import type { Context, Rules } from "../context.ts";
import type { ConcentrationEnd, EventOf } from "../events.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, fullName } from "../lookup.ts";
import { refuse } from "../refusal.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";
import { offerResistance } from "./resistance.ts";
import { answeredSave } from "./saves.ts";

/** 10 or half the damage, whichever is higher; 2024 stops at 30. [CONC-3] */
export function concentrationDc(edition: EncounterState["edition"], damage: number): number {
  const dc = Math.max(10, Math.floor(damage / 2));
  return edition === "2024" ? Math.min(30, dc) : dc;
}

/** Effects, on whomever, that end when this one stops concentrating. */
export function hangingOn(
  state: EncounterState,
  id: Id,
): EventOf<"ConcentrationEnded">["ended"] {
  return Object.values(state.combatants).flatMap(({ id: bearer, effects }) =>
    effects.filter(({ concentrationOf }) => concentrationOf === id)
      .map((effect) => ({ id: bearer, effectId: effect.id, name: effect.name }))
  );
}

/** Ends somebody's concentration and what hangs on it; nothing when there is none. */
export function loseConcentration(context: Context, id: Id, cause: ConcentrationEnd): void {
  const name = findCombatant(context.state, id)?.concentration?.name;
  if (name === undefined) return;
  const ended = hangingOn(context.state, id);
  context.emit({ type: "ConcentrationEnded", id, name, cause, ended });
}

/** Settles a concentration save that was rolled, told or decided. */
export function finishConcentration(
  context: Context,
  id: Id,
  dc: number,
  answer: PromptAnswer,
): void {
  const save = answeredSave(context, id, "con", dc, answer);
  const spell = findCombatant(context.state, id)?.concentration?.name ?? "";
  context.emit({
    type: "SaveRolled",
    id,
    against: "concentration",
    label: spell,
    ability: "con",
    dc,
    ...save,
  });
  if (save.success) return;
  const asked = answer.kind === "roll" && offerResistance(context, id, spell, null);
  if (!asked) loseConcentration(context, id, "failed");
}

/** One check for one source of damage, temporary hit points or not. [CONC-2] */
export function checkConcentration(
  context: Context,
  combatant: Combatant,
  damage: number,
  cause: string,
): void {
  const { state, at } = context;
  if (combatant.concentration === null || damage <= 0) return;
  const dc = concentrationDc(state.edition, damage);
  if (state.settings.autoRollMonsters && combatant.kind !== "character") {
    finishConcentration(context, combatant.id, dc, { kind: "roll" });
    return;
  }
  context.emit({
    type: "Prompted",
    prompt: {
      id: context.newId(),
      kind: "concentration",
      combatantId: combatant.id,
      dc,
      damage,
      spell: combatant.concentration.name,
      cause,
      round: state.round,
      at,
    },
  });
}

export const concentrationRules: Rules<"StartConcentration" | "EndConcentration"> = {
  StartConcentration(context, { id, name, rounds, effectIds = [] }) {
    const { state } = context;
    const wrong = firstOf(
      checkCombatants(state, [id]),
      checkText(name, LIMITS.name, "The spell", 1),
      rounds === undefined ? undefined : checkWhole(rounds, 1, LIMITS.rounds, "Rounds"),
      effectIds.length > LIMITS.perCommand
        ? refuse("LIMIT_REACHED", `Choose at most ${LIMITS.perCommand} effects.`)
        : undefined,
    );
    if (wrong) return wrong;
    const combatant = findCombatant(state, id);
    if (!combatant) return unknown("That combatant");
    const all = new Set(
      Object.values(state.combatants).flatMap(({ effects }) => effects.map((effect) => effect.id)),
    );
    if (!effectIds.every((effectId) => all.has(effectId))) return unknown("That effect");
    if (isIncapacitated(combatant)) {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} is incapacitated.`);
    }
    beginConcentration(context, id, name, rounds, effectIds);
  },
  EndConcentration(context, { id }) {
    const combatant = findCombatant(context.state, id);
    if (!combatant) return unknown("That combatant");
    if (!combatant.concentration) {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} concentrates on nothing.`);
    }
    loseConcentration(context, id, "ended");
  },
};

/** Starts to concentrate; the spell before it ends. [CONC-1] */
export function beginConcentration(
  context: Context,
  id: Id,
  name: string,
  rounds: number | undefined,
  effectIds: readonly Id[],
): void {
  loseConcentration(context, id, "replaced");
  context.emit({
    type: "ConcentrationStarted",
    id,
    concentration: {
      name: plainLine(name),
      since: { round: context.state.round },
      duration: rounds === undefined
        ? { kind: "until-removed" }
        : { kind: "turns", turnOf: id, at: "start", remaining: rounds },
    },
    effectIds,
  });
}
