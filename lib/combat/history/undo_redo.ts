/**
 * Undo and redo. The state is the fold, in order of versions, of the entries that are not
 * undone. To get there from any point only two things are needed: the state right after the
 * last step that stays, and the late entries that joined a step that stays. [UNDO-1] ff.
 */
import type { CommandEnvelope } from "@/lib/combat/commands.ts";
import { checkEnvelope, type Decision } from "@/lib/combat/decide.ts";
import { diffSteps } from "./difference.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import { holdsStep, lastStep, nextRedo, stepRedone, stepUndone } from "./undo_stack.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { type Refusal, refuse } from "@/lib/combat/refusal.ts";
import type { EncounterState, History } from "@/lib/combat/state.ts";

/** What an undo or redo needs of the past. */
export interface UndoPlan {
  readonly ok: true;
  readonly kind: "Undone" | "Redone";
  /** Steps taken back or done again, in that order. */
  readonly steps: readonly number[];
  /** The state right after this version is needed … */
  readonly baseVersion: number;
  /** … and these entries, to be folded onto it. */
  readonly entryVersions: readonly number[];
}

function planTo(kind: UndoPlan["kind"], steps: readonly number[], after: History): UndoPlan {
  // Version 1 made the fight; without a step left that is how it was.
  const baseVersion = lastStep(after) ?? 1;
  const entryVersions = after.joined
    .filter(([version, step]) => version > baseVersion && holdsStep(after.done, step))
    .map(([version]) => version)
    .sort((a, b) => a - b);
  return { ok: true, kind, steps, baseVersion, entryVersions };
}

function planUndo(history: History, toVersion: number | undefined): UndoPlan | Refusal {
  const steps: number[] = [];
  let after = history;
  for (let last = lastStep(after); last !== undefined; last = lastStep(after)) {
    if (toVersion !== undefined ? last <= toVersion : steps.length === 1) break;
    steps.push(last);
    after = stepUndone(after);
  }
  if (steps.length === 0) return refuse("NOTHING_TO_UNDO", "There is nothing to undo.");
  return planTo("Undone", steps, after);
}

/** Plans an `Undo` or `Redo`, or says why there is none. */
export function planUndoRedo(
  state: EncounterState,
  envelope: CommandEnvelope,
): UndoPlan | Refusal {
  const wrong = checkEnvelope(state, envelope);
  if (wrong) return wrong;
  const { command } = envelope;
  if (command.type === "Undo") {
    const { toVersion } = command;
    if (toVersion !== undefined && (!Number.isSafeInteger(toVersion) || toVersion < 0)) {
      return refuse("INVALID_INPUT", "Choose an entry of the log to go back to.");
    }
    return planUndo(state.history, toVersion);
  }
  const next = nextRedo(state.history);
  if (command.type !== "Redo" || next === undefined) {
    return refuse("NOTHING_TO_REDO", "There is nothing to redo.");
  }
  return planTo("Redone", [next], stepRedone(state.history));
}

/**
 * Decides a planned undo or redo of `state`; `base` is the state right after
 * `plan.baseVersion`, `entries` are those of `plan.entryVersions` in that order.
 */
export function decideUndoRedo(
  state: EncounterState,
  plan: UndoPlan,
  base: EncounterState,
  entries: readonly LogEntry[],
): Decision {
  const steps = undoRedoSteps(state, plan, base, entries);
  for (let step = steps.next();; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps, for a server that lets others go on between them. */
export function* undoRedoSteps(
  state: EncounterState,
  plan: UndoPlan,
  base: EncounterState,
  entries: readonly LogEntry[],
): Generator<void, Decision> {
  let target = base;
  for (const entry of entries) {
    target = evolve(target, entry);
    yield;
  }
  const patch = yield* diffSteps(state, target);
  return {
    ok: true,
    events: [{ type: plan.kind, steps: plan.steps, patch }],
    round: target.round,
  };
}
