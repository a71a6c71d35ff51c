import assert from "node:assert/strict";
import { browserLeaks, forbiddenEdges, importCircle } from "@/tasks/boundaries/edges.ts";
import { type Edge, type Graph, graphOf } from "@/tasks/boundaries/graph.ts";
import { ROOT } from "@/tasks/lib/files.ts";

/** `{ "a.ts": ["b.ts", "type c.ts"] }` as a graph. */
function graph(written: Readonly<Record<string, readonly string[]>>): Graph {
  return new Map(
    Object.entries(written).map(([from, imports]) => [
      from,
      imports.map((value): Edge => ({
        to: value.replace(/^type /, ""),
        typeOnly: value.startsWith("type "),
      })),
    ]),
  );
}

const ALLOWED: readonly [string, string][] = [
  ["lib/combat/decide.ts", "lib/combat/dice/dice.ts"],
  ["lib/contracts/command.ts", "npm:zod"],
  ["lib/store/sqlite/store.ts", "lib/store/ports/encounter_store.ts"],
  ["lib/store/sqlite/store.ts", "node:sqlite"],
  ["lib/alerting/rules.ts", "lib/metrics/port.ts"],
  ["lib/encounters/apply.ts", "lib/store/ports/encounter_store.ts"],
  ["client.ts", "assets/styles.css"],
  ["routes/encounters/[id].tsx", "type lib/encounters/apply.ts"],
  ["routes/index.tsx", "npm:fresh/runtime"],
  ["islands/Tracker.tsx", "lib/client/encounter/replica.ts"],
  ["lib/compose/compose.ts", "lib/store/sqlite/store.ts"],
  ["migrations/20260101120000_a.ts", "node:sqlite"],
  ["lib/combat/decide_test.ts", "npm:fast-check"],
];

const FORBIDDEN: readonly [string, string][] = [
  ["lib/combat/decide.ts", "npm:zod"],
  ["lib/combat/decide.ts", "node:crypto"],
  ["lib/combat/decide.ts", "lib/errors.ts"],
  ["lib/contracts/command.ts", "lib/creatures/search.ts"],
  ["lib/store/ports/encounter_store.ts", "node:sqlite"],
  ["lib/store/sqlite/store.ts", "lib/encounters/apply.ts"],
  ["lib/store/sqlite/store.ts", "lib/cache/local.ts"],
  ["lib/encounters/apply.ts", "lib/store/sqlite/store.ts"],
  ["lib/encounters/apply.ts", "npm:mongodb"],
  ["components/Row.tsx", "lib/contracts/command.ts"],
  ["components/Row.tsx", "islands/Tracker.tsx"],
  ["islands/Tracker.tsx", "lib/encounters/apply.ts"],
  ["islands/Tracker.tsx", "npm:fresh"],
  ["lib/client/api.ts", "components/Row.tsx"],
  ["routes/index.tsx", "lib/encounters/apply.ts"],
  ["routes/index.tsx", "type lib/store/sqlite/store.ts"],
  ["routes/index.tsx", "lib/compose/compose.ts"],
  ["migrations/20260101120000_a.ts", "lib/encounters/apply.ts"],
  ["lib/encounters/apply.ts", "lib/encounters/apply_test.ts"],
  ["lib/encounters/apply.ts", "tests/help.ts"],
  ["lib/encounters/apply.ts", "tasks/start.ts"],
];

Deno.test("each import that the table allows passes", () => {
  for (const [from, to] of ALLOWED) assert.deepEqual(forbiddenEdges(graph({ [from]: [to] })), []);
});

for (const [from, to] of FORBIDDEN) {
  Deno.test(`${from} may not import ${to}`, () => {
    const found = forbiddenEdges(graph({ [from]: [to] }));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", / may not import .*: /);
    assert.ok(found[0]?.endsWith(`${from} → ${to.replace(/^type /, "")}`));
  });
}

Deno.test("a module of an unknown folder is a breach, not a gap", () => {
  assert.match(forbiddenEdges(graph({ "lib/misc/x.ts": [] }))[0] ?? "", /is in no room/);
});

Deno.test("server code behind three allowed-looking steps is found, with the way to it", () => {
  const leaks = browserLeaks(graph({
    "islands/A.tsx": ["components/B.tsx"],
    "components/B.tsx": ["lib/combat/c.ts"],
    "lib/combat/c.ts": ["lib/store/sqlite/d.ts"],
  }));
  assert.deepEqual(leaks, [
    "island may not reach the server's code: " +
    "islands/A.tsx → components/B.tsx → lib/combat/c.ts → lib/store/sqlite/d.ts",
  ]);
});

Deno.test("a server package or built-in behind an island is a leak, a type is none", () => {
  const through = (last: string) =>
    browserLeaks(graph({ "islands/A.tsx": ["lib/contracts/b.ts"], "lib/contracts/b.ts": [last] }));
  assert.equal(through("npm:mongodb").length, 1);
  assert.equal(through("node:fs").length, 1);
  assert.equal(through("npm:zod").length, 0);
  assert.equal(through("type lib/bestiary/block.ts").length, 0);
});

Deno.test("a circle of imports is found, by types too", () => {
  assert.deepEqual(importCircle(graph({ "a.ts": ["b.ts"], "b.ts": ["c.ts"], "c.ts": ["b.ts"] })), [
    "b.ts",
    "c.ts",
    "b.ts",
  ]);
  assert.deepEqual(importCircle(graph({ "a.ts": ["b.ts"], "b.ts": ["type a.ts"] })), [
    "a.ts",
    "b.ts",
    "a.ts",
  ]);
  assert.deepEqual(importCircle(graph({ "a.ts": ["b.ts"], "b.ts": ["c.ts"], "c.ts": [] })), []);
});

Deno.test("what deno info prints becomes a graph of project paths", () => {
  const at = (path: string) => ({ specifier: `file://${ROOT}${path}` });
  const read = graphOf({
    modules: [{
      ...at("routes/[id].tsx"),
      dependencies: [
        { specifier: "fresh", code: at("packages/fresh/src/mod.ts") },
        { specifier: "zod", code: { specifier: "npm:/zod@4.6.7" } },
        { specifier: "@/lib/errors.ts", type: at("lib/errors.ts") },
        { specifier: "missing" },
      ],
    }, { specifier: "npm:/zod@4.6.7" }],
  });
  assert.deepEqual([...read], [["routes/[id].tsx", [
    { to: "npm:fresh", typeOnly: false },
    { to: "npm:zod", typeOnly: false },
    { to: "lib/errors.ts", typeOnly: true },
  ]]]);
});
