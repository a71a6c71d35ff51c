import assert from "node:assert/strict";
import fc from "fast-check";
import { retainedVersions } from "@/lib/store/snapshot_retention.ts";
import { propertyRuns } from "@/tests/help/property.ts";

Deno.test("a few snapshots all stay", () => {
  assert.deepEqual(retainedVersions([]), []);
  assert.deepEqual(retainedVersions([100, 200, 300, 400]), []);
});

Deno.test("ten thousand versions keep about log2 of as many snapshots", () => {
  let kept: number[] = [];
  for (let version = 100; version <= 10_000; version += 100) {
    kept.push(version);
    const gone = new Set(retainedVersions(kept));
    kept = kept.filter((candidate) => !gone.has(candidate));
  }
  assert.ok(kept.length <= 14, `${kept.length} are kept`);
  assert.equal(Math.max(...kept), 10_000);
});

Deno.test("the newest four stay, whatever the versions; what goes was there", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1e6 }), { maxLength: 60 }), (versions) => {
      const gone = retainedVersions(versions);
      const newest = versions.toSorted((a, b) => b - a).slice(0, 4);
      assert.ok(gone.every((version) => versions.includes(version) && !newest.includes(version)));
      const kept = versions.filter((version) => !gone.includes(version));
      assert.deepEqual(retainedVersions(kept), []);
    }),
    propertyRuns("the newest four stay"),
  );
});
