/** Lines about hit points, effects, rolls and actions. */
import type {
  ConcentrationEnd,
  DamageRolled,
  EventOf,
  EventType,
  Hit,
  Life,
} from "@/lib/combat/events.ts";
import {
  type Describe,
  everyone,
  levelText,
  listed,
  rolledText,
  rollText,
  strong,
  who,
} from "./log_words.ts";
import { findCombatant } from "../lookup.ts";
import { maximumHp } from "../maximum_hp.ts";
import { plural } from "../text.ts";
import type { EffectDuration, EncounterState } from "@/lib/combat/state.ts";

const LIFE: Readonly<Record<Life, string>> = {
  up: "up",
  dying: "down and dying",
  stable: "down and stable",
  dead: "dead",
  defeated: "defeated",
};

const CONCENTRATION: Readonly<Record<ConcentrationEnd, string>> = {
  ended: "ends",
  failed: "loses",
  replaced: "gives up",
  incapacitated: "loses",
  down: "loses",
  left: "takes away",
};

function damageText(damages: readonly DamageRolled[]): string {
  return damages.map(({ amount, type, roll }) =>
    `${amount}${type ? ` ${type}` : ""}${rolledText(roll)}`
  ).join(" + ");
}

function hitText(state: EncounterState, hit: Hit): string {
  const { id, damage, traits, overridden, before, after, life } = hit;
  const notes = [
    hit.outcome === "save" ? "half" : hit.outcome === "none" ? "none" : "",
    ...traits.map(({ trait, type }) =>
      `${trait === "vulnerable" ? "vulnerable to" : trait} ${type}`
    ),
    overridden ? "set by hand" : "",
  ].filter((note) => note !== "");
  const why = notes.length > 0 ? ` (${notes.join(", ")})` : "";
  const fell = life === "up" ? "" : `, ${LIFE[life]}`;
  return `${who(state, id)} takes ${damage}${why}, ${levelText(before)} to ${
    levelText(after)
  }${fell}`;
}

function damageLine(state: EncounterState, event: EventOf<"DamageDealt">): string {
  const { sourceId, label, damages, critical, hits } = event;
  const source = [sourceId === null ? "" : who(state, sourceId), label].filter(Boolean).join(", ");
  const rolled = `${damageText(damages)} damage${critical ? ", critical" : ""}`;
  const struck = hits.map((hit) => hitText(state, hit)).join("; ");
  return `${source === "" ? "" : `${source}: `}${rolled}. ${struck}`;
}

function lasting(duration: EffectDuration): string {
  return duration.kind === "turns" ? ` for ${plural(duration.remaining, "round")}` : "";
}

function outcomeText(success: boolean): string {
  return success ? "success" : "failure";
}

