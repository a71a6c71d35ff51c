import assert from "node:assert/strict";
import {
  defenceText,
  describeAction,
  describeTrait,
  headline,
  limitText,
  roundsText,
  routineText,
  speedText,
} from "./describe.ts";
import { allOf, bySlug } from "@/lib/bestiary/srd_data.ts";

async function block(slug: string) {
  const found = await bySlug(slug);
  assert.ok(found, slug);
  return found;
}

async function line(slug: string, name: string): Promise<string> {
  const b = await block(slug);
  const action = [...b.actions, ...b.bonusActions, ...(b.legendary?.actions ?? [])]
    .find((a) => a.name === name);
  assert.ok(action, name);
  return describeAction(action);
}

Deno.test("describeAction() writes attacks from the figures", async () => {
  assert.equal(
    await line("adult-red-dragon-2014", "Bite"),
    "+14 to hit, reach 10 ft: 19 (2d10+8) piercing + 7 (2d6) fire.",
  );
  assert.equal(
    await line("djinni-2014", "Scimitar"),
    "+9 to hit, reach 5 ft: 12 (2d6+5) slashing + 3 (1d6) lightning or thunder.",
  );
  assert.equal(
    await line("giant-spider-2014", "Bite"),
    "+5 to hit, reach 5 ft: 7 (1d8+3) piercing. DC 11 Constitution: 9 (2d8) poison, half on a success. " +
      "Dropped to 0 HP by it: stable, but poisoned and paralyzed for 1 hour.",
  );
  assert.equal(
    await line("vampire-2024", "Grave Strike"),
    "+9 to hit, reach 5 ft: 8 (1d8+4) bludgeoning + 7 (2d6) necrotic; grappled (escape DC 14, up to Large).",
  );
});

Deno.test("describeAction() writes saves, areas and choices of breath", async () => {
  assert.equal(
    await line("adult-red-dragon-2024", "Fire Breath"),
    "60 ft cone, DC 21 Dexterity: 59 (17d6) fire, half on a success.",
  );
  assert.match(
    await line("adult-brass-dragon-2014", "Breath Weapons"),
    /^Fire Breath: 60 ft line, 5 ft wide, DC 18 Dexterity: 45 \(13d6\) fire, half on a success\. Sleep Breath: 60 ft cone, DC 18 Constitution: unconscious \(10 minutes\)\./,
  );
  assert.equal(
    await line("adult-red-dragon-2014", "Multiattack"),
    "Frightful Presence, Bite, 2 × Claw.",
  );
});

Deno.test("a routine says a number, dice or words", () => {
  const line = (count: number | string) => routineText([[{ action: "Touch", count }]]);
  assert.deepEqual([1, 2, "1d4", "one per head"].map(line), [
    "Touch",
    "2 × Touch",
    "1d4 × Touch",
    "Touch, one per head",
  ]);
});

Deno.test("headline and facts read like a stat block", async () => {
  const dragon = await block("adult-red-dragon-2014");
  assert.equal(headline(dragon), "Huge dragon, chaotic evil");
  assert.equal(speedText(dragon.speeds), "40 ft, climb 40 ft, fly 80 ft");
  assert.equal(headline(await block("mage-2024")), "Medium or Small humanoid, neutral");
  const lich = await block("lich-2014");
  assert.equal(
    defenceText(lich.immunities ?? []),
    "poison; bludgeoning, piercing, slashing (nonmagical attacks)",
  );
});

Deno.test("limitText() and roundsText() name limits", async () => {
  const dragon = await block("adult-red-dragon-2024");
  const resist = dragon.traits.find((t) => t.name === "Legendary Resistance");
  assert.ok(resist);
  assert.equal(limitText(resist), "3/day, 4 in its lair");
  assert.equal(describeTrait(resist), "Turns a failed save into a success.");
  const breath = dragon.actions.find((a) => a.name === "Fire Breath");
  assert.ok(breath);
  assert.equal(limitText(breath), "Recharge 5–6");
  assert.deepEqual([1, 10, 600, 15].map(roundsText), [
    "1 round",
    "1 minute",
    "1 hour",
    "15 rounds",
  ]);
});

Deno.test("every action of all 665 creatures has a line", async () => {
  for (const edition of ["2014", "2024"] as const) {
    for (const b of await allOf(edition)) {
      for (const a of [...b.actions, ...b.bonusActions, ...b.reactions]) {
        if (/pellcasting$/.test(a.name)) continue;
        assert.ok(describeAction(a).length > 3, `${b.slug} ${a.name}`);
      }
    }
  }
});
