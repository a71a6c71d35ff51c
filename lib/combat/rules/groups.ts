/** Groups: several with one row and one turn, or with a row each. [GROUP-1] ff. */
import {
  checkCombatants,
  checkList,
  checkName,
  checkNewId,
  firstOf,
  plainLine,
  unknown,
} from "../checks.ts";
import type { GroupDraft } from "../commands.ts";
import type { Context, Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, findGroup } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { EncounterState, Group, Id, Initiative } from "../state.ts";
import { currentTurn, passTurnFrom } from "./turns.ts";

const NO_INITIATIVE: Initiative = { modifier: 0, value: null, tiebreak: 0, mode: "normal" };

/** What is wrong with a new group; `coming` are ids that the same command adds. */
export function checkGroup(
  state: EncounterState,
  { id, name, memberIds }: GroupDraft,
  coming: ReadonlySet<Id> = new Set(),
): Refusal | undefined {
  const strangers = memberIds.filter((member) => !coming.has(member));
  return firstOf(
    checkNewId(id, "A group"),
    checkName(name),
    checkList(memberIds, "members of the group"),
    strangers.length > 0 ? checkCombatants(state, strangers) : undefined,
    findGroup(state, id) ?? findCombatant(state, id) ?? (coming.has(id) || undefined)
      ? refuse("INVALID_INPUT", "That id is taken.")
      : undefined,
    Object.keys(state.groups).length >= LIMITS.groups
      ? refuse("LIMIT_REACHED", `A fight holds at most ${LIMITS.groups} groups.`)
      : undefined,
  );
}

/** The group takes the initiative of its first member that has one. [GROUP-2] */
export function formGroup({ state, emit }: Context, draft: GroupDraft): void {
  const all = draft.memberIds.map((id) => findCombatant(state, id)?.initiative ?? NO_INITIATIVE);
  const initiative = all.find(({ value }) => value !== null) ?? all[0] ?? NO_INITIATIVE;
  emit({
    type: "GroupFormed",
    group: {
      id: draft.id,
      name: plainLine(draft.name),
      memberIds: draft.memberIds,
      shared: draft.shared,
      initiative,
    },
  });
}

function split(context: Context, group: Group, memberIds: readonly Id[], newGroupId?: Id): void {
  const { emit } = context;
  const staying = group.memberIds.filter((id) => !memberIds.includes(id));
  if (staying.length === 0) emit({ type: "GroupDissolved", groupId: group.id, name: group.name });
  else emit({ type: "GroupFormed", group: { ...group, memberIds: staying } });
  if (newGroupId !== undefined) {
    emit({ type: "GroupFormed", group: { ...group, id: newGroupId, memberIds } });
  }
}

export const groupRules: Rules<"GroupCombatants" | "SplitGroup" | "MergeGroups" | "Ungroup"> = {
  GroupCombatants(context, { group }) {
    const wrong = checkGroup(context.state, group);
    if (wrong) return wrong;
    const before = currentTurn(context.state);
    formGroup(context, group);
    passTurnFrom(context, before);
  },
  SplitGroup(context, { groupId, memberIds, newGroupId }) {
    const { state } = context;
    const group = findGroup(state, groupId);
    if (!group) return unknown("That group");
    const wrong = firstOf(
      checkList(memberIds, "members to split off"),
      memberIds.every((id) => group.memberIds.includes(id)) ? undefined : unknown("That member"),
      newGroupId === undefined
        ? undefined
        : checkGroup(state, { ...group, id: newGroupId, memberIds }),
    );
    if (wrong) return wrong;
    split(context, group, memberIds, newGroupId);
  },
  MergeGroups(context, { groupIds }) {
    const { state, emit } = context;
    const wrong = checkList(groupIds, "groups to merge");
    if (wrong) return wrong;
    const groups = groupIds.flatMap((id) => findGroup(state, id) ?? []);
    const [first, ...rest] = groups;
    if (!first || groups.length !== groupIds.length) return unknown("That group");
    if (rest.length === 0) return refuse("INVALID_INPUT", "Choose two groups or more.");
    const before = currentTurn(state);
    const memberIds = groups.flatMap((group) => group.memberIds);
    emit({ type: "GroupFormed", group: { ...first, memberIds } });
    passTurnFrom(context, before, first.shared ? first.id : undefined);
  },
  Ungroup({ state, emit }, { groupId }) {
    const group = findGroup(state, groupId);
    if (!group) return unknown("That group");
    emit({ type: "GroupDissolved", groupId, name: group.name });
  },
};
