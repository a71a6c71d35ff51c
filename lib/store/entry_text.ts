/** Log entries and states as the JSON text that every adapter keeps of them. */
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import type { Snapshot } from "@/lib/store/ports/encounter_store.ts";
import type { Json } from "@/lib/store/ports/json.ts";

/** Beside the parts of a state in a snapshot: what players saw of the turn. */
const SEEN = "seenByPlayers";

/** What is kept of an entry beside its version and command id, which have places of their own. */
export type EntryBody = Omit<LogEntry, "version" | "commandId">;

/** Outlines only: a whole schema over ten thousand events would cost more than reading them. */
function isEntryBody(value: unknown): value is EntryBody {
  return isObject(value) && typeof value["commandType"] === "string" &&
    typeof value["at"] === "number" && isObject(value["actor"]) &&
    Array.isArray(value["events"]) &&
    value["events"].every((event) => isObject(event) && typeof event["type"] === "string");
}

function isState(value: unknown): value is EncounterState {
  return isObject(value) && typeof value["id"] === "string" &&
    typeof value["version"] === "number" && isObject(value["combatants"]) &&
    Array.isArray(value["order"]) && isObject(value["history"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** An entry's body as text. */
export function entryText({ version: _version, commandId: _commandId, ...body }: LogEntry): string {
  return JSON.stringify(body);
}

/** The body that a text holds; undefined when it is none. */
export function entryBodyFrom(text: string): EntryBody | undefined {
  const body = parsedJson(text);
  return isEntryBody(body) ? body : undefined;
}

/**
 * A snapshot as text: the state, and beside its parts what players saw of the turn. Releases that
 * do not know that read it as a part of the state and may write it again later, so it carries the
 * version for which it holds.
 */
export function snapshotText({ version, state, turn }: Snapshot): string {
  return JSON.stringify(turn === undefined ? state : { ...state, [SEEN]: { version, turn } });
}

/** The snapshot of `version` that a text holds; undefined when it is none. */
export function snapshotFrom(text: string, version: unknown): Snapshot | undefined {
  const found = parsedJson(text);
  if (!isState(found) || found.version !== version) return undefined;
  const { [SEEN]: seen, ...state }: EncounterState & { readonly [SEEN]?: unknown } = found;
  return isSeen(seen) && seen.version === version
    ? { version: found.version, state, turn: seen.turn }
    : { version: found.version, state };
}

function isSeen(value: unknown): value is { readonly version: number; readonly turn: Json } {
  return isObject(value) && typeof value["version"] === "number" && isObject(value["turn"]);
}

/** Undefined for what is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
