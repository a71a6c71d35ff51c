import assert from "node:assert/strict";
import type { KeptBackup } from "@/lib/backup/catalogue.ts";
import { expired, parseRetention } from "@/lib/backup/retention.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 30, 4);

/** A backup of some days ago, at three in the night. */
function backup(daysAgo: number, state: KeptBackup["state"] = "complete"): KeptBackup {
  const moment = new Date(NOW - DAY * daysAgo).toISOString().slice(0, 10).replaceAll("-", "");
  return { id: `${moment}T030000Z-0000aa`, files: [], size: 0, manifest: "", state };
}

Deno.test("of two years of nights the last days, weeks and months stay", () => {
  const all = Array.from({ length: 730 }, (_, daysAgo) => backup(daysAgo));
  const gone = new Set(expired(all, { days: 7, weeks: 5, months: 12 }, NOW).map(({ id }) => id));
  const kept = all.filter(({ id }) => !gone.has(id)).map(({ id }) => id.slice(0, 8));
  assert.deepEqual(kept.slice(0, 7), [
    "20261130",
    "20261129",
    "20261128",
    "20261127",
    "20261126",
    "20261125",
    "20261124",
  ]);
  // Sundays, the newest of their weeks, and last days of months.
  for (const day of ["20261122", "20261115", "20261108", "20261031", "20260930", "20251231"]) {
    assert.ok(kept.includes(day), day);
  }
  assert.equal(kept.length, 21);
});

Deno.test("the newest complete one stays, however old; what is half goes after two days", () => {
  const all = [backup(0, "unfinished"), backup(3, "damaged"), backup(400), backup(900)];
  const gone = expired(all, { days: 0, weeks: 0, months: 1 }, NOW);
  assert.deepEqual(gone.map(({ id }) => id), [all[1]?.id, all[3]?.id]);
});

Deno.test("a retention is read or refused", () => {
  assert.deepEqual(parseRetention("7d,5w,12m"), { days: 7, weeks: 5, months: 12 });
  for (const text of ["", "7d", "7,5,12", "0d,0w,0m", "-1d,1w,1m"]) {
    assert.equal(parseRetention(text), undefined, text);
  }
});
