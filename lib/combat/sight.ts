/** What players see of a combatant, and what they have come to know of it. */
import { change, type Draft } from "./draft.ts";
import { findCombatant } from "./lookup.ts";
import type { Combatant, EncounterState, Id } from "./state.ts";

/** Whether players see it at all. Before the fight they wait together: foes are the DM's. */
export function isShown(
  { hidden, side }: Pick<Combatant, "hidden" | "side">,
  status: EncounterState["status"],
): boolean {
  return hidden === false && (status !== "building" || side === "party");
}

/** Whether it stands under its name among those whom players see, now or when the fight begins. */
export function isNamed({ hidden, nameHidden }: Pick<Combatant, "hidden" | "nameHidden">): boolean {
  return hidden === false && !nameHidden;
}

/** Whether players see it under its name at this moment. */
export function isMet(combatant: Combatant, status: EncounterState["status"]): boolean {
  return isShown(combatant, status) && isNamed(combatant);
}

/** Notes whom of these players know from now on; nobody becomes unknown again. */
export function meet(draft: Draft, ids: Iterable<Id>): void {
  for (const id of ids) {
    const one = findCombatant(draft.state, id);
    if (one && one.known !== true && isMet(one, draft.state.status)) {
      change(draft, id, { known: true });
    }
  }
}
