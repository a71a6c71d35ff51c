/** The corpus: 5etools, tetra-cube, DnDAppFile and CSV in detail. */
import assert from "node:assert/strict";
import { creature, creatures, FOLDER, read } from "./corpus.ts";
import { readFile } from "@/lib/interchange/read_file.ts";

Deno.test("5etools: tags become words that can be rolled, odd fields are read or reported", async () => {
  const { items, report } = await read("5etools-homebrew.json");
  const [heron, cracked, cloud] = creatures(items);
  assert.deepEqual([heron?.ac, heron?.acNote, heron?.hp], [14, "natural armor; 16 while folded", {
    average: 33,
    dice: "6d8+6",
  }]);
  assert.deepEqual([heron?.speeds, heron?.saves, heron?.skills], [{ walk: 20, fly: 60, hover: 1 }, {
    dex: 5,
  }, { perception: 8 }]);
  assert.deepEqual(heron?.actions[0]?.damages, [
    { dice: "1d8+3", average: 7, type: "piercing" },
    { dice: "1d6", average: 3, type: "fire" },
  ]);
  assert.deepEqual([
    heron?.traits[0]?.recharge,
    heron?.traits[0]?.save?.dc,
    heron?.traits[0]?.effects?.[0]?.condition,
  ], [{ from: 5 }, 13, "blinded"]);
  assert.equal(heron?.actions[1]?.text, "It may:\nGlow. It sheds bright light.");
  assert.deepEqual([
    heron?.legendary?.uses,
    heron?.legendary?.actions.map((one) => [one.name, one.cost, one.text]),
  ], [2, [["Glint", 2, "It glints at a goblin."]]]);
  assert.deepEqual([heron?.cr, heron?.xp, heron?.environments], [2, 500, ["mountain", "cave"]]);
  assert.deepEqual(heron?.resistances, [
    { type: "fire" },
    { type: "bludgeoning", only: "nonmagical attacks" },
    { type: "piercing", only: "nonmagical attacks" },
  ]);
  assert.deepEqual(heron?.spellcasting?.groups, [
    { label: "At will", spells: ["light"] },
    { label: "1/day each", perDay: 1, spells: ["fly", "blur"] },
  ]);
  assert.deepEqual([cracked?.hp.average, cracked?.actions.map((one) => one.name)], [20, [
    "Beak",
    "Shiver",
    "Shard",
  ]]);
  assert.deepEqual([cloud?.hp, cloud?.cr], [{ average: 50, dice: "50" }, 0]);
  const has = (path: string, outcome: string) =>
    report.notes.some((one) => one.path === path && one.outcome === outcome);
  assert.ok(
    has("spell", "dropped") && has("monster[].mood", "dropped") &&
      has("monster[]._copy", "changed"),
  );
});

Deno.test("5etools: the newer tags, choices of size and initiative by proficiency", async () => {
  const sentry = await creature("5etools-2024.json");
  assert.deepEqual([sentry.edition, sentry.size, sentry.otherSizes, sentry.initiative], [
    "2024",
    "small",
    ["medium"],
    3,
  ]);
  assert.deepEqual([sentry.actions[0]?.toHit, sentry.actions[0]?.reach], [4, 10]);
  assert.deepEqual([
    sentry.actions[1]?.save,
    sentry.actions[1]?.areaShape,
    sentry.actions[1]?.recharge,
  ], [{ ability: "con", dc: 12, onSave: "half" }, { shape: "cone", size: 15 }, { from: 6 }]);
});

Deno.test("5etools: copies in a circle and copies of nothing are refused one by one", async () => {
  const text = await Deno.readTextFile(new URL("5etools-copies.json", FOLDER));
  const reading = await readFile(text, { edition: "2014" });
  assert.ok(reading.ok);
  assert.deepEqual(reading.value.report.items.map((one) => one.outcome), [
    "taken",
    "refused",
    "refused",
    "refused",
  ]);
  assert.match(reading.value.report.items[1]?.reason ?? "", /circle/);
  assert.match(reading.value.report.items[3]?.reason ?? "", /Nobody \(ZZ\)/);
});

