import assert from "node:assert/strict";
import { actionText } from "./action_text.ts";

Deno.test("an attack reads with its bonus, reach and damage", () => {
  const bite = {
    id: "bite",
    name: "Bite",
    kind: "attack",
    text: "",
    toHit: 14,
    reach: 10,
    damages: [
      { dice: "2d10+8", average: 19, type: "piercing" },
      { dice: "2d6", average: 7, type: "fire" },
    ],
  } as const;
  assert.equal(actionText(bite), "+14 to hit, reach 10 ft. 2d10+8 piercing and 2d6 fire.");
  const javelin = { ...bite, reach: 5, range: { normal: 30, long: 120 }, damages: [] };
  assert.equal(actionText(javelin), "+14 to hit, reach 5 ft or range 30/120 ft.");
});

Deno.test("a save reads with its area, difficulty, damage and what a success does", () => {
  const breath = {
    id: "breath",
    name: "Fire Breath",
    kind: "save",
    text: "",
    area: "60 ft cone",
    save: { ability: "dex", dc: 21, onSave: "half" },
    damages: [{ dice: "18d6", average: 63, type: "fire" }],
  } as const;
  assert.equal(actionText(breath), "60 ft cone, Dex DC 21, 18d6 fire, half on a save.");
});

Deno.test("effects say how long they last, and own words follow the figures", () => {
  const presence = {
    id: "presence",
    name: "Frightful Presence",
    kind: "save",
    text: "Only those who notice it.",
    area: "120 ft around it",
    save: { ability: "wis", dc: 19, onSave: "none" },
    effects: [{ condition: "frightened", rounds: 10, saveEnds: true }],
  } as const;
  assert.equal(
    actionText(presence),
    "120 ft around it, Wis DC 19, frightened 1 min, save again each turn. Only those who notice it.",
  );
  assert.equal(actionText({ id: "x", name: "X", kind: "other", text: "Two claws." }), "Two claws.");
});
