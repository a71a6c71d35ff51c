/** The desk that a page's address asks for: how the tracker works without scripts. */
import type { FightQuery } from "@/lib/contracts/encounter_form.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { creaturesOf, type Desk, EMPTY_DESK, tidy, toggleTarget } from "./tracker_state.ts";
import { takeEffect, takePad } from "./pending_actions.ts";

/** Opens what was asked for; ids that are not in the fight are left out. */
export function deskFor(fight: EncounterState, ask: FightQuery): Desk {
  let desk: Desk = { ...EMPTY_DESK, targets: ask.at ?? [] };
  if (ask.target !== undefined) desk = toggleTarget(desk, fight, ask.target);
  if (ask.hp !== undefined) desk = { ...desk, targets: creaturesOf(fight, ask.hp) };
  if (ask.mode === "effect") desk = takeEffect(desk);
  else if (ask.mode !== undefined || ask.hp !== undefined || desk.targets.length > 0) {
    desk = takePad(desk, ask.mode ?? "damage");
  }
  if (ask.look !== undefined) desk = { ...desk, look: ask.look, pane: "stat" };
  if (ask.pane !== undefined) desk = { ...desk, pane: ask.pane };
  return tidy(desk, fight);
}
