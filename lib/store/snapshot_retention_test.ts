import assert from "node:assert/strict";
import fc from "fast-check";
import { retainedVersions } from "@/lib/store/snapshot_retention.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const KB = 1024;
const MB = 1024 * KB;

/** What is kept of a snapshot after each of so many versions, thinned out after every one. */
function keptOf(last: number, every: number, bytesEach: number): readonly number[] {
  let kept: number[] = [];
  for (let version = every; version <= last; version += every) {
    kept.push(version);
    const gone = new Set(retainedVersions(kept, bytesEach));
    kept = kept.filter((candidate) => !gone.has(candidate));
  }
  return kept;
}

function widestGap(kept: readonly number[]): number {
  const sorted = [0, ...kept.toSorted((a, b) => a - b)];
  return Math.max(...sorted.slice(1).map((version, at) => version - (sorted[at] ?? 0)));
}

Deno.test("a few snapshots all stay", () => {
  assert.deepEqual(retainedVersions([], KB), []);
  assert.deepEqual(retainedVersions([100, 200, 300, 400], 100 * MB), []);
});

Deno.test("any version is at most two snapshots' distance after one, however far back", () => {
  for (const every of [20, 150, 190, 200]) {
    const kept = keptOf(10_000, every, 200 * KB);
    assert.ok(widestGap(kept) <= 400, `${widestGap(kept)} between two of those after ${every}`);
    assert.ok(kept.length <= 55, `${kept.length} are kept`);
  }
});

Deno.test("large states keep few, evenly, within a budget", () => {
  const kept = keptOf(100_000, 200, 4 * MB);
  assert.ok(kept.length <= 14, `${kept.length} are kept`);
  assert.ok(widestGap(kept) <= 100_000 / 4, `${widestGap(kept)} between two`);
  const middling = keptOf(100_000, 200, 512 * KB);
  assert.ok(middling.length <= 36, `${middling.length} are kept`);
  assert.equal(Math.max(...kept), 100_000);
});

Deno.test("the newest four stay, whatever the versions; what goes was there", () => {
  const versionLists = fc.uniqueArray(fc.integer({ min: 1, max: 1e6 }), { maxLength: 60 });
  fc.assert(
    fc.property(versionLists, fc.integer({ min: 0, max: 20 * MB }), (versions, bytesEach) => {
      const gone = retainedVersions(versions, bytesEach);
      const newest = versions.toSorted((a, b) => b - a).slice(0, 4);
      assert.ok(gone.every((version) => versions.includes(version) && !newest.includes(version)));
      const kept = versions.filter((version) => !gone.includes(version));
      assert.deepEqual(retainedVersions(kept, bytesEach), []);
    }),
    propertyRuns("the newest four stay"),
  );
});
