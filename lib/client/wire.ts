/**
 * Whether what came over the wire has the shape that the code behind it reads. The full schemas
 * are the server's (`lib/contracts`); they would be the largest part of a page's script, so these
 * look at what must be there and at nothing else. An answer without its shape counts as none.
 */
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import type { IndexData } from "@/lib/creatures/search_index.ts";
import type { BuilderAnswer } from "@/lib/contracts/builder_view.ts";

type Plain = Readonly<Record<string, unknown>>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON as a value, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body of an answer when it has the shape, else undefined. */
export async function readAnswer<T>(
  response: Response,
  hasShape: (value: unknown) => value is T,
): Promise<T | undefined> {
  const value: unknown = await response.json().catch(() => undefined);
  return hasShape(value) ? value : undefined;
}

export function isLogEntry(value: unknown): value is LogEntry {
  return isPlain(value) && typeof value["version"] === "number" &&
    typeof value["commandId"] === "string" && Array.isArray(value["events"]);
}

function isEncounterState(value: unknown): value is EncounterState {
  return isPlain(value) && typeof value["version"] === "number" && Array.isArray(value["order"]) &&
    isPlain(value["combatants"]) && isPlain(value["groups"]);
}

/** A page of the log. */
export function isLogPage(value: unknown): value is { readonly entries: readonly LogEntry[] } {
  return isPlain(value) && Array.isArray(value["entries"]) && value["entries"].every(isLogEntry);
}

/** An encounter as it is opened. */
export function isOpened(
  value: unknown,
): value is { readonly state: EncounterState; readonly log: readonly LogEntry[] } {
  return isPlain(value) && isEncounterState(value["state"]) && Array.isArray(value["log"]) &&
    value["log"].every(isLogEntry);
}

export function isCombatBlock(value: unknown): value is CombatBlock {
  return isPlain(value) && typeof value["id"] === "string" && typeof value["name"] === "string" &&
    Array.isArray(value["actions"]);
}

export function isIndexData(value: unknown): value is IndexData {
  return isPlain(value) && value["v"] === 1 && typeof value["names"] === "string" &&
    Array.isArray(value["edition"]) && Array.isArray(value["cr"]);
}

export function isBuilderAnswer(value: unknown): value is BuilderAnswer {
  return isPlain(value) && isPlain(value["view"]) && Array.isArray(value["view"]["lines"]);
}
