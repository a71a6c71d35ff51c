import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { renderToString } from "preact-render-to-string";
import { allOf } from "@/lib/bestiary/library.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import { StatSheet } from "./StatSheet.tsx";

/** What stands where a figure is missing. */
const HOLES = /undefined|NaN|\[object|null/;

Deno.test("all 665 creatures render, with name, armour class, hit points and every action", async () => {
  let count = 0;
  for (const edition of EDITIONS) {
    for (const block of await allOf(edition)) {
      const html = renderToString(<StatSheet block={block} />);
      assert.ok(!HOLES.test(html), block.slug);
      const shown = html.replaceAll("&amp;", "&");
      for (const text of [block.name, String(block.ac), String(block.hp.average)]) {
        assert.ok(shown.includes(text), `${block.slug}: ${text}`);
      }
      for (const { name } of [...block.traits, ...block.actions, ...block.reactions]) {
        assert.ok(shown.includes(name), `${block.slug}: ${name}`);
      }
      count++;
    }
  }
  assert.equal(count, 665);
});

Deno.test("the longest stat block is far within 15 KB", async () => {
  let most = 0;
  for (const edition of EDITIONS) {
    for (const block of await allOf(edition)) {
      most = Math.max(most, gzipSync(renderToString(<StatSheet block={block} />)).length);
    }
  }
  assert.ok(most < 6_000, `${most} bytes`);
});

Deno.test("no inline style and no script is in a stat block", async () => {
  const [first] = await allOf("2024");
  assert.ok(first);
  assert.doesNotMatch(renderToString(<StatSheet block={first} />), /<script|\sstyle=/);
});
