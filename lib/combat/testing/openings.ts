/** The larger commands of random fights: who joins, and area effects. */
import { DRAKE, MAGE, ROGUE } from "./blocks.ts";
import { at, combatant, damage, type Make, several } from "./choices.ts";

export const HIDING = [false, "until-revealed", "until-turn"] as const;

export const addMonsters: Make = (_, { a, flag }, number) => {
  const count = 1 + (a % 4);
  const ids = Array.from({ length: count }, (_item, index) => `m${number}-${index}`);
  const block = at([DRAKE, ROGUE, MAGE], a, ROGUE);
  return {
    type: "AddCombatants",
    blocks: [block],
    combatants: ids.map((id, index) => ({
      id,
      kind: "monster",
      name: `Secret ${block.name}`,
      blockId: block.id,
      hidden: at(HIDING, a + index, false),
      notes: `note of ${id}`,
    })),
    ...(flag && {
      groups: [{ id: `g${number}`, name: "The pack", memberIds: ids, shared: a % 2 === 0 }],
    }),
  };
};

export const addCharacter: Make = (_, { amount, a }, number) => ({
  type: "AddCombatants",
  combatants: [{
    id: `pc${number}`,
    kind: a % 5 === 0 ? "npc" : "character",
    side: "party",
    name: `Hero ${number}`,
    hp: { max: 5 + Math.abs(amount) % 60 },
    abilities: { dex: 8 + (a % 12), con: 14 },
    slots: [2, 1],
  }],
});

export const addPlace: Make = (_, { flag }, number) => ({
  type: "AddCombatants",
  blocks: [DRAKE],
  combatants: [{
    id: `place${number}`,
    kind: flag ? "lair" : "environment",
    name: "A place",
    ...(flag && { blockId: DRAKE.id }),
  }],
});

export const startArea: Make = (state, step, number) => ({
  type: "StartArea",
  areaId: `area${number}`,
  targetIds: several(state, { ...step, b: 2 }),
  damage: damage(step),
  ...(step.a % 4 > 0 && {
    save: { ability: "dex", dc: 14, onSave: at(["half", "none", "other"], step.b, "half") },
  }),
  ...(step.b % 2 === 0 && { effects: [{ condition: "prone" }] }),
  ...(step.a % 2 === 0 && { sourceId: combatant(state, step.b) }),
  apply: step.flag,
});
