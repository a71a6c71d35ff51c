import assert from "node:assert/strict";
import { filesIn, withNote } from "./worker_rules.ts";

Deno.test("filesIn() finds what pages, scripts and style sheets name", () => {
  const text = `<link href="/assets/site-Ab12_-xy.css"><script src="/assets/boot-DmX23Bdq.js">
    import("./Sheets-DVcIOgKJ.js");m=["assets/keep-BbND0lv4.js"];
    @font-face{src:url(/fonts/serif.3a889b76.woff2)} /icon.svg ./plain.js`;
  assert.deepEqual(filesIn(text), [
    "/assets/site-Ab12_-xy.css",
    "/assets/boot-DmX23Bdq.js",
    "/assets/Sheets-DVcIOgKJ.js",
    "/assets/keep-BbND0lv4.js",
    "/fonts/serif.3a889b76.woff2",
  ]);
});

Deno.test("withNote() puts the note first in the body and leaves the rest", () => {
  const date = new Date(2026, 11, 1, 21, 4);
  const html = '<html><body class="a"><p>fight</p></body></html>';
  const page = withNote(html, date, () => "1 Dec, 21:04");
  assert.match(page, /^<html><body class="a"><p class="kept-note" role="status" data-at="\d+">No /);
  assert.ok(page.includes(` data-at="${date.getTime()}">`));
  assert.ok(page.endsWith(" as it was on 1 Dec, 21:04.</p><p>fight</p></body></html>"));
  assert.match(withNote(html, new Date(""), String), /data-at="0">[^<]+at an earlier time\.<\/p>/);
});
