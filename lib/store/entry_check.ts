import type { LogEntry } from "@/lib/combat/log/log_entry.ts";

/** What makes `entries` unfit to follow version `after`, as one sentence; undefined when nothing. */
export function checkEntries(after: number, entries: readonly LogEntry[]): string | undefined {
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
