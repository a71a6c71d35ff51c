/// <reference lib="deno.unstable" />
import assert from "node:assert/strict";
import plugin from "./html_attributes.ts";

function found(jsx: string): string[] {
  return Deno.lint.runPlugin(plugin, "page.tsx", `const x = ${jsx};`).map(({ id }) => id);
}

const REFUSED: readonly (readonly [jsx: string, rule: string])[] = [
  ["<b aria-pressed={on} />", "html/aria-text"],
  ["<b aria-pressed={true} />", "html/aria-text"],
  ["<b aria-hidden />", "html/aria-text"],
  ["<b aria-pressed={a === b} />", "html/aria-text"],
  ["<b aria-invalid={error === null ? undefined : true} />", "html/aria-text"],
  ['({ "aria-invalid": !ok })', "html/aria-text"],
  ["<input defaultValue={q} />", "html/html-names"],
  ["<input spellcheck={false} />", "html/html-names"],
  ["<b draggable={on} />", "html/html-names"],
];

const TAKEN = [
  '<b aria-pressed="true" />',
  "<b aria-pressed={`${on}`} />",
  '<b aria-current={here ? "page" : undefined} />',
  "<b aria-label={name} />",
  '({ "aria-current": now ? "step" as const : undefined })',
  "({ value: on })",
  "<input value={q} {...NO_SPELLCHECK} />",
  '<b draggable="true" />',
];

Deno.test("attributes that the server would write wrongly are found", () => {
  for (const [jsx, rule] of REFUSED) assert.deepEqual(found(jsx), [rule], jsx);
});

Deno.test("what HTML knows passes", () => {
  for (const jsx of TAKEN) assert.deepEqual(found(jsx), [], jsx);
});