export const describeBody: { readonly [T in EventType]?: Describe<T> } = {
  DamageDealt: damageLine,
  Healed: (state, { sourceId, roll, amount, heals }) =>
    `${sourceId === null ? "" : `${who(state, sourceId)}: `}${amount} healing${rolledText(roll)}. ${
      heals.map(({ id, before, after }) =>
        `${who(state, id)} ${levelText(before)} to ${levelText(after)}`
      ).join("; ")
    }`,
  TemporaryGranted: (state, { roll, amount, grants }) =>
    `${plural(amount, "temporary hit point")}${rolledText(roll)} for ${
      everyone(state, grants.map(({ id }) => id))
    }`,
  HitPointsSet: (state, { id, before, after }) =>
    `${who(state, id)}'s hit points set${before ? ` from ${levelText(before)}` : ""} to ${
      levelText(after)
    } of ${maximumHp(state, after, findCombatant(state, id)?.exhaustion ?? 0)}`,
  MaximumChanged: (state, { changes, amount }) =>
    `Maximum ${amount > 0 ? "+" : ""}${amount}: ${
      changes.map(({ id, before, after }) => `${who(state, id)} ${before} to ${after}`).join("; ")
    }`,
  LifeChanged: (state, { id, life, hp }) =>
    `${who(state, id)} is ${LIFE[life]}${life === "up" && hp !== null ? ` with ${hp}` : ""}`,
  DeathSaveRecorded: (state, { id, natural, roll, successes, failures, life }) => {
    const result = life === "dying"
      ? `${plural(successes, "success", "successes")}, ${plural(failures, "failure")}`
      : LIFE[life];
    return `${who(state, id)}'s death save: ${roll ? rollText(roll) : natural}, ${result}`;
  },
  DeathSavesSet: (state, { id, successes, failures, life }) =>
    `${who(state, id)}'s death saves set to ${successes} and ${failures}, ${LIFE[life]}`,
  EffectAdded: (state, { id, effect }) =>
    effect.impliedBy === null
      ? `${who(state, id)} is ${effect.name.toLowerCase()}${lasting(effect.duration)}`
      : "",
  EffectPrevented: (state, { id, condition }) => `${who(state, id)} cannot be ${condition}`,
  EffectsEnded: (state, { id, names, cause }) =>
    cause === "replaced" ? "" : `${listed(names)} ended on ${who(state, id)} (${cause})`,
  EffectChanged: (state, { id, name, duration, cause }) =>
    cause === "hand" ? `${name} on ${who(state, id)} lasts${lasting(duration) || " on"}` : "",
  ExhaustionSet: (state, { id, before, level }) =>
    `${who(state, id)}'s exhaustion ${before} to ${level}`,
  ConcentrationStarted: (state, { id, concentration }) =>
    `${who(state, id)} concentrates on ${concentration.name}`,
  ConcentrationEnded: (state, { id, name, cause, ended }) =>
    `${who(state, id)} ${CONCENTRATION[cause]} ${name}${
      ended.length > 0 ? `, ${plural(ended.length, "effect")} ended` : ""
    }`,
  DiceRolled: (state, { combatantId, label, roll }) =>
    `${combatantId === null ? "" : `${who(state, combatantId)}, `}${
      label === "" ? combatantId === null ? "Roll" : "roll" : label
    }: ${rollText(roll)} = ${roll.total}`,
  SaveRolled: (state, { id, label, ability, dc, roll, total, success }) =>
    `${who(state, id)}'s ${ability} save${label === "" ? "" : ` for ${label}`}: ${
      total === null ? "" : `${total}${rolledText(roll)} against `
    }DC ${dc}, ${outcomeText(success)}`,
  AttackRolled: (state, { id, action, targetId, roll, ac, outcome, damages }) =>
    `${who(state, id)}, ${action} against ${who(state, targetId)}: ${roll.total} (${
      rollText(roll)
    })${ac === null ? "" : ` against AC ${ac}`}, ${outcome}${
      damages.length > 0 ? `, ${damageText(damages)}` : ""
    }`,
  ActionUsed: (state, { id, name }) => `${who(state, id)} uses ${strong(name)}`,
  ActionRestored: (state, { id, name }) => `${who(state, id)} has ${strong(name)} again`,
  RechargeRolled: (state, { id, name, from, roll, success }) =>
    `${who(state, id)}'s ${name} ${success ? "recharged" : "stays spent"}${
      roll ? ` (${roll.total}, needs ${from})` : ""
    }`,
  LegendaryPlanned: (state, { id, plan }) =>
    plan ? `${who(state, id)} plans a legendary action` : `${who(state, id)} plans nothing`,
  LegendaryResistanceUsed: (state, { id }) => `${who(state, id)} uses a legendary resistance`,
  LegendarySet: (state, { id }) => `${who(state, id)}'s legendary uses were set`,
  ReactionSet: (state, { id, used }) =>
    `${who(state, id)}'s reaction ${used ? "used" : "ready again"}`,
  SlotSet: (state, { id, level, spent, max }) =>
    `${who(state, id)}: ${max - spent} of ${plural(max, "slot")} of level ${level} left`,
};
