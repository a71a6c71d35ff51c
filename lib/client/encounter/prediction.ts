/**
 * What the server will make of a command, told by the same rules. They are most of the engine's
 * code and nothing is drawn with them, so a page fetches this file after it came to life.
 */
import type { CommandEnvelope } from "@/lib/combat/commands.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { History } from "@/lib/combat/history/history.ts";
import type { Refusal } from "@/lib/combat/refusal.ts";
import { decideOn } from "@/lib/combat/history/decidable_history.ts";

export interface Predicted {
  readonly ok: true;
  /** null: an undo further back than memory reaches, which only the server can tell. */
  readonly entry: LogEntry | null;
}

/** The entry that a command will become after `past`, or why it will be refused. */
export function predict(past: History, envelope: CommandEnvelope): Predicted | Refusal {
  const decided = decideOn(past, envelope);
  if (decided.ok) return { ok: true, entry: toEntry(past.state, envelope, decided) };
  return "missing" in decided ? { ok: true, entry: null } : decided;
}

export type Predict = typeof predict;
