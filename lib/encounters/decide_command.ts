import type { Actor, CommandEnvelope } from "@/lib/combat/commands.ts";
import { decide, type Decision, toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { planUndoRedo, undoRedoSteps } from "@/lib/combat/history/undo_redo.ts";
import { statesUpTo } from "@/lib/encounters/live/past_states.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { Pace } from "@/lib/pacing.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

/** What is known of a fight's past without asking the store. */
export interface History {
  /** Newest version that the store has. */
  readonly stored: number;
  state(version: number): EncounterState | undefined;
  /** Takes states that had to be made again: the next undo asks for one close to them. */
  keep(states: readonly EncounterState[]): void;
  /** Entries that are decided and not stored yet. */
  readonly fresh: readonly LogEntry[];
  /** Called in the middle of long decisions. */
  readonly pace: Pace;
  /** Whether an undo or redo takes back only what its sender did. */
  readonly ownUndoOnly: boolean;
}

/** Steps of an undo before others may have their turn. */
const STEPS_AT_A_TIME = 16;

async function stateOf(
  store: EncounterStore,
  id: string,
  version: number,
  past: History,
): Promise<EncounterState> {
  const known = past.state(version);
  if (known !== undefined) return known;
  const states = await statesUpTo(store, id, Math.min(version, past.stored));
  past.keep(states);
  const base = states.at(-1) ?? NOTHING_YET;
  return past.fresh.filter((entry) => entry.version <= version).reduce(evolve, base);
}

async function entriesOf(
  store: EncounterStore,
  id: string,
  versions: readonly number[],
  past: History,
): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for (const version of versions) {
    const fresh = past.fresh.find((entry) => entry.version === version);
    const stored = fresh ? [fresh] : await store.entriesAfter(id, version - 1, 1);
    entries.push(...stored);
  }
  return entries;
}

async function decideAny(
  store: EncounterStore,
  state: EncounterState,
  envelope: CommandEnvelope,
  past: History,
): Promise<Decision | Refusal> {
  const { type } = envelope.command;
  if (type !== "Undo" && type !== "Redo") return decide(state, envelope);
  const plan = planUndoRedo(state, envelope);
  if (!plan.ok) return plan;
  if (past.ownUndoOnly) {
    const steps = await entriesOf(store, state.id, plan.steps, past);
    const foreign = steps.find(({ actor }) => personOf(actor) !== personOf(envelope.actor));
    if (foreign !== undefined) return notYours(foreign.actor);
  }
  const base = await stateOf(store, state.id, plan.baseVersion, past);
  const entries = await entriesOf(store, state.id, plan.entryVersions, past);
  const steps = undoRedoSteps(state, plan, base, entries);
  for (let n = 1;; n++) {
    const step = steps.next();
    if (step.done) return step.value;
    if (n % STEPS_AT_A_TIME === 0) await past.pace();
  }
}

/** The account that ran the fight beside its owner; undefined for the owner. */
function personOf(actor: Actor): string | undefined {
  return actor.kind === "dm" ? actor.by : actor.kind;
}

function notYours(actor: Actor): Refusal {
  const whose = actor.kind === "dm" && actor.name !== undefined ? `${actor.name}'s` : "the owner's";
  return refuse(
    "NOT_POSSIBLE_NOW",
    `That change is ${whose}. In this campaign everybody takes back only their own.`,
  );
}

/** Decides one command; the entry that it makes continues the log of `state`. */
export async function entryFor(
  store: EncounterStore,
  state: EncounterState,
  envelope: CommandEnvelope,
  past: History,
): Promise<Result<LogEntry>> {
  const decided = await decideAny(store, state, envelope, past);
  return decided.ok ? ok(toEntry(state, envelope, decided)) : decided;
}
