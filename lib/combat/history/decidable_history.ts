/**
 * A fight with its past in memory that decides everything, undo and redo included, as long as
 * the past reaches back far enough.
 */
import type { CommandEnvelope } from "@/lib/combat/commands.ts";
import { decide, type Decision } from "@/lib/combat/decide.ts";
import { History } from "./history.ts";
import type { Refusal } from "@/lib/combat/refusal.ts";
import { decideUndoRedo, planUndoRedo, type UndoPlan } from "./undo_redo.ts";

/** The past does not reach back far enough: load what `plan` names, then `decideUndoRedo`. */
export interface MissingHistory {
  readonly ok: false;
  readonly missing: UndoPlan;
}

/** Decides any command on the newest state of `past`. */
export function decideOn(
  past: History,
  envelope: CommandEnvelope,
): Decision | Refusal | MissingHistory {
  const { type } = envelope.command;
  if (type !== "Undo" && type !== "Redo") return decide(past.state, envelope);
  const plan = planUndoRedo(past.state, envelope);
  if (!plan.ok) return plan;
  const base = past.stateAt(plan.baseVersion);
  const entries = plan.entryVersions.flatMap((version) => past.entry(version) ?? []);
  if (!base || entries.length < plan.entryVersions.length) return { ok: false, missing: plan };
  return decideUndoRedo(past.state, plan, base, entries);
}

export class DecidableHistory extends History {
  /** Decides any command on the newest state. */
  decide(envelope: CommandEnvelope): Decision | Refusal | MissingHistory {
    return decideOn(this, envelope);
  }
}
