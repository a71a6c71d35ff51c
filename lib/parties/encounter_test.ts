import assert from "node:assert/strict";
import { type Character, characterSchema } from "@/lib/contracts/character.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import { Play } from "@/lib/combat/testing/play.ts";
import { carryBack, joinCommands } from "./encounter.ts";

const wren: Character = characterSchema.parse({
  id: "7b0f8a52-6f0e-4f7e-9d38-2f0d6b1f7a11",
  name: "Wren",
  classes: [{ name: "Ranger", level: 4 }],
  ac: 15,
  hp: { current: 31, max: 40, temp: 3, maxBonus: 5 },
  abilities: { str: 10, dex: 16, con: 8, int: 10, wis: 14, cha: 14 },
  slots: [{ max: 3, spent: 2 }],
  conditions: ["poisoned"],
  exhaustion: 1,
});

const counter = () => {
  let n = 0;
  return () => `c${++n}`;
};

Deno.test("a character joins as it is: hit points, conditions, exhaustion and spent slots", () => {
  const [add, ...rest] = joinCommands([wren], [], counter());
  assert.ok(add?.type === "AddCombatants");
  const [draft] = add.combatants;
  assert.deepEqual(draft?.hp, { current: 31, max: 40, temp: 3, maxBonus: 5 });
  assert.equal(draft?.initiativeModifier, 3);
  assert.equal(draft?.characterId, wren.id);
  assert.deepEqual(rest.map((command) => command.type), [
    "AddEffect",
    "SetExhaustion",
    "SpendSlot",
    "SpendSlot",
  ]);
});

Deno.test("a character that is in the fight already does not join twice", () => {
  const present = { characterId: wren.id } as Combatant;
  assert.deepEqual(joinCommands([wren], [present], counter()), []);
});

Deno.test("after the fight the lasting things come back and the passing ones do not", () => {
  const effect = {
    id: "e",
    condition: "poisoned",
    name: "Poisoned",
    reminder: "",
    sourceId: null,
    concentrationOf: null,
    duration: { kind: "until-removed" },
    save: null,
    impliedBy: null,
    hiddenFromPlayers: false,
    addedAt: { round: 1, activeId: null },
  } as const;
  const combatant = {
    hp: { current: 7, max: 40, maxBonus: 5, temp: 0, dice: null },
    slots: [{ max: 3, spent: 3 }],
    exhaustion: 2,
    effects: [
      effect,
      {
        ...effect,
        id: "f",
        condition: "frightened",
        duration: { kind: "turns", turnOf: "x", at: "end", remaining: 2 },
      },
    ],
  } as unknown as Combatant;
  const after = carryBack(wren, combatant);
  assert.deepEqual([after.hp.current, after.hp.temp, after.slots[0]?.spent], [7, 0, 3]);
  assert.deepEqual([after.exhaustion, after.conditions], [2, ["poisoned"]]);
});

/** A fight in which `character` and nobody else is. */
function encounterOf(character: Character) {
  const play = new Play();
  for (const command of joinCommands([character], [], counter())) play.run(command);
  return play;
}

Deno.test("a maximum that was raised or drained in the fight comes back, once", () => {
  const play = encounterOf(wren);
  play.run({ type: "ChangeMaximum", ids: ["c1"], amount: -15 });
  const after = carryBack(wren, play.who("c1"));
  assert.deepEqual(after.hp, { current: 30, max: 40, temp: 3, maxBonus: -10 });
  assert.deepEqual(carryBack(after, play.who("c1")), after);
});

Deno.test("pact slots are spent in the fight before others of their level, and come back spent", () => {
  const warlock: Character = {
    ...wren,
    slots: [{ max: 3, spent: 1 }],
    pact: { max: 2, spent: 0, level: 3 },
  };
  const alone = encounterOf(warlock);
  assert.deepEqual(alone.who("c1").slots.map(({ max }) => max), [3, 0, 2]);
  alone.run({ type: "SpendSlot", id: "c1", level: 3 });
  const after = carryBack(warlock, alone.who("c1"));
  assert.deepEqual([after.pact?.spent, after.slots], [1, [{ max: 3, spent: 1 }]]);

  const both: Character = { ...warlock, pact: { max: 1, spent: 0, level: 1 } };
  const mixed = encounterOf(both);
  assert.deepEqual(mixed.who("c1").slots, [{ max: 4, spent: 1 }]);
  for (let n = 0; n < 2; n++) mixed.run({ type: "SpendSlot", id: "c1", level: 1 });
  const later = carryBack(both, mixed.who("c1"));
  assert.deepEqual([later.pact?.spent, later.slots], [1, [{ max: 3, spent: 2 }]]);
});
