import type { CombatantDraft, Command, GroupDraft } from "@/lib/combat/commands.ts";
import type { Combatant, EncounterState, Id } from "@/lib/combat/state.ts";

function draft(one: Combatant, id: Id): CombatantDraft {
  const { kind, name, side, ac, hp, initiative, abilities, saves, level, slots, color } = one;
  return {
    id,
    kind,
    name,
    side,
    ...one.blockId === null ? {} : { blockId: one.blockId },
    ...ac === null ? {} : { ac },
    ...hp === null ? {} : { hp: { max: hp.max } },
    initiativeModifier: initiative.modifier,
    initiativeMode: initiative.mode,
    abilities,
    saves,
    resistances: one.resistances,
    vulnerabilities: one.vulnerabilities,
    immunities: one.immunities,
    ...level === null ? {} : { level },
    xp: one.xp,
    hidden: one.hidden,
    nameHidden: one.nameHidden,
    ...color === null ? {} : { color },
    notes: one.notes,
    inLair: one.inLair,
    ...one.passivePerception === null ? {} : { passivePerception: one.passivePerception },
    ...one.characterId === null ? {} : { characterId: one.characterId },
    ...slots.length === 0 ? {} : { slots: slots.map((pool) => pool.max) },
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
    .map((one) => draft(one, ids.get(one.id) ?? newId()));
  return [
    { type: "ChangeSettings", settings: state.settings },
    ...state.notes === "" ? [] : [{ type: "SetNotes", notes: state.notes } as const],
    ...combatants.length === 0 ? [] : [
      { type: "AddCombatants", combatants, blocks: Object.values(state.blocks), groups } as const,
    ],
  ];
}
