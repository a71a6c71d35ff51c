import assert from "node:assert/strict";
import type { Incident } from "./document.ts";
import { toldIncidents } from "./incidents.ts";
import { EXPLAINS_MS } from "./told_errors.ts";

const NOW = 1_000_000_000_000;

function incident(events: readonly Incident["events"][number]["what"][], endedAt: number | null) {
  return {
    incident: `burn_rate_slow@${NOW - 60_000}`,
    key: "burn_rate_slow",
    rule: "burn_rate_slow",
    severity: "critical" as const,
    summary: "0.7 % of requests failed.",
    startedAt: NOW - 60_000,
    endedAt,
    events: events.map((what) => ({ at: NOW - 60_000, what })),
  };
}

Deno.test("only what people know of explains failures that are over", () => {
  const known = (what: readonly Incident["events"][number]["what"][], endedAt: number | null) =>
    toldIncidents([incident(what, endedAt)], NOW).length;
  assert.equal(known(["fires", "told", "resolved"], NOW), 1);
  assert.equal(known(["fires", "silenced", "resolved"], NOW), 1);
  assert.equal(known(["fires", "part of another", "resolved"], NOW), 0, "nobody was told");
  assert.equal(known(["fires", "part of another", "told", "resolved"], NOW), 1);
  assert.equal(known(["fires", "told"], null), 0, "not over");
  assert.equal(known(["fires", "told", "resolved"], NOW - EXPLAINS_MS - 1), 0, "too old");
});
