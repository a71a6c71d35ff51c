/**
 * The DM's side of the wire: a replica of one fight in the browser. Commands take effect at once
 * and are sent in order; the server's word comes back over the stream.
 */
import type { Command, CommandType } from "@/lib/combat/commands.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id, Instant } from "@/lib/combat/state.ts";
import { browserEnvironment, type ClientEnvironment } from "@/lib/client/environment.ts";
import { LiveEncounterClient } from "./encounter_client.ts";
import type { Connection } from "./connection.ts";
import type { Predict } from "./prediction.ts";
import { browserQueue, passingQueue, type QueueStorage } from "./queue_storage.ts";
import type { Refusal, Result } from "@/lib/errors.ts";

/** What the page was rendered from; the replica starts here without a request. */
export interface EncounterSeed {
  readonly state: EncounterState;
  /** Newest entries, oldest first, ending at `state.version`. */
  readonly log: readonly LogEntry[];
}

/** A command that looked right here and that the server refused; it has been rolled back. */
export interface LateRefusal {
  readonly commandId: Id;
  readonly commandType: CommandType;
  readonly command: Command;
  readonly refusal: Refusal;
}

export interface EncounterOptions {
  readonly encounterId: Id;
  readonly seed: EncounterSeed;
  readonly onRefused?: (refused: LateRefusal) => void;
  /** Origin and path of the API, without a slash at the end; the page's own when absent. */
  readonly api?: string;
  readonly environment?: ClientEnvironment;
  readonly storage?: QueueStorage;
  /**
   * The rules, where they are at hand. Else they are fetched when the fight is open; a command
   * that comes before them is sent at once and shows with the server's answer.
   */
  readonly predict?: Predict;
}

export interface EncounterClient {
  /** With every command of this browser applied, acknowledged or not. */
  readonly state: EncounterState;
  /** Entries oldest first, unacknowledged ones of this browser last. */
  readonly log: readonly LogEntry[];
  /** Whether `loadOlderLog` would find more. */
  readonly hasOlderLog: boolean;
  readonly connection: Connection;
  /** The server's clock minus this device's, in milliseconds. */
  readonly clockOffset: Instant;
  /** Called after every change of `state`, `log` or `connection`. */
  subscribe(listener: () => void): () => void;
  /**
   * Applies and sends; a refusal is answered at once and changes nothing. In the moment before
   * the rules are here, both are left to the server: its refusal comes through `onRefused`.
   */
  dispatch(command: Command): Result<{ readonly commandId: Id }>;
  loadOlderLog(): Promise<void>;
  /** Resolves when everything sent so far is acknowledged or refused. */
  settled(): Promise<void>;
  close(): void;
}

/** Opens a fight in the browser; close it when the page goes away. */
export function openEncounter(options: EncounterOptions): EncounterClient {
  const environment = options.environment ?? browserEnvironment();
  const storage = options.storage ??
    (typeof indexedDB === "undefined" ? passingQueue() : browserQueue(options.encounterId));
  return new LiveEncounterClient({ ...options, environment, storage });
}
