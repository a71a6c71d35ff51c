import type { CombatantDraft, Command, GroupDraft } from "@/lib/combat/commands.ts";
import { draftOf } from "@/lib/combat/draft_of.ts";
import type { Combatant, EncounterState, Id } from "@/lib/combat/state.ts";

function draft(combatant: Combatant, id: Id): CombatantDraft {
  return {
    ...draftOf(combatant),
    id,
    ...combatant.hp === null ? {} : { hp: { max: combatant.hp.max } },
  };
}

/** Commands that set a new fight up as `state` was set up: everybody unhurt, nothing rolled. */
export function copyCommands(state: EncounterState, newId: () => Id): readonly Command[] {
  const ids = new Map(Object.keys(state.combatants).map((id) => [id, newId()]));
  const groups: GroupDraft[] = Object.values(state.groups).map((group) => ({
    id: newId(),
    name: group.name,
    memberIds: group.memberIds.flatMap((id) => ids.get(id) ?? []),
    shared: group.shared,
  }));
  const combatants = Object.values(state.combatants)
    .map((combatant) => draft(combatant, ids.get(combatant.id) ?? newId()));
  return [
    { type: "ChangeSettings", settings: state.settings },
    ...state.notes === "" ? [] : [{ type: "SetNotes", notes: state.notes } as const],
    ...combatants.length === 0 ? [] : [
      { type: "AddCombatants", combatants, blocks: Object.values(state.blocks), groups } as const,
    ],
  ];
}
