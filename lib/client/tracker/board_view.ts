/** The encounter and the screen's state as the board shows them. The server draws the same from an empty state. */
import { lastStep, nextRedo } from "@/lib/combat/history/undo_stack.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { nameOf } from "@/lib/combat/lookup.ts";
import { isVisible, nextUp } from "@/lib/combat/selectors.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { digitsOf, type TrackerState } from "./tracker_state.ts";
import { pendingSight } from "./pending_view.ts";
import { LogLines } from "./log_view.ts";

/** "Cultists, still hidden"; before the fight how many have no initiative yet. */
function nextText(encounter: EncounterState): string {
  if (encounter.status !== "running") {
    const missing = encounter.order.filter((id) =>
      (encounter.groups[id] ?? encounter.combatants[id])?.initiative.value == null
    );
    if (encounter.order.length === 0) return "nobody here yet";
    return missing.length === 0 ? "initiative is set" : `rolls initiative for ${missing.length}`;
  }
  const next = nextUp(encounter);
  if (next === null) return "";
  return isVisible(encounter, next)
    ? nameOf(encounter, next)
    : `${nameOf(encounter, next)}, still hidden`;
}

export function boardView(
  encounter: EncounterState,
  log: readonly LogEntry[],
  trackerState: TrackerState,
  lines = new LogLines(),
) {
  const { view, after } = pendingSight(encounter, trackerState);
  return {
    encounter,
    pane: trackerState.pane,
    cursor: trackerState.cursor,
    open: trackerState.open,
    shown: trackerState.look ?? encounter.activeId ?? encounter.order[0] ?? null,
    answering: trackerState.answering,
    digits: digitsOf(encounter, trackerState.open),
    targets: new Set(trackerState.targets),
    after,
    nextId: nextUp(encounter),
    nextText: nextText(encounter),
    pending: view,
    lines: lines.view(encounter, log, trackerState.wholeLog),
    canUndo: lastStep(encounter.history) !== undefined,
    canRedo: nextRedo(encounter.history) !== undefined,
    wholeLog: trackerState.wholeLog,
  };
}
