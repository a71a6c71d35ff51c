/** Fight and desk as the board shows them. The server draws the same from an empty desk. */
import { lastStep, nextRedo } from "@/lib/combat/history/undo_stack.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { nameOf } from "@/lib/combat/lookup.ts";
import { isVisible, nextUp } from "@/lib/combat/selectors.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { type Desk, digitsOf } from "./tracker_state.ts";
import { handSight } from "./pending_view.ts";
import { logView } from "./log_view.ts";

/** "Cultists, still hidden"; before the fight how many have no initiative yet. */
function nextText(fight: EncounterState): string {
  if (fight.status !== "running") {
    const missing = fight.order.filter((id) =>
      (fight.groups[id] ?? fight.combatants[id])?.initiative.value == null
    );
    if (fight.order.length === 0) return "nobody here yet";
    return missing.length === 0 ? "initiative is set" : `rolls initiative for ${missing.length}`;
  }
  const next = nextUp(fight);
  if (next === null) return "";
  return isVisible(fight, next) ? nameOf(fight, next) : `${nameOf(fight, next)}, still hidden`;
}

export function boardView(fight: EncounterState, log: readonly LogEntry[], desk: Desk) {
  const { view, after } = handSight(fight, desk);
  return {
    fight,
    pane: desk.pane,
    cursor: desk.cursor,
    open: desk.open,
    shown: desk.look ?? fight.activeId ?? fight.order[0] ?? null,
    answering: desk.answering,
    digits: digitsOf(fight, desk.open),
    targets: new Set(desk.targets),
    after,
    nextId: nextUp(fight),
    nextText: nextText(fight),
    hand: view,
    lines: logView(fight, log, desk.wholeLog),
    canUndo: lastStep(fight.history) !== undefined,
    canRedo: nextRedo(fight.history) !== undefined,
    wholeLog: desk.wholeLog,
  };
}
