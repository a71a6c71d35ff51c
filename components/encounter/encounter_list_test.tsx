import assert from "node:assert/strict";
import type { EncounterSummary } from "@/lib/contracts/summary.ts";
import { ago, encounterStatus } from "./EncounterList.tsx";

const NOW = 1_800_000_000_000;
const FIGHT: EncounterSummary = {
  id: "causeway",
  name: "Ember on the Causeway",
  status: "running",
  edition: "2014",
  version: 9,
  round: 3,
  combatants: 15,
  shareCode: null,
  createdAt: NOW,
  updatedAt: NOW - 60_000,
  archivedAt: null,
  deletedAt: null,
};

Deno.test("a fight that runs is opened, one left for hours is parked", () => {
  assert.equal(encounterStatus(FIGHT, NOW).does, "Open");
  const parked = encounterStatus({ ...FIGHT, updatedAt: NOW - 20 * 3_600_000 }, NOW);
  assert.deepEqual([parked.words, parked.does], ["Parked, round 3", "Resume"]);
});

Deno.test("a finished fight leads to its recap, one that has not begun to the builder", () => {
  const done = encounterStatus({ ...FIGHT, status: "ended" }, NOW);
  assert.deepEqual([done.words, done.href], ["Finished, 3 rounds", "/encounters/causeway/summary"]);
  const ready = encounterStatus({ ...FIGHT, status: "building" }, NOW);
  assert.deepEqual([ready.words, ready.does, ready.href], [
    "Ready",
    "Build",
    "/encounters/causeway/build",
  ]);
  assert.equal(
    encounterStatus({ ...FIGHT, status: "building", combatants: 0 }, NOW).words,
    "Empty",
  );
});

Deno.test("times are told as distances", () => {
  const minute = 60_000;
  assert.equal(ago(NOW, NOW), "just now");
  assert.equal(ago(NOW - 12 * minute, NOW), "12 minutes ago");
  assert.equal(ago(NOW - 60 * minute, NOW), "an hour ago");
  assert.equal(ago(NOW - 26 * 60 * minute, NOW), "yesterday");
  assert.equal(ago(NOW - 90 * 24 * 60 * minute, NOW), "3 months ago");
});
