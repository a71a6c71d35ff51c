/** Commands that bring foes into a fight and change how many there are. */
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import { pluralName } from "@/lib/combat/plural_name.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { blockOf } from "@/lib/combat/lookup.ts";
import { linesOf } from "./lines.ts";

export interface WantedCreatures {
  readonly block: CombatBlock;
  readonly count: number;
  readonly hidden?: boolean;
  readonly nameHidden?: boolean;
  readonly hp?: number | undefined;
  readonly ac?: number | undefined;
  readonly initiative?: number | undefined;
}

type NewId = () => Id;

/** What players are not to see or to know of somebody new. */
function unseen(hidden: boolean, nameHidden: boolean) {
  return {
    ...hidden ? { hidden: "until-revealed" as const } : {},
    ...nameHidden ? { nameHidden } : {},
  };
}

/** More of those who stand there: copies that act with them, in the same place. */
export function moreCommands(
  state: EncounterState,
  key: Id,
  count: number,
  newId: NewId,
): readonly Command[] {
  const line = linesOf(state).find((candidate) => candidate.key === key);
  if (line === undefined) return [];
  const { first } = line;
  const newIds = Array.from({ length: count }, newId);
  const copies: Command = { type: "DuplicateCombatant", id: first.id, newIds };
  if (first.groupId !== null) return [copies];
  const memberIds = [first.id, ...newIds];
  const group = { id: newId(), name: pluralName(first.name), memberIds, shared: true };
  const beforeId = state.order[state.order.indexOf(key) + 1];
  return [
    copies,
    { type: "GroupCombatants", group },
    ...beforeId === undefined ? [] : [{ type: "MoveEntry", id: group.id, beforeId } as const],
  ];
}

function group(name: string, drafts: readonly CombatantDraft[], newId: NewId) {
  if (drafts.length < 2) return {};
  const memberIds = drafts.map(({ id }) => id);
  return { groups: [{ id: newId(), name: pluralName(name), memberIds, shared: true }] };
}

/** Those of a kind that is there already join it while the fight is built. */
export function addCreatureCommands(
  state: EncounterState,
  wanted: WantedCreatures,
  newId: NewId,
): readonly Command[] {
  const { block, count, hidden = false, nameHidden = false, hp, ac, initiative } = wanted;
  const plain = hp === undefined && ac === undefined && initiative === undefined;
  const same = linesOf(state).find(({ first }) =>
    first.blockId === block.id && (first.hidden !== false) === hidden &&
    first.nameHidden === nameHidden && first.side === "foe"
  );
  if (plain && same !== undefined && state.status === "building") {
    return moreCommands(state, same.key, count, newId);
  }
  const combatants = Array.from({ length: count }, (): CombatantDraft => ({
    id: newId(),
    kind: "monster",
    side: "foe",
    name: block.name,
    blockId: block.id,
    ...unseen(hidden, nameHidden),
    ...(hp === undefined ? {} : { hp: { max: hp } }),
    ...(ac === undefined ? {} : { ac }),
    ...(initiative === undefined ? {} : { initiativeModifier: initiative }),
  }));
  return [{
    type: "AddCombatants",
    combatants,
    ...(state.blocks[block.id] === undefined ? { blocks: [block] } : {}),
    ...group(block.name, combatants, newId),
  }];
}

/**
 * The row of a lair, which acts on 20 and loses ties; there is one at the most. It gets the stat
 * block of the first creature there that has lair actions, so that it asks for those and is silent
 * when that creature is out.
 */
export function lairCommands(
  state: EncounterState,
  { name, hidden = false, nameHidden = false }: {
    readonly name: string;
    readonly hidden?: boolean;
    readonly nameHidden?: boolean;
  },
  newId: NewId,
): readonly Command[] {
  if (linesOf(state).some(({ first }) => first.kind === "lair")) return [];
  const owner = linesOf(state).map(({ first }) => blockOf(state, first))
    .find((block) => (block?.lair?.actions.length ?? 0) > 0);
  const row: CombatantDraft = {
    id: newId(),
    kind: "lair",
    side: "foe",
    name,
    ...owner === undefined ? {} : { blockId: owner.id },
    ...unseen(hidden, nameHidden),
  };
  return [{ type: "AddCombatants", combatants: [row] }];
}

/** Somebody who is in no book, with the figures that were typed. */
export function handMade(
  made: {
    readonly name: string;
    readonly count: number;
    readonly side: "party" | "foe" | "neutral";
    readonly hidden: boolean;
    readonly nameHidden?: boolean;
    readonly hp?: number | undefined;
    readonly ac?: number | undefined;
    readonly initiative?: number | undefined;
  },
  newId: NewId,
): readonly Command[] {
  const combatants = Array.from({ length: made.count }, (): CombatantDraft => ({
    id: newId(),
    kind: made.side === "foe" ? "monster" : "npc",
    side: made.side,
    name: made.name,
    hp: { max: made.hp ?? 10 },
    ac: made.ac ?? 12,
    initiativeModifier: made.initiative ?? 0,
    ...unseen(made.hidden, made.nameHidden ?? false),
  }));
  return [{ type: "AddCombatants", combatants, ...group(made.name, combatants, newId) }];
}
