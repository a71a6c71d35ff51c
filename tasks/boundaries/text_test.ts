import assert from "node:assert/strict";
import { textProblems } from "@/tasks/boundaries/text.ts";

// Each piece is joined at run time, so that this file keeps the rules that it tests.
const BREACHES: readonly [path: string, source: string, says: RegExp][] = [
  ["lib/store/a.ts", "const x = Deno.cwd();", /Deno's own API/],
  ["routes/a.tsx", "await Deno.readFile(p);", /Deno's own API/],
  ["lib/store/a.ts", "const x = process.env.HOME;", /reads the environment/],
  ["components/A.tsx", `<p style${"="}{{ top: 0 }} />`, /inline style/],
  ["lib/a.ts", `// TO${"DO"} later`, /is unfinished/],
  ["lib/a_test.ts", `Deno.test.on${"ly("}"x", f);`, /does not run/],
  ["docs/a.md", `see /${"root"}/x`, /one machine/],
  ["lib/combat/a.ts", "const x = Math.random();", /clock or chance/],
  ["lib/combat/a.ts", "const t = Date.now();", /clock or chance/],
  ["routes/a.ts", "const x = await ctx.req.json();", /without a limit/],
  ["islands/A.tsx", "a();\n".repeat(121), /121 lines \(limit 120\)/],
  ["lib/a/mod.ts", 'export * from "./b.ts";\nexport { c } from "./c.ts";', /only passes on/],
];

for (const [path, source, says] of BREACHES) {
  Deno.test(`${path} breaks a rule: ${says.source}`, () => {
    const found = textProblems(path, source);
    assert.equal(found.length, 1, found.join("; "));
    assert.match(found[0] ?? "", says);
  });
}

Deno.test("what the rules do not mean passes", () => {
  for (
    const [path, source] of [
      ["main.ts", "export const app = Deno.version;"],
      ["lib/a_test.ts", 'Deno.test("a", () => {});'],
      ["lib/a.ts", "// Deno.serve would do the same\nexport const anyone = 1;"],
      ["lib/a.ts", 'export { a } from "./b.ts";\nexport const c = 1;'],
      ["lib/a.ts", "a();\n".repeat(500)],
      ["routes/a.ts", "const body = await readJson(ctx.req, SCHEMA);"],
      ["docs/a.md", "GET /livez, /encounters/:id, https://a.example/start/x"],
    ] as const
  ) assert.deepEqual(textProblems(path, source), []);
});

Deno.test("the line of the breach is named", () => {
  const source = "/*\n two\n*/\nconst a = 1;\nprocess.env.A;\n";
  assert.deepEqual(textProblems("lib/a.ts", source).map((problem) => problem.split(" ")[0]), [
    "lib/a.ts:5",
  ]);
});
