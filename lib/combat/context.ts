/** What a rule works with: the fight as it is so far, dice, and a place to say what happened. */
import type { Actor, Command, CommandEnvelope, CommandType } from "./commands.ts";
import { type Draft, openDraft } from "./draft.ts";
import type { CombatEvent } from "./events.ts";
import { fold } from "./evolve.ts";
import { type RandomSource, seededSource } from "./dice/random.ts";
import type { Refusal } from "./refusal.ts";
import type { EncounterState, Id, Instant } from "./state.ts";

export interface Context {
  /** The fight with every event of this command so far folded in. */
  readonly state: EncounterState;
  readonly at: Instant;
  readonly actor: Actor;
  readonly dice: RandomSource;
  readonly events: readonly CombatEvent[];
  emit(event: CombatEvent): void;
  /** An id that the browser and the server both arrive at. */
  newId(): Id;
}

export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;

/** A rule answers with a refusal, or emits events and answers nothing. */
export type Rule<T extends CommandType> = (
  context: Context,
  command: CommandOf<T>,
) => Refusal | void;

export type Rules<T extends CommandType> = { readonly [K in T]: Rule<K> };

/** A context for one command; its draft is dropped when the command is refused. */
export function openContext(state: EncounterState, envelope: CommandEnvelope): Context {
  const draft: Draft = openDraft(state, state.version + 1, envelope.at, false);
  const events: CombatEvent[] = [];
  let made = 0;
  return {
    state: draft.state,
    at: envelope.at,
    actor: envelope.actor,
    dice: seededSource(envelope.seed),
    events,
    emit(event) {
      events.push(event);
      fold(draft, event);
    },
    newId: () => `${envelope.id}.${++made}`,
  };
}
