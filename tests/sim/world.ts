import type { Wakeup, WakeupEvent } from "@/lib/cache/port.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";
import type { Bug } from "./bugs.ts";
import type { Chance } from "./chance.ts";
import type { ModelStore } from "./model_store.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** Who hears wake-ups. */
export interface Hearer {
  hear(event: WakeupEvent): void;
}

/** A fight as some member of the store has it. */
export interface SeenFight {
  readonly record: EncounterRecord;
  readonly entries: readonly LogEntry[];
}

/** What an instance meets of the simulated world. */
export interface World {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly store: ModelStore;
  readonly bug: Bug | undefined;
  readonly base: { readonly entries: readonly LogEntry[]; readonly state: EncounterState };
  /** Appends that the next fail-over drops. */
  readonly unsafe: { readonly id: Id; readonly version: number }[];
  /** Whether messages get lost now. */
  readonly faults: boolean;
  readonly failingOverUntil: number;
  wakeOthers(from: Hearer, wakeup: Wakeup): void;
  /** Carries an operation out where the store is. */
  atStore(
    name: string,
    work: (args: readonly unknown[]) => unknown,
    args: readonly unknown[],
  ): Promise<unknown>;
  /** What a member that lags answers. */
  behind(): SeenFight;
}
