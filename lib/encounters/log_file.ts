import { LogExport, type LogFormat } from "@/lib/combat/log/log_export.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { pagesOf } from "@/lib/encounters/live/past_states.ts";
import { pacing } from "@/lib/pacing.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

/** The file of the log up to `state`, an entry at a time: it may be far larger than memory. */
export async function* logFile(
  store: EncounterStore,
  state: EncounterState,
  format: LogFormat,
): AsyncGenerator<string> {
  const file = new LogExport(state, format);
  const pace = pacing();
  yield file.begin();
  for await (const entries of pagesOf(store, state.id, 0, state.version)) {
    for (const entry of entries) {
      yield file.add(entry);
      await pace();
    }
  }
  yield file.end();
}
