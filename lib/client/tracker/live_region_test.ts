import assert from "node:assert/strict";
import { SAMPLE_ENCOUNTER } from "@/components/encounter/testing/sample_encounter.ts";
import { announcement } from "./live_region.ts";
import { openTestTracker } from "./testing/open_tracker.ts";
import type { Tracker } from "./tracker.ts";

/** What is heard of everything that happened after `version`. */
function heard(tracker: Tracker, version: number): string {
  const entries = tracker.log.value.filter((entry) => entry.version > version);
  return announcement(tracker.encounter.value, entries);
}

function open(): Tracker {
  const state = { ...SAMPLE_ENCOUNTER, version: 1, prompts: [], proposals: [] };
  return openTestTracker(state).tracker;
}

Deno.test("a turn is heard with who comes next", () => {
  const tracker = open();
  tracker.run({ do: "next" });
  assert.match(heard(tracker, 1), /^Round 3, Goblins’ turn, Bram Oakhollow next/);
});

Deno.test("questions are heard once, as long as they wait, and many in short", () => {
  const tracker = open();
  tracker.run({ do: "next" });
  const before = tracker.encounter.value.version;
  tracker.run({ do: "target-foes" });
  tracker.run({ do: "area" });
  tracker.type("28f d15");
  tracker.run({ do: "apply" });
  const said = heard(tracker, before);
  assert.match(said, /Prompts: (?:[^;]+, save; ){2}[^;]+, save; 1 more$/);
  assert.doesNotMatch(said.replace(/Prompts.*/, ""), /\?/);
  const area = tracker.encounter.value.prompts.find(({ kind }) => kind === "area-save");
  assert.ok(area?.kind === "area-save");
  tracker.run({ do: "cancel-area", areaId: area.areaId });
  assert.doesNotMatch(heard(tracker, before), /Prompts/);
});
