import assert from "node:assert/strict";
import { advisoryFile, auditProblems } from "@/tasks/check_audit.ts";
import { ROOT } from "@/tasks/lib/files.ts";

const file = advisoryFile.parse({
  reviewed: "2026-11-30",
  advisories: [{
    id: "GHSA-aaaa-bbbb-cccc",
    package: "@scope/part",
    summary: "planted",
    ranges: [
      { introduced: "1.2.0", fixed: "1.2.10" },
      { introduced: "2.0.0", fixed: "2.1.0" },
    ],
  }],
});
const lock = (...keys: readonly string[]) => ({
  npm: Object.fromEntries(keys.map((key) => [key, {}])),
});

Deno.test("a locked version within an advisory's range is told, with the one to take", () => {
  const told = (version: string) => auditProblems(lock(`@scope/part@${version}`), file);
  for (const version of ["1.2.0", "1.2.9", "1.2.9_zod@4.6.7", "2.0.5", "2.0.0-rc.1"]) {
    assert.equal(told(version).length, 1, version);
  }
  for (const version of ["1.1.9", "1.2.10", "1.10.0", "2.1.0", "3.0.0"]) {
    assert.deepEqual(told(version), [], version);
  }
  assert.deepEqual(told("1.2.3"), [
    "@scope/part 1.2.3: planted (GHSA-aaaa-bbbb-cccc). Take 1.2.10 or newer.",
  ]);
  assert.deepEqual(auditProblems(lock("part@1.2.3", "@scope/other@1.2.3"), file), []);
});

Deno.test("the committed file is about packages that are locked, and finds an older one", async () => {
  const committed = advisoryFile.parse(
    JSON.parse(await Deno.readTextFile(`${ROOT}tasks/audit/advisories.json`)),
  );
  const locked: { npm: Record<string, unknown> } = JSON.parse(
    await Deno.readTextFile(`${ROOT}deno.lock`),
  );
  for (const advisory of committed.advisories) {
    const name = `${advisory.package}@`;
    assert.ok(Object.keys(locked.npm).some((key) => key.startsWith(name)), advisory.package);
  }
  assert.equal(auditProblems(lock("vite@7.3.1"), committed).length, 4);
});