Deno.test("tetra-cube: figures are worked out, flags are obeyed, macros become figures", async () => {
  const imp = await creature("tetra-cube.json");
  assert.deepEqual([imp.ac, imp.hp, imp.speeds], [15, { average: 33, dice: "6d6+12" }, {
    walk: 30,
    climb: 20,
  }]);
  assert.deepEqual([imp.saves, imp.skills, imp.legendary, imp.lair], [
    { dex: 5 },
    { stealth: 7 },
    undefined,
    undefined,
  ]);
  assert.deepEqual([imp.actions[0]?.toHit, imp.actions[0]?.damages], [5, [{
    dice: "1d6+3",
    average: 6,
    type: "slashing",
  }]]);
  assert.deepEqual([imp.traits[0]?.save?.dc, imp.languages, imp.telepathy], [
    12,
    "Infernal, understands Common, but can't speak, telepathy 30 ft",
    30,
  ]);
  const lord = await creature("tetra-cube-custom.json");
  assert.deepEqual([lord.ac, lord.acNote, lord.hp, lord.speeds], [17, "rusted plate", {
    average: 55,
    dice: "10d6+20",
  }, { walk: 40, fly: 30, hover: 1 }]);
  assert.deepEqual([
    lord.cr,
    lord.proficiencyBonus,
    lord.legendary?.actions.length,
    lord.lair?.actions.length,
  ], [5, 4, 2, 1]);
});

Deno.test("DnDAppFile: monsters at any depth, foreign units, attacks beside the text", async () => {
  const hound = await creature("dnd-app-file-compendium.xml");
  assert.deepEqual([hound.source, hound.type, hound.tags, hound.cr], ["House Book", "monstrosity", [
    "shapechanger",
  ], 0.5]);
  assert.deepEqual([hound.speeds, hound.hp], [{ walk: 40, climb: 30 }, {
    average: 45,
    dice: "6d10+12",
  }]);
  assert.equal(
    hound.traits.find((one) => one.name === "Keen Nose")?.text,
    "It smells & tracks well.",
  );
  assert.deepEqual(hound.actions.map((one) => [one.name, one.toHit, one.damages?.length]), [
    ["Bite", 5, 2],
    ["Spit", 4, 1],
    ["Howl", undefined, undefined],
  ]);
  assert.deepEqual([hound.spellcasting?.slots, hound.legendary?.actions[0]?.cost], [[2, 1], 2]);
  const pup = await creature("dnd-app-file-campaign.xml");
  assert.deepEqual([pup.cr, pup.abilities.dex], [0.25, 15]);
  const [wren] = (await read("dnd-app-file-characters.xml")).items;
  assert.ok(wren?.kind === "character");
  assert.deepEqual([
    wren.character.hp.current,
    wren.character.hp.max,
    wren.character.player,
    wren.character.abilities.dex,
  ], [20, 31, "Mara", 16]);
});

Deno.test("CSV: with padded header and byte order mark, without header, with semicolons", async () => {
  const [cat, queen] = creatures((await read("csv-kobold.csv")).items);
  assert.deepEqual([cat?.cr, cat?.hp.average, cat?.ac, cat?.initiative, cat?.environments], [
    0.5,
    22,
    13,
    3,
    ["swamp", "forest"],
  ]);
  assert.deepEqual(queen?.tags, ["legendary", "lair", "unique"]);
  const [, toad] = creatures((await read("csv-no-header.csv")).items);
  assert.deepEqual([toad?.cr, toad?.size], [0.125, "small"]);
  const own = await creature("csv-own.csv");
  assert.deepEqual([own.edition, own.cr, own.hp.dice, own.abilities.dex, own.resistances], [
    "2024",
    0.5,
    "4d8+4",
    16,
    [{ type: "cold" }],
  ]);
});
