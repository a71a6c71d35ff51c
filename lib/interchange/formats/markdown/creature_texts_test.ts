/** What has no field in another format stands in its texts. */
import assert from "node:assert/strict";
import { allOf } from "@/lib/bestiary/srd_data.ts";
import { improvedBlock } from "@/lib/interchange/formats/improved_initiative/write.ts";
import { markdownBlock } from "./write.ts";
import { withSpellText } from "./spell_lines.ts";

const creature = async (slug: string) => {
  const found = (await allOf(slug.endsWith("2014") ? "2014" : "2024")).find((block) =>
    block.slug === slug
  );
  assert.ok(found, slug);
  return found;
};

Deno.test("every spell of a creature is in both exports", async () => {
  for (const block of [...await allOf("2014"), ...await allOf("2024")]) {
    const texts = [markdownBlock(block), JSON.stringify(improvedBlock(block))];
    for (const spell of block.spellcasting?.groups.flatMap((group) => group.spells) ?? []) {
      for (const text of texts) assert.ok(text.includes(spell), `${block.slug}: ${spell}`);
    }
  }
});

Deno.test("spells join a Spellcasting that is there, or make a trait of their own", async () => {
  const lich = withSpellText(await creature("lich-2014"));
  assert.match(
    lich.traits.at(-1)?.text ?? "",
    /^It casts spells using Intelligence \(spell save DC 20, \+12 to hit with spell attacks\):\nCantrips \(at will\): Mage Hand,/,
  );
  const archmage = withSpellText(await creature("archmage-2024"));
  assert.ok(!archmage.traits.some((trait) => trait.name === "Spellcasting"));
  assert.match(
    archmage.actions.find((action) => action.name === "Spellcasting")?.text ?? "",
    /\n2\/Day Each: Fly, Lightning Bolt\n/,
  );
});

Deno.test("legendary uses, more of them in a lair, lair actions and hovering are told", async () => {
  const dragon = await creature("adult-black-dragon-2024");
  const lair = {
    actions: [{ id: "mud", name: "Mud", kind: "other" as const, text: "Mud rises." }],
  };
  const given = { ...dragon, lair, speeds: { walk: 40, fly: 80, hover: 1 } };
  const markdown = markdownBlock(given);
  assert.match(markdown, /### Legendary actions \(3 a round, 4 in its lair\)/);
  assert.match(markdown, /### Lair, initiative 20\n\n\*\*\*Mud\.\*\*\* Mud rises\./);
  assert.match(markdown, /\*\*Speed\*\* 40 ft, fly 80 ft \(hover\)/);
  const improved = improvedBlock(given);
  assert.equal(
    improved.LegendaryActions[0]?.Content,
    "It can take 3 legendary actions a round, 4 in its lair.",
  );
  assert.ok(improved.Traits.some((trait) => trait.Name === "Lair Action: Mud"));
  assert.ok(improved.Traits.some((trait) => /3\/Day, or 4\/Day in Lair/.test(trait.Name)));
});

Deno.test("each edition's creatures go out in its own order of words", async () => {
  const words = async (slug: string) => JSON.stringify(improvedBlock(await creature(slug)).Actions);
  assert.match(await words("adult-black-dragon-2024"), /Melee Attack Roll: \+\d+, reach/);
  assert.match(await words("adult-black-dragon-2024"), /Dexterity Saving Throw: DC 18, each/);
  assert.match(await words("adult-black-dragon-2014"), /Melee Weapon Attack: \+\d+ to hit, reach/);
});
