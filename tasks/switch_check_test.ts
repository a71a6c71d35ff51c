import assert from "node:assert/strict";
import { moduleSwitchProblems } from "./switch_check.ts";

const FOUND: readonly (readonly [path: string, text: string, problem: RegExp])[] = [
  ["routes/a.tsx", 'import "@/assets/pages/a.css";', /^routes\/a\.tsx:1 has .*section_styles/],
  ["components/a.ts", '\n\nimport url from "./a.css?url";', /^components\/a\.ts:3 /],
  ["tasks/a.ts", 'import { x } from "@/packages/fresh/src/x.ts";', /by name/],
  ["tasks/a.ts", 'await import("../packages/plugin-vite/src/mod.ts")', /by name/],
  ["fresh.config.ts", "export default { ssr: { external: HEAVY } }", /rollupOptions\.external/],
  ["components/a.tsx", "<nav f-client-nav>", /no client navigation/],
  ["main.ts", 'import { App, listen } from "fresh";', /takes listen from fresh: only packages/],
  ["a.ts", 'import type { ServeInfo as S } from "fresh";', /takes ServeInfo/],
  ["a.ts", 'import { Slot } from "fresh/runtime";', /takes Slot/],
  ["a.ts", 'import { exchange } from "fresh/internal";', /imports fresh\/internal/],
];

const FREE: readonly (readonly [path: string, text: string])[] = [
  ["client.ts", 'import "./assets/styles.css";'],
  ["main.ts", 'import { App, csp, type Context, staticFiles as files } from "fresh";'],
  ["islands/a.tsx", 'import { Head, IS_BROWSER } from "fresh/runtime";'],
  ["fresh.config.ts", "ssr: { build: { rollupOptions: { external: HEAVY } } }"],
  ["fresh.config.ts", 'import { fresh } from "@fresh/plugin-vite";'],
  ["lib/a.ts", '// reads "a.css" and packages/fresh/src'],
];

Deno.test("what the published Fresh has not is found", () => {
  for (const [path, text, problem] of FOUND) {
    const found = moduleSwitchProblems(path, text);
    assert.equal(found.length, 1, text);
    assert.match(found[0] ?? "", problem);
  }
});

Deno.test("what both have passes", () => {
  for (const [path, text] of FREE) assert.deepEqual(moduleSwitchProblems(path, text), [], text);
});
