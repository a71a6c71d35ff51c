import assert from "node:assert/strict";
import { allOf, bySlug, summaries } from "./srd_data.ts";

Deno.test("bySlug() finds one creature of the named edition", async () => {
  const dragon = await bySlug("adult-red-dragon-2014");
  assert.equal(dragon?.name, "Adult Red Dragon");
  assert.equal(dragon?.ac, 19);
  assert.deepEqual(dragon?.hp, { average: 256, dice: "19d12+133" });
  assert.equal(dragon?.legendaryResistance?.uses, 3);
});

Deno.test("bySlug() falls back to the other edition for a bare slug", async () => {
  assert.equal((await bySlug("goblin"))?.slug, "goblin-2014");
  assert.equal((await bySlug("lich"))?.slug, "lich-2024");
  assert.equal((await bySlug("goblin", "2014"))?.slug, "goblin-2014");
  assert.equal(await bySlug("no-such-thing"), undefined);
});

Deno.test("allOf() holds all 334 and 331 creatures, each slug once", async () => {
  const slugs = new Set<string>();
  for (const [edition, count] of [["2014", 334], ["2024", 331]] as const) {
    const all = await allOf(edition);
    assert.equal(all.length, count);
    for (const block of all) slugs.add(block.slug);
  }
  assert.equal(slugs.size, 665);
  assert.ok((await summaries()).every((s) => s.hp > 0 && s.ac > 0));
});
