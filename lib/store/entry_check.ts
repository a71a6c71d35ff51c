import type { LogEntry } from "@/lib/combat/log/log_entry.ts";

/** Entries that one append writes at most; a fight may be created with more. */
export const MOST_AN_APPEND = 100;

/** What makes `entries` unfit to follow version `after`, as one sentence; undefined when nothing. */
export function checkEntries(after: number, entries: readonly LogEntry[]): string | undefined {
  if (after > 0 && entries.length > MOST_AN_APPEND) {
    return `Cannot append more than ${MOST_AN_APPEND} log entries at once`;
  }
  const commands = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (entry.version !== after + index + 1) {
      return `Cannot write log entry ${entry.version}: ${after + index + 1} is next`;
    }
    if (commands.has(entry.commandId)) {
      return `Cannot write log entry ${entry.version}: its command is in the batch twice`;
    }
    commands.add(entry.commandId);
  }
  return undefined;
}
