/** Who is in the fight: adding, leaving, groups. */
import { isBeaten } from "../able.ts";
import { change, type Draft, ownCombatants } from "../draft.ts";
import type { EventType } from "../events.ts";
import { blockOf, findCombatant, findGroup, fullName, isUsableId, own } from "../lookup.ts";
import { entriesOf, placeEntries } from "../order.ts";
import { poolsInLair } from "../pools.ts";
import { reshaped } from "../records.ts";
import type { Combatant, Departed, Group, Id } from "../state.ts";
import { setBody } from "../body.ts";
import { isMet, meet } from "../sight.ts";
import type { Handlers } from "./handlers.ts";

type RosterEvents = Extract<
  EventType,
  | "CombatantsAdded"
  | "CombatantsRemoved"
  | "CombatantEdited"
  | "HiddenChanged"
  | "GroupFormed"
  | "GroupDissolved"
>;

/**
 * Makes `order` hold exactly the entries there are: gone ones leave, new ones find their place.
 * Those who stood in a group stay in its order where nothing else tells them apart: the record of
 * combatants may have another one after an undo.
 */
function renewOrder({ state }: Draft, former: readonly Id[] = []): void {
  const entries = new Set(entriesOf(state));
  const missing = new Set([...former.filter((id) => entries.has(id)), ...entries]);
  const kept = state.order.filter((id) => missing.delete(id));
  const unchanged = missing.size === 0 && kept.length === state.order.length;
  if (!unchanged) state.order = placeEntries(state, kept, [...missing]);
}

function departure(state: Draft["state"], combatant: Combatant): Departed {
  const group = combatant.groupId === null ? undefined : findGroup(state, combatant.groupId);
  const words = [combatant.name, blockOf(state, combatant)?.name, group?.name];
  const beaten = isBeaten(combatant);
  return {
    name: fullName(combatant),
    side: combatant.side,
    kind: combatant.kind,
    xp: beaten ? combatant.xp : 0,
    unseen: !isMet(combatant, state.status),
    words: words.filter((word) => word !== undefined),
  };
}

/** Groups without those members; a group without members is gone. */
function withoutMembers(groups: Readonly<Record<Id, Group>>, gone: ReadonlySet<Id>) {
  const kept = Object.values(groups).flatMap((group) => {
    if (!group.memberIds.some((id) => gone.has(id))) return [group];
    const memberIds = group.memberIds.filter((id) => !gone.has(id));
    return memberIds.length > 0 ? [{ ...group, memberIds }] : [];
  });
  return Object.fromEntries(kept.map((group) => [group.id, group]));
}

function removeAll(draft: Draft, ids: readonly Id[]): void {
  const { state } = draft;
  const gone = new Set(ids.filter((id) => findCombatant(state, id) !== undefined));
  if (gone.size === 0) return;
  const combatants = ownCombatants(draft);
  const departed = { ...state.departed };
  for (const id of gone) {
    const combatant = combatants[id];
    if (combatant) departed[id] = departure(state, combatant);
    delete combatants[id];
  }
  reshaped(combatants);
  state.departed = departed;
  state.groups = withoutMembers(state.groups, gone);
  const touched = Object.values(state.areas)
    .filter((area) => area.targets.some(({ id }) => gone.has(id)));
  for (const area of touched) {
    const targets = area.targets.filter(({ id }) => !gone.has(id));
    state.areas = { ...state.areas, [area.id]: { ...area, targets } };
  }
  renewOrder(draft);
  if (state.activeId !== null && !state.order.includes(state.activeId)) state.activeId = null;
}

/** On its own again; from a shared group it keeps the group's place in the order. */
function leaveGroup(draft: Draft, id: Id, group: Group | undefined): void {
  const own = findCombatant(draft.state, id)?.initiative;
  if (!own || !group) return;
  const { value, tiebreak } = group.shared ? group.initiative : own;
  change(draft, id, { groupId: null, initiative: { ...own, value, tiebreak } });
}

function formGroup(draft: Draft, group: Group): void {
  const { state } = draft;
  const memberIds = group.memberIds.filter((id) => findCombatant(state, id) !== undefined);
  if (!isUsableId(group.id) || memberIds.length === 0) return;
  const earlier = findGroup(state, group.id);
  const former = earlier?.memberIds ?? [];
  for (const id of former) leaveGroup(draft, id, earlier);
  state.groups = {
    ...withoutMembers(state.groups, new Set(memberIds)),
    [group.id]: { ...group, memberIds },
  };
  for (const id of memberIds) change(draft, id, { groupId: group.id });
  const active = state.activeId;
  renewOrder(draft, former);
  if (active !== null && !state.order.includes(active)) {
    const inside = memberIds.includes(active) || former.includes(active);
    state.activeId = inside && state.order.includes(group.id) ? group.id : null;
  }
}

export const rosterHandlers: Handlers<RosterEvents> = {
  CombatantsAdded(draft, { combatants, blocks, relabelled }) {
    const { state } = draft;
    const all = ownCombatants(draft);
    const back = new Set<Id>();
    for (const combatant of combatants) {
      if (!isUsableId(combatant.id)) continue;
      all[combatant.id] = { ...combatant, groupId: null, known: isMet(combatant, state.status) };
      if (own(state.departed, combatant.id)) back.add(combatant.id);
    }
    reshaped(all);
    if (back.size > 0) {
      const gone = Object.entries(state.departed).filter(([id]) => !back.has(id));
      state.departed = Object.fromEntries(gone);
    }
    const usable = blocks.filter((block) => isUsableId(block.id));
    if (usable.length > 0) {
      const added = Object.fromEntries(usable.map((block) => [block.id, block]));
      state.blocks = { ...state.blocks, ...added };
    }
    for (const { id, label } of relabelled) change(draft, id, { label });
    renewOrder(draft);
  },
  CombatantsRemoved(draft, { ids }) {
    removeAll(draft, ids);
  },
  CombatantEdited(draft, { id, patch, relabelled = [] }) {
    change(draft, id, patch);
    if (patch.inLair !== undefined) {
      const combatant = findCombatant(draft.state, id);
      if (combatant) change(draft, id, poolsInLair(draft.state, combatant));
    }
    if (patch.kind !== undefined) setBody(draft, id, {});
    for (const { id: other, label } of relabelled) change(draft, other, { label });
    meet(draft, [id]);
  },
  HiddenChanged(draft, { ids, hidden, relabelled = [] }) {
    for (const id of ids) change(draft, id, { hidden });
    for (const { id, label } of relabelled) change(draft, id, { label });
    meet(draft, ids);
  },
  GroupFormed(draft, { group }) {
    formGroup(draft, group);
  },
  GroupDissolved(draft, { groupId }) {
    const { state } = draft;
    const group = findGroup(state, groupId);
    if (!group) return;
    for (const id of group.memberIds) leaveGroup(draft, id, group);
    const { [groupId]: _gone, ...groups } = state.groups;
    const at = state.order.indexOf(groupId);
    if (at >= 0) state.order = state.order.toSpliced(at, 1, ...group.memberIds);
    state.groups = groups;
    if (state.activeId === groupId) state.activeId = group.memberIds[0] ?? null;
    renewOrder(draft);
  },
};
