/**
 * `decide(state, envelope)`: what a command brings about, as events, or why not. Pure: dice come
 * from the envelope's seed, time from its `at`, and the state is never touched. Undo and redo
 * need more than the state and are decided by `timeline.ts`.
 */
import type { CommandEnvelope, CommandType } from "./commands.ts";
import { SEAT_COMMANDS } from "./commands.ts";
import { type Context, openContext, type Rule, type Rules } from "./context.ts";
import type { CombatEvent } from "./events.ts";
import type { LogEntry } from "./log/log_entry.ts";
import { isUsableId, own } from "./lookup.ts";
import { isSeed } from "./dice/random.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { actionRules } from "./rules/actions.ts";
import { areaRules } from "./rules/areas.ts";
import { concentrationRules } from "./rules/concentration.ts";
import { damageRules } from "./rules/damage.ts";
import { deathRules } from "./rules/death_saves.ts";
import { delayRules } from "./rules/delay.ts";
import { effectRules } from "./rules/effects.ts";
import { encounterRules } from "./rules/encounter.ts";
import { groupRules } from "./rules/groups.ts";
import { healingRules } from "./rules/healing.ts";
import { initiativeRules } from "./rules/initiative.ts";
import { legendaryRules } from "./rules/legendary.ts";
import { promptRules } from "./rules/prompts.ts";
import { proposalRules } from "./rules/proposals.ts";
import { rollRules } from "./rules/rolls.ts";
import { rosterRules } from "./rules/roster.ts";
import { seatRules } from "./rules/seats.ts";
import { turnRules } from "./rules/turns.ts";
import type { EncounterState } from "./state.ts";

export interface Decision {
  readonly ok: true;
  readonly events: readonly CombatEvent[];
  /** Round after them, for the log. */
  readonly round: number;
}

type Decided = Exclude<CommandType, "Undo" | "Redo">;

const RULES: Rules<Decided> = {
  ...actionRules,
  ...areaRules,
  ...concentrationRules,
  ...damageRules,
  ...deathRules,
  ...delayRules,
  ...effectRules,
  ...encounterRules,
  ...groupRules,
  ...healingRules,
  ...initiativeRules,
  ...legendaryRules,
  ...promptRules,
  ...proposalRules,
  ...rollRules,
  ...rosterRules,
  ...seatRules,
  ...turnRules,
};

function checkSeat(state: EncounterState, { actor, command }: CommandEnvelope) {
  if (actor.kind !== "seat") return undefined;
  const allowed = SEAT_COMMANDS.some((type) => type === command.type) && "seatId" in command;
  if (!allowed || command.seatId !== actor.seatId) {
    return refuse("FORBIDDEN", "Only the DM can do that: send it as a proposal.");
  }
  return own(state.seats, actor.seatId)
    ? undefined
    : refuse("FORBIDDEN", "This seat was freed: choose your character again.");
}

/** What is wrong with an envelope, whatever command it carries. */
export function checkEnvelope(
  state: EncounterState,
  envelope: CommandEnvelope,
): Refusal | undefined {
  const { id, at, seed, command } = envelope;
  if (!isUsableId(id)) return refuse("INVALID_INPUT", "A command needs an id of plain characters.");
  if (!Number.isSafeInteger(at) || at < 0) {
    return refuse("INVALID_INPUT", "A command needs its time in milliseconds.");
  }
  if (!isSeed(seed)) return refuse("INVALID_INPUT", "A command needs a seed of 32 hex digits.");
  if (state.id === "" && command.type !== "CreateEncounter") {
    return refuse("NOT_FOUND", "There is no such fight.");
  }
  return checkSeat(state, envelope);
}

function carryOut<T extends Decided>(
  context: Context,
  command: Extract<CommandEnvelope["command"], { readonly type: T }>,
  type: T,
): Refusal | void {
  const rule: Rule<T> = RULES[type];
  return rule(context, command);
}

/** Decides any command but `Undo` and `Redo`. A refusal leaves nothing behind. */
export function decide(state: EncounterState, envelope: CommandEnvelope): Decision | Refusal {
  const wrong = checkEnvelope(state, envelope);
  if (wrong) return wrong;
  const { command } = envelope;
  if (command.type === "Undo" || command.type === "Redo") {
    return refuse("NOT_POSSIBLE_NOW", "Undo and redo need the fight's history.");
  }
  if (!Object.hasOwn(RULES, command.type)) {
    return refuse("INVALID_INPUT", "There is no such command.");
  }
  const context = openContext(state, envelope);
  const refused = carryOut(context, command, command.type);
  return refused ?? { ok: true, events: context.events, round: context.state.round };
}

/** The log entry that a decision becomes, right after `state`. */
export function toEntry(
  state: EncounterState,
  envelope: CommandEnvelope,
  { events, round }: Decision,
): LogEntry {
  return {
    version: state.version + 1,
    commandId: envelope.id,
    commandType: envelope.command.type,
    actor: envelope.actor,
    at: envelope.at,
    round,
    events,
  };
}
