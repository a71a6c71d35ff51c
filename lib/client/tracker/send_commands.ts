/** The screen's state that a page's address asks for: how the tracker works without scripts. */
import type { EncounterQuery } from "@/lib/contracts/encounter_form.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import {
  creaturesOf,
  EMPTY_TRACKER_STATE,
  tidy,
  toggleTarget,
  type TrackerState,
} from "./tracker_state.ts";
import { takeEffect, takePad } from "./pending_actions.ts";

/** Opens what was asked for; ids that are not in the fight are left out. */
export function stateFor(encounter: EncounterState, ask: EncounterQuery): TrackerState {
  let trackerState: TrackerState = { ...EMPTY_TRACKER_STATE, targets: ask.at ?? [] };
  if (ask.target !== undefined) trackerState = toggleTarget(trackerState, encounter, ask.target);
  if (ask.hp !== undefined) {
    trackerState = { ...trackerState, targets: creaturesOf(encounter, ask.hp) };
  }
  if (ask.mode === "effect") trackerState = takeEffect(trackerState);
  else if (ask.mode !== undefined || ask.hp !== undefined || trackerState.targets.length > 0) {
    trackerState = takePad(trackerState, ask.mode ?? "damage");
  }
  if (ask.look !== undefined) trackerState = { ...trackerState, look: ask.look, pane: "stat" };
  if (ask.pane !== undefined) trackerState = { ...trackerState, pane: ask.pane };
  return tidy(trackerState, encounter);
}
