/** Log entries and states as the JSON text that every adapter keeps of them. */
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

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

/** The state of `version` that a text holds; undefined when it is none. */
export function stateFrom(text: string, version: unknown): EncounterState | undefined {
  const state = parsedJson(text);
  return isState(state) && state.version === version ? state : undefined;
}

/** Undefined for what is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
