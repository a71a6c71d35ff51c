import type { ActionSpec, CombatBlock } from "./block.ts";

/** The lists of a stat block in which an action can stand. */
export type ActionList = "action" | "bonus" | "reaction" | "legendary" | "lair";

/** Every list with its actions, in the order in which a stat block shows them. */
export function actionLists(
  block: CombatBlock,
): readonly (readonly [ActionList, readonly ActionSpec[]])[] {
  return [
    ["action", block.actions],
    ["bonus", block.bonusActions ?? []],
    ["legendary", block.legendary?.actions ?? []],
    ["reaction", block.reactions ?? []],
    ["lair", block.lair?.actions ?? []],
  ];
}

/** Every action of a stat block in that order; none without a block. */
export function actionsOf(block: CombatBlock | undefined): readonly ActionSpec[] {
  return block === undefined ? [] : actionLists(block).flatMap(([, actions]) => actions);
}
