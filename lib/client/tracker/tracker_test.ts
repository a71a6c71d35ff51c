import assert from "node:assert/strict";
import { SAMPLE_ENCOUNTER } from "@/components/encounter/testing/sample_encounter.ts";
import { actionOfKey, DEFAULT_CHOICES, keyAction } from "@/lib/client/tracker/keys.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { pendingSight } from "./pending_view.ts";
import { openTestTracker } from "./testing/open_tracker.ts";
import type { Tracker } from "./tracker.ts";

function open(
  state: EncounterState = { ...SAMPLE_ENCOUNTER, version: 1, prompts: [], proposals: [] },
): Tracker {
  return openTestTracker(state).tracker;
}

/** Presses keys as a person would: letters go to the field while one is open for typing. */
function press(tracker: Tracker, ...keys: readonly string[]): number {
  for (const key of keys) {
    const { pending } = tracker.trackerState.peek();
    const field = pending !== null && pending.kind !== "area";
    const plain = { shiftKey: /^[A-Z]$/.test(key), ctrlKey: false, altKey: false, metaKey: false };
    if (field && key.length === 1) tracker.type(pending.text + key);
    else {
      const action = keyAction({ key, ...plain }, DEFAULT_CHOICES);
      assert.ok(action !== null, `no action for ${key}`);
      const asked = actionOfKey(action, key);
      assert.ok(asked !== null);
      tracker.run(asked);
    }
  }
  return keys.length;
}

const hp = (tracker: Tracker, id: string) => tracker.encounter.value.combatants[id]?.hp?.current;
const spell = (text: string) => [...text];

Deno.test("next turn is one key", () => {
  const tracker = open();
  assert.equal(press(tracker, "n"), 1);
  assert.equal(tracker.encounter.value.activeId, "goblins");
});

Deno.test("7 damage to one is four keys, and the digits are free again", () => {
  const tracker = open();
  assert.equal(press(tracker, "1", "d", "7", "Enter"), 4);
  assert.equal(hp(tracker, "kestrel"), 64);
  assert.deepEqual(tracker.trackerState.value.targets, []);
  assert.equal(tracker.trackerState.value.pending, null);
});

Deno.test("28 fire with saves on all who stand against is eleven keys", () => {
  const tracker = open();
  press(tracker, "n");
  assert.equal(press(tracker, "X", "f", ...spell("28f d15"), "Enter"), 10);
  const area = tracker.trackerState.value.pending;
  assert.ok(area?.kind === "area");
  assert.equal(tracker.encounter.value.areas[area.areaId]?.targets.length, 4);
  for (const target of tracker.encounter.value.areas[area.areaId]?.targets ?? []) {
    tracker.run({
      do: "area-outcome",
      areaId: area.areaId,
      targetId: target.id,
      outcome: "fail",
    });
  }
  assert.equal(press(tracker, "Enter"), 1);
  assert.equal(hp(tracker, "kestrel"), 43);
  assert.equal(hp(tracker, "wren"), 3);
});

Deno.test("a breath from its line takes two keys more than choosing its targets", () => {
  const tracker = open();
  press(tracker, "X", "b", "4", "Enter");
  const { pending } = tracker.trackerState.value;
  assert.ok(pending?.kind === "area");
  assert.equal(tracker.encounter.value.areas[pending.areaId]?.label, "Fire Breath");
  assert.deepEqual(tracker.encounter.value.combatants["dragon"]?.spentRecharge, ["fire-breath"]);
});

Deno.test("heal 12 is five keys", () => {
  const tracker = open();
  assert.equal(press(tracker, "1", "h", "1", "2", "Enter"), 5);
  assert.equal(hp(tracker, "kestrel"), 83);
});

Deno.test("a condition for three rounds is eight keys", () => {
  const tracker = open();
  assert.equal(press(tracker, "1", "e", ...spell("fri"), "Enter", "3", "Enter"), 8);
  const [effect] = tracker.encounter.value.combatants["kestrel"]?.effects ?? [];
  assert.equal(effect?.condition, "frightened");
  assert.deepEqual(effect?.duration.kind === "turns" && effect.duration.remaining, 3);
});

Deno.test("reveal is two keys", () => {
  const tracker = open();
  assert.equal(press(tracker, "6", "v"), 2);
  assert.equal(tracker.encounter.value.combatants["cultist-1"]?.hidden, false);
});

Deno.test("undo is one key, redo one with Shift", () => {
  const tracker = open();
  press(tracker, "1", "d", "7", "Enter");
  press(tracker, "u");
  assert.equal(hp(tracker, "kestrel"), 71);
  press(tracker, "U");
  assert.equal(hp(tracker, "kestrel"), 64);
});

Deno.test("a group's digit twice opens it, and its members have the digits then", () => {
  const tracker = open();
  press(tracker, "4");
  assert.equal(tracker.trackerState.value.targets.length, 4);
  press(tracker, "4");
  assert.equal(tracker.trackerState.value.open, "goblins");
  press(tracker, "2", "Delete");
  assert.equal(tracker.encounter.value.combatants["goblin-2"]?.life, "defeated");
  assert.equal(tracker.toast.value?.text, "Goblin 2 defeated.");
});

Deno.test("Escape puts down the pending action, then clears the targets", () => {
  const tracker = open();
  press(tracker, "1", "d");
  press(tracker, "Escape");
  assert.equal(tracker.trackerState.value.pending, null);
  assert.equal(tracker.trackerState.value.targets.length, 1);
  press(tracker, "Escape");
  assert.equal(tracker.trackerState.value.targets.length, 0);
});

Deno.test("what cannot be read stays in the field and says what to write", () => {
  const tracker = open();
  press(tracker, "1", "d", "x", "Enter");
  const { pending } = tracker.trackerState.value;
  assert.ok(pending?.kind === "pad");
  assert.equal(pending.text, "x");
  assert.match(pending.error ?? "", /Write a number or dice|no damage type/);
});

Deno.test("the cursor walks the rows and keys are about its row when nobody is targeted", () => {
  const tracker = open();
  press(tracker, "j", "j", "d", "5", "Enter");
  assert.equal(hp(tracker, "bram"), 92);
});

Deno.test("next turn works with prompts open and a pending action", () => {
  const tracker = open(SAMPLE_ENCOUNTER);
  tracker.run({ do: "hit-points", id: "kestrel" });
  tracker.run({ do: "next" });
  assert.equal(tracker.encounter.value.activeId, "goblins");
  assert.ok(tracker.trackerState.value.pending !== null);
});

Deno.test("a player's request can be changed before it is taken", () => {
  const tracker = open(SAMPLE_ENCOUNTER);
  tracker.run({ do: "change", proposalId: "q1" });
  tracker.type("10");
  tracker.run({ do: "apply" });
  assert.equal(hp(tracker, "kestrel"), 61);
  assert.deepEqual(tracker.encounter.value.proposals, []);
});

Deno.test("who is asked for a save holds a phone; without one the DM chooses", () => {
  const tracker = open({ ...SAMPLE_ENCOUNTER, version: 1, prompts: [], proposals: [], seats: {} });
  press(tracker, "1", "f", ...spell("28f"), " ", ...spell("d15"), "Enter");
  const { view } = pendingSight(tracker.encounter.peek(), tracker.trackerState.peek());
  assert.ok(view?.kind === "area");
  assert.deepEqual(view.rows.map(({ asked, words }) => [asked, words]), [[
    false,
    "not rolled yet",
  ]]);
  assert.equal(view.does, "Choose the save");
});
