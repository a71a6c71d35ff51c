/** The log as lines for a person, newest first. */
import { holdsStep, lastStep } from "@/lib/combat/history/undo_stack.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { isUndone, type LogPart, logParts } from "@/lib/combat/log/log_text.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { sameValue } from "@/lib/client/encounter/same_value.ts";

export interface LogLineView {
  readonly version: number;
  readonly pieces: readonly LogPart[];
  readonly note: string;
  readonly undone: boolean;
  readonly last: boolean;
  readonly undoable: boolean;
}

/** Lines that stand in the pane before all rounds are asked for. */
const SHORT = 14;

/** Undo and redo show by striking lines out, so they are no lines themselves. */
function isTold(entry: LogEntry): boolean {
  return entry.commandType !== "Undo" && entry.commandType !== "Redo";
}

/** The lines of one drawing after the other: pieces that say the same are the same ones. */
export class LogLines {
  #pieces = new Map<number, readonly LogPart[]>();

  view(
    encounter: EncounterState,
    log: readonly LogEntry[],
    whole: boolean,
  ): readonly LogLineView[] {
    const lines = logView(encounter, log, whole).map((line) => {
      const before = this.#pieces.get(line.version);
      return before && sameValue(before, line.pieces) ? { ...line, pieces: before } : line;
    });
    this.#pieces = new Map(lines.map(({ version, pieces }) => [version, pieces]));
    return lines;
  }
}

export function logView(
  encounter: EncounterState,
  log: readonly LogEntry[],
  whole: boolean,
): readonly LogLineView[] {
  const last = lastStep(encounter.history);
  const told = log.filter(isTold);
  return (whole ? told : told.slice(-SHORT)).reverse().map((entry) => ({
    version: entry.version,
    pieces: logParts(encounter, entry),
    note: entry.round === 0 ? "" : `R${entry.round}`,
    undone: isUndone(encounter, entry),
    last: entry.version === last,
    undoable: holdsStep(encounter.history.done, entry.version),
  }));
}
