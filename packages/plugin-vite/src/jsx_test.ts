import assert from "node:assert/strict";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { jsx, jsxs } from "preact/jsx-runtime";
import { parseAst } from "rollup/parseAst";
import { transformWithEsbuild } from "vite";
import { attr, escape, template } from "fresh/internal";
import type { Node } from "./ast.ts";
import { precompile } from "./jsx.ts";

/** The HTML of a JSX expression, precompiled and as plain Preact renders it. */
async function both(source: string): Promise<{ ours: string; plain: string; code: string }> {
  const text = `export default (Box, list, x, on) => ${source};`;
  const { code } = await transformWithEsbuild(text, "a.tsx", {
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const out = precompile(code, parseAst(code) as unknown as Node) ?? code;
  const Box = (props: { title?: unknown; children?: unknown }) =>
    h("b", { title: props.title as string }, props.children as string);
  const run = (js: string) => {
    const body = js.replace(/import\s*\{[^}]*\}\s*from\s*"[^"]*";?/g, "")
      .replace("export default", "return");
    const make = new Function("jsx", "jsxs", "$$tpl", "$$attr", "$$esc", body);
    const view = make(jsx, jsxs, template, attr, escape);
    return renderToString(view(Box, ["<i>", 2, null, "&"], '"<x>&', true));
  };
  return { ours: run(out), plain: run(code), code: out };
}

const CASES = [
  `<p class="a b" id="x">text &amp; "quotes" {x}</p>`,
  `<div>{0}{false}{null}{""}{[1, "two", x]}{3n}</div>`,
  `<ul>{list.map((v) => <li title={v}>{v}</li>)}</ul>`,
  `<button type="button" disabled={on} aria-pressed={on} aria-hidden data-n={1}>{x}</button>`,
  `<button disabled={false} aria-expanded={false} onClick={() => {}}>x</button>`,
  `<label htmlFor="a" className="c"><input type="checkbox" checked /><br/></label>`,
  `<Box title={<i>{x}</i>}><p>{x}</p>{list}</Box>`,
  `<a href={x}><p>{on ? <em>yes</em> : null}</p></a>`,
  `<select value="b"><option value="a">A</option><option value="b">B</option></select>`,
  `<svg viewBox="0 0 1 1"><g><path d="M0 0" strokeWidth={2} fill="none"/></g></svg>`,
  `<p style={{ color: "red", marginTop: 4, "--x": 1 }}>{list}</p>`,
  `<section>{on && <p>{list}</p>}<p {...{ id: "s" }}>spread</p></section>`,
  `<p dangerouslySetInnerHTML={{ __html: "<em>raw</em>" }} />`,
];

Deno.test("precompiled elements give the same HTML as Preact", async () => {
  for (const source of CASES) {
    const { ours, plain } = await both(source);
    assert.equal(ours.replaceAll("/>", ">"), plain.replaceAll("/>", ">"), source);
  }
});

Deno.test("precompiled code keeps every line where it was", async () => {
  const source = `<div>\n<p>\n{x}\n</p>\n<ul>\n{list.map((v) => (\n<li>{v}</li>))}</ul></div>`;
  const { code: compiled } = await transformWithEsbuild(
    `export default (list, x) => ${source};\nexport const last = 1;`,
    "a.tsx",
    { jsx: "automatic", jsxImportSource: "preact" },
  );
  const out = precompile(compiled, parseAst(compiled) as unknown as Node) ?? "";
  const lineOf = (text: string) => text.split("\n").findIndex((l) => l.includes("const last"));
  assert.match(out, /\$\$tpl/);
  assert.equal(lineOf(out), lineOf(compiled));
});

Deno.test("a list that is rendered twice is escaped once each time", async () => {
  const { ours } = await both(`<div>{list}<p>{list}</p></div>`);
  assert.equal(ours, "<div>&lt;i>2&amp;<p>&lt;i>2&amp;</p></div>");
});
