import assert from "node:assert/strict";
import { bySlug } from "@/lib/bestiary/srd_data.ts";
import { scaleHp, withCr } from "./variants.ts";

async function block(slug: string) {
  const found = await bySlug(slug);
  assert.ok(found, slug);
  return found;
}

Deno.test("scaleHp() changes the dice with the average", async () => {
  const ogre = await block("ogre-2014");
  assert.deepEqual(ogre.hp, { average: 59, dice: "7d10+21" });
  assert.deepEqual(scaleHp(ogre, 2).hp, { average: 119, dice: "14d10+42" });
  assert.deepEqual(scaleHp(ogre, 0.1).hp, { average: 8, dice: "1d10+3" });
  assert.deepEqual(scaleHp({ ...ogre, hp: { average: 40, dice: "40" } }, 1.5).hp, {
    average: 60,
    dice: "60",
  });
  for (const factor of [0, -1, 11, Number.NaN]) {
    assert.throws(() => scaleHp(ogre, factor), RangeError);
  }
});

Deno.test("withCr() shifts what depends on the proficiency bonus", async () => {
  const veteran = await block("veteran-2014");
  const tough = withCr(veteran, 9);
  assert.deepEqual([tough.cr, tough.xp, tough.proficiencyBonus], [9, 5000, 4]);
  assert.equal(tough.actions[1]?.toHit, (veteran.actions[1]?.toHit ?? 0) + 2);
  assert.equal(tough.skills?.athletics, (veteran.skills?.athletics ?? 0) + 2);
  assert.deepEqual(tough.actions[1]?.damages, veteran.actions[1]?.damages);
  assert.throws(() => withCr(veteran, 31), RangeError);
});
