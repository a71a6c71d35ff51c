import assert from "node:assert/strict";
import { actionNamed, readAction, type TrackerAction, triggers } from "./tracker_action.ts";

const ACTIONS: readonly TrackerAction[] = [
  { do: "next" },
  { do: "undo-to", version: 12 },
  { do: "target", id: "goblin-1" },
  { do: "move", id: "wolf", beforeId: null },
  { do: "move", id: "wolf", beforeId: "ogre" },
  { do: "menu", id: null },
  { do: "check", id: "dragon", ability: "dex" },
  { do: "area-outcome", areaId: "a1", targetId: "wren", outcome: "fail" },
  { do: "amount-type", type: null },
  { do: "answer-outcome", promptId: "p1", success: false },
  { do: "set-switch", setting: "deathSaves", on: true },
];

for (const action of ACTIONS) {
  Deno.test(`a button's attributes say ${JSON.stringify(action)}`, () => {
    const attributes = triggers(action);
    assert.deepEqual(readAction(attributes["data-do"], attributes["data-v"]), action);
  });
}

Deno.test("an action that is not known, incomplete or of another kind is none", () => {
  assert.equal(readAction("constructor", undefined), null);
  assert.equal(readAction("target", ""), null);
  assert.equal(readAction("check", "dragon luck"), null);
  assert.equal(readAction("undo-to", "-1"), null);
  assert.equal(actionNamed("target"), null);
  assert.deepEqual(actionNamed("menu"), { do: "menu", id: null });
});
