import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import { type BuilderApp, DM, withBuilderApp } from "@/lib/builder/testing/builder_app.ts";

async function command({ encounters, encounter }: BuilderApp, ...commands: readonly Command[]) {
  const at = Date.now();
  const applied = await encounters.apply(
    DM,
    encounter,
    commands.map((item) => ({
      id: crypto.randomUUID(),
      at,
      seed: crypto.randomUUID().replaceAll("-", ""),
      command: item,
    })),
    at,
  );
  assert.ok(applied.ok && applied.value.refused === undefined, JSON.stringify(applied));
}

Deno.test("the recap shares XP, counts damage and gives the party back as it is", async () => {
  await withBuilderApp(async (studio) => {
    const { press, parties, encounters, builder, encounter } = studio;
    const party = await parties.start("guest_dm", { name: "Four", campaign: "" }, 3);
    assert.ok(party.ok);
    await press("join", { party: party.value.id });
    await press("add", { slug: "ogre-2014", count: "2" });
    await press("notes", { notes: "", treasure: "A silver key" });
    await press("start");
    const opened = await encounters.open(DM, encounter);
    assert.ok(opened.ok);
    const all = Object.values(opened.value.state.combatants);
    const bram = all.find(({ name }) => name === "Bram");
    const ogres = all.filter(({ name }) => name === "Ogre");
    assert.ok(bram && ogres[0] && ogres[1]);
    const hit = (id: string, amount: number, sourceId: string): Command => ({
      type: "ApplyDamage",
      targets: [{ id }],
      damage: [{ amount }],
      sourceId,
    });
    await command(
      studio,
      hit(ogres[0].id, 59, bram.id),
      hit(ogres[1].id, 59, bram.id),
      hit(bram.id, 11, ogres[0].id),
      { type: "EndCombat" },
    );
    const found = await builder.recap(DM, encounter);
    assert.ok(found.ok);
    const recap = found.value;
    assert.deepEqual([recap.xp, recap.xpShare, recap.sharers], [900, 225, 4]);
    assert.equal(recap.defeated, "2 × Ogre");
    assert.deepEqual(
      recap.rows.filter(({ name }) => name === "Bram").map(({ dealt, taken }) => [dealt, taken]),
      [[118, 11]],
    );
    assert.deepEqual(recap.readings.map(({ word }) => word), ["Hard", "Moderate"]);
    assert.match(recap.text, /900 XP, 225 each for 4\./);
    assert.match(recap.text, /Defeated: 2 × Ogre\n/);
    assert.match(recap.text, /Treasure: A silver key$/);
    assert.equal(recap.returning.length, 4);

    const carried = await builder.carryBack(DM, encounter);
    assert.ok(carried.ok);
    const home = carried.value[0]?.characters.find(({ name }) => name === "Bram");
    assert.equal(home?.hp.current, (home?.hp.max ?? 0) - 11);
    const kept = await parties.open("guest_dm", party.value.id);
    assert.ok(kept.ok && kept.value.undo === "As Ford at Harrow left them");
  });
});
