/** What is asked of fights, and what opening one gives to its DM and to somebody with its code. */
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { PlayerView } from "@/lib/contracts/player_view.ts";
import type { SharedAccess, TablePlaces } from "@/lib/encounters/deps.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** A fight as its DM opens it. */
export interface OpenedEncounter {
  readonly record: EncounterRecord;
  readonly state: EncounterState;
  /** Newest entries, oldest first, ending at the state's version. */
  readonly log: readonly LogEntry[];
  /** What a campaign makes of the visitor; absent for the owner. */
  readonly shared?: SharedAccess;
}

/** A fight as somebody with its code opens it. */
export interface OpenedView {
  readonly view: PlayerView;
  readonly version: string;
  readonly now: number;
}

/** What somebody with a code gets, and what their browser keeps from now on, if that is new. */
export interface JoinedView {
  readonly opened: OpenedView;
  readonly places?: TablePlaces;
}

export interface ListFilter {
  readonly which: "open" | "archived" | "deleted";
  readonly limit: number;
  /** `updatedAt` and `id` of the last one of the page before. */
  readonly before?: number;
  readonly beforeId?: Id;
}

/** A fight that is to be made. */
export interface WantedEncounter {
  readonly name: string;
  readonly edition: Edition;
  readonly id?: Id;
  /** What will be added to it at once. */
  readonly bytes?: number;
  /** Where the wish comes from, as quotas count it. */
  readonly network?: string;
}
