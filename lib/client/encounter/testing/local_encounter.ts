/** A fight client without a server, for tests: the engine decides, nothing is sent. */
import type { Command } from "@/lib/combat/commands.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import type { EncounterClient, EncounterSeed } from "@/lib/client/encounter/encounter_client.ts";
import { toEntry } from "@/lib/combat/decide.ts";

/** Decides every command here; the n-th command has the n-th seed, so dice repeat. */
export function localEncounter(seed: EncounterSeed): EncounterClient {
  const timeline = new DecidableHistory(seed.state);
  const log = [...seed.log];
  const listeners = new Set<() => void>();
  let made = 0;
  return {
    get state() {
      return timeline.state;
    },
    get log() {
      return log;
    },
    hasOlderLog: false,
    connection: { kind: "live", pending: 0 },
    clockOffset: 0,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispatch(command: Command) {
      made++;
      const envelope = {
        id: `command-${made}`,
        at: 1_000 * made,
        seed: made.toString(16).padStart(32, "0"),
        actor: { kind: "dm" as const },
        command,
      };
      const decided = timeline.decide(envelope);
      if (!decided.ok) {
        if ("missing" in decided) throw new RangeError("The past is not in memory");
        return decided;
      }
      const entry = toEntry(timeline.state, envelope, decided);
      timeline.append(entry);
      log.push(entry);
      for (const listener of listeners) listener();
      return { ok: true, value: { commandId: envelope.id } };
    },
    get confirmed() {
      return timeline.state.version;
    },
    told: () => ({ state: timeline.state, log }),
    adopt: () => false,
    loadOlderLog: () => Promise.resolve(),
    settled: () => Promise.resolve(),
    close: () => listeners.clear(),
  };
}
