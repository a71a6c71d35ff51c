import assert from "node:assert/strict";
import { nextVersion, releaseNotes } from "@/tasks/release/notes.ts";

Deno.test("a part is raised, and what is smaller begins at nought", () => {
  assert.equal(nextVersion("1.4.2", "patch"), "1.4.3");
  assert.equal(nextVersion("1.4.2", "minor"), "1.5.0");
  assert.equal(nextVersion("1.4.2", "major"), "2.0.0");
});

Deno.test("a version of one's own has to be later", () => {
  assert.equal(nextVersion("1.4.2", "1.5.0"), "1.5.0");
  assert.equal(nextVersion("1.4.2", "1.4.2"), undefined);
  assert.equal(nextVersion("1.4.2", "1.3.9"), undefined);
  assert.equal(nextVersion("1.4.2", "2.0"), undefined);
});

const CHANGELOG =
  "# Changelog\n\n## Unreleased\n\n### Added\n\n- A thing.\n\n## 0.1.0 – 2026-01-01\n\n- Old.\n";

Deno.test("what was unreleased gets its version, and an empty section takes its place", () => {
  const made = releaseNotes(CHANGELOG, "0.2.0", "2026-12-01");
  assert.ok(typeof made === "object");
  assert.equal(made.notes, "### Added\n\n- A thing.");
  assert.equal(
    made.changelog,
    "# Changelog\n\n## Unreleased\n\n## 0.2.0 – 2026-12-01\n\n### Added\n\n- A thing.\n\n## 0.1.0 – 2026-01-01\n\n- Old.\n",
  );
  const again = releaseNotes(made.changelog, "0.3.0", "2026-12-02");
  assert.match(String(again), /nothing to release/);
});
