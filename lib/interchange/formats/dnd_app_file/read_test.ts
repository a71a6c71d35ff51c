/** Odd monsters of DnDAppFile. */
import assert from "node:assert/strict";
import { readFile } from "@/lib/interchange/read_file.ts";

async function monster(inner: string) {
  const text =
    `<?xml version="1.0"?><compendium version="5"><monster><name>Arch</name><size>M</size>
    <type>humanoid</type><ac>12</ac><hp>99 (18d8+18)</hp><cr>12</cr>${inner}</monster></compendium>`;
  const reading = await readFile(text, { edition: "2014" });
  assert.ok(reading.ok);
  const [item] = reading.value.items;
  assert.ok(item?.kind === "creature");
  return { block: item.block, notes: reading.value.report.notes };
}

Deno.test("an attack field without a bonus gives its dice, the text's own ones come first", async () => {
  const { block } = await monster(
    `<action><name>Fire</name><text>It bursts.</text><attack>||3d6</attack></action>
     <action><name>Acid</name><text>It spits: 7 (2d6) acid damage.</text><attack>||2d6</attack></action>`,
  );
  assert.deepEqual(block.actions.map((action) => action.damages), [
    [{ dice: "3d6", average: 10 }],
    [{ dice: "2d6", average: 7, type: "acid" }],
  ]);
});

Deno.test("the introduction of legendary actions is none of them", async () => {
  const { block, notes } = await monster(
    `<legendary><name>Legendary Actions</name><text>The arch can take 2 legendary actions.</text></legendary>
     <legendary><name>Zap (Costs 2 Actions)</name><text>It zaps.</text></legendary>`,
  );
  assert.deepEqual([block.legendary?.uses, block.legendary?.actions.map((action) => action.name)], [
    2,
    [
      "Zap",
    ],
  ]);
  assert.ok(notes.some((note) => note.reason.startsWith("an introduction")));
});

Deno.test("a list of ten slots begins with the cantrips", async () => {
  const { block, notes } = await monster(
    "<spells>light, shield</spells><slots>5,4,3,3,3,3,1,1,1,1</slots>",
  );
  assert.deepEqual(block.spellcasting?.slots, [4, 3, 3, 3, 3, 1, 1, 1, 1]);
  assert.ok(notes.some((note) => note.path.endsWith("slots") && note.outcome === "changed"));
});
