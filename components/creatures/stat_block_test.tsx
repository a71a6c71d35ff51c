import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { renderToString } from "preact-render-to-string";
import { ATTRIBUTIONS } from "@/lib/creatures/attribution.ts";
import type { FullTexts } from "@/lib/creatures/full_text.ts";
import { allOf, bySlug } from "@/lib/bestiary/srd_data.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import { StatBlockArticle } from "./StatBlock.tsx";

/** What stands where a figure is missing. */
const HOLES = /undefined|NaN|\[object|null/;

Deno.test("all 665 creatures render, with name, armour class, hit points and every action", async () => {
  let count = 0;
  for (const edition of EDITIONS) {
    for (const block of await allOf(edition)) {
      const html = renderToString(<StatBlockArticle block={block} />);
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
      most = Math.max(most, gzipSync(renderToString(<StatBlockArticle block={block} />)).length);
    }
  }
  assert.ok(most < 6_000, `${most} bytes`);
});

/** Texts as long as the longest ones of the SRD, which stay out of the repository. */
const longTexts = (block: StatBlock): FullTexts => {
  const words = (seed: string) =>
    Array.from({ length: 60 }, (_, n) => `${seed}${(n * 7919 % 1000).toString(36)}`).join(" ");
  const entries = [
    { part: "about", name: block.name, text: "Where it comes from." },
    ...block.traits.map(({ name }) => ({ part: "trait", name, text: words(name) })),
    ...block.actions.map(({ name }) => ({ part: "action", name, text: words(name) })),
    ...(block.legendary?.actions ?? []).map(({ name }) => ({
      part: "legendary action",
      name: `${name} (Costs 2 Actions)`,
      text: words(name),
    })),
  ];
  return { entries, credit: ATTRIBUTIONS[block.edition] };
};

Deno.test("full texts stand folded up under what they are of, with the licence's statement", async () => {
  for (const edition of EDITIONS) {
    const block = await bySlug(`adult-red-dragon-${edition}`);
    assert.ok(block);
    const texts = longTexts(block);
    const html = renderToString(<StatBlockArticle block={block} texts={texts} />);
    assert.equal(html.match(/<details /g)?.length, texts.entries.length);
    for (const { text } of texts.entries) {
      assert.ok(html.includes(`<p class="action-text">${text}</p></details>`), text);
    }
    assert.match(html, /This work includes material/);
    assert.doesNotMatch(html, /texts are our own/);
    assert.ok(gzipSync(html).length < 12_000, `${gzipSync(html).length} bytes`);
  }
});

Deno.test("no inline style and no script is in a stat block", async () => {
  const [first] = await allOf("2024");
  assert.ok(first);
  assert.doesNotMatch(renderToString(<StatBlockArticle block={first} />), /<script|\sstyle=/);
});
