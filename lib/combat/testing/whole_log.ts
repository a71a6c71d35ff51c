import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { LogExport, type LogFormat } from "@/lib/combat/log/log_export.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

/** The whole file of a log. */
export function wholeLog(
  state: EncounterState,
  entries: readonly LogEntry[],
  format: LogFormat,
): string {
  const file = new LogExport(state, format);
  return file.begin() + entries.map((entry) => file.add(entry)).join("") + file.end();
}
