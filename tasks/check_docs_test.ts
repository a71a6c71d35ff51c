import assert from "node:assert/strict";
import { textDocProblems, type Tree } from "@/tasks/check_docs.ts";

const TREE: Tree = {
  paths: new Set(["README.md", "docs", "docs/a.md", "lib", "lib/x.ts"]),
  tasks: new Set(["start", "config:check"]),
};

function problems(text: string, path = "docs/a.md"): string[] {
  return textDocProblems(path, text, TREE);
}

Deno.test("links, paths, tasks and headings that are there pass", () => {
  const text = [
    "# Some Title (v2)",
    "[x](../lib/x.ts) [y](../README.md#any) [web](https://a.example) [here](#some-title-v2)",
    "`lib/x.ts` `lib/` `lib/x.ts:12` `lib/<room>/y.ts` `deno task start`",
    "```",
    "npx -y deno@2.9.6 task config:check",
    "```",
  ].join("\n");
  assert.deepEqual(problems(text), []);
});

Deno.test("what is not there is named with its line", () => {
  assert.deepEqual(problems("\n[x](gone.md)"), [
    "docs/a.md:2 links to gone.md, which is not there",
  ]);
  assert.deepEqual(problems('<img width="9" src="gone.webp" alt="x">'), [
    "docs/a.md:1 links to gone.webp, which is not there",
  ]);
  assert.deepEqual(problems("[x](#gone)"), ["docs/a.md:1 links to #gone, which is no heading"]);
  assert.deepEqual(problems("`lib/gone.ts`"), [
    "docs/a.md:1 names lib/gone.ts, which is not there",
  ]);
  assert.deepEqual(problems("```\ndeno task gone\n```"), [
    "docs/a.md:2 names the task gone, which is not in deno.json",
  ]);
});
