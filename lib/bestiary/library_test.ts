import assert from "node:assert/strict";
import { allOf, bySlug, summaries } from "./library.ts";

Deno.test("bySlug() finds one creature of the named edition", async () => {
  const dragon = await bySlug("adult-red-dragon-2014");
  assert.equal(dragon?.name, "Adult Red Dragon");
  assert.equal(dragon?.ac, 19);
  assert.deepEqual(dragon?.hp, { average: 256, dice: "19d12+133" });
  assert.equal(dragon?.legendaryResistance?.uses, 3);
});

Deno.test("bySlug() falls back to the other edition for a bare slug", async () => {
  assert.equal((await bySlug("goblin"))?.slug, "goblin-2014");
  assert.equal((await bySlug("goblin", "2014"))?.slug, "goblin-2014");
  assert.equal(await bySlug("no-such-thing"), undefined);
});

Deno.test("allOf() holds 334 creatures of SRD 5.1 with unique slugs", async () => {
  const all = await allOf("2014");
  assert.equal(all.length, 334);
  assert.equal(new Set(all.map((b) => b.slug)).size, 334);
  assert.ok((await summaries("2014")).every((s) => s.hp > 0 && s.ac > 0));
});
