import assert from "node:assert/strict";
import { combatBlock } from "@/lib/contracts/block.ts";
import { combatBlockOf } from "./combat_block.ts";
import { allOf, bySlug } from "@/lib/bestiary/srd_data.ts";

async function fighter(slug: string) {
  const block = await bySlug(slug);
  assert.ok(block, slug);
  return combatBlockOf(block);
}

Deno.test("all 665 creatures are blocks that a fight accepts", async () => {
  for (const edition of ["2014", "2024"] as const) {
    for (const block of await allOf(edition)) {
      const made = combatBlockOf(block);
      const parsed = combatBlock.safeParse(JSON.parse(JSON.stringify(made)));
      assert.ok(
        parsed.success,
        `${block.slug}: ${JSON.stringify(parsed.error?.issues.slice(0, 3))}`,
      );
      const ids = made.actions.map((a) => a.id);
      assert.equal(new Set(ids).size, ids.length, block.slug);
    }
  }
});

Deno.test("combatBlockOf() keeps a save that follows a hit as an action of its own", async () => {
  const spider = await fighter("giant-spider-2014");
  const save = spider.actions.find((a) => a.id === "bite-save");
  assert.deepEqual(save?.save, { ability: "con", dc: 11, onSave: "half" });
  assert.deepEqual(save?.damages, [{ dice: "2d8", average: 9, type: "poison" }]);
});

Deno.test("combatBlockOf() keeps both breaths, legendary costs and lair counts", async () => {
  const brass = await fighter("adult-brass-dragon-2014");
  assert.deepEqual(
    brass.actions.filter((a) => a.kind === "save").map((a) => a.name),
    ["Frightful Presence", "Breath Weapons: Fire Breath", "Breath Weapons: Sleep Breath"],
  );
  const red = await fighter("adult-red-dragon-2014");
  assert.deepEqual(red.legendary?.actions.map((a) => a.cost), [1, 1, 2]);
  const red24 = await fighter("adult-red-dragon-2024");
  assert.deepEqual([red24.legendary?.uses, red24.legendary?.usesInLair], [3, 4]);
  assert.deepEqual(red24.legendaryResistance, { uses: 3, usesInLair: 4 });
});
