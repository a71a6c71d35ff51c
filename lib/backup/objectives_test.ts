import assert from "node:assert/strict";
import type { Drill } from "@/lib/backup/drill.ts";
import { missedObjectives, recoveryAt } from "@/lib/backup/objectives.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 30, 3);
const drill = (change: Partial<Drill> = {}): Drill => ({
  at: NOW - 24 * HOUR,
  backup: "20261129T030000Z-000000",
  ok: true,
  rpoSeconds: 60,
  rtoSeconds: 90,
  said: "restored and used",
  ...change,
});

Deno.test("each objective that is missed is named", () => {
  const missed = (backup: number | null, last: Drill | null) =>
    missedObjectives(recoveryAt(NOW, backup, last));
  assert.deepEqual(missed(NOW - 3 * HOUR, drill()), []);
  assert.deepEqual(missed(NOW - 25 * HOUR, null), [], "the first drill has its week");
  assert.deepEqual(missed(null, null), ["There is no complete backup"]);
  assert.deepEqual(missed(NOW - 27 * HOUR, drill()), ["The newest backup is 27 hours old"]);
  assert.deepEqual(missed(NOW, drill({ ok: false, said: "its hash is another" })), [
    "The last drill failed: its hash is another",
  ]);
  assert.deepEqual(missed(NOW, drill({ at: NOW - 9 * 24 * HOUR, rtoSeconds: 3_700 })), [
    "The last drill was 9 days ago",
    "The last drill took 62 minutes",
  ]);
});
