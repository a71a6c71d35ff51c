/** The corpus: every format and version with what it must give. */
import assert from "node:assert/strict";
import { readFile } from "@/lib/interchange/read_file.ts";
import { creature, creatures, FOLDER, read } from "./corpus.ts";

/** Format and number of creatures, characters and fights of every file. */
const FILES: Readonly<Record<string, readonly [string, number, number, number]>> = {
  "improved-initiative-single.json": ["improved-initiative", 1, 0, 0],
  "improved-initiative-library.json": ["improved-initiative", 2, 0, 0],
  "improved-initiative-array.json": ["improved-initiative", 2, 0, 0],
  "improved-initiative-backup.json": ["improved-initiative", 2, 3, 2],
  "improved-initiative-backup-strings.json": ["improved-initiative", 2, 3, 2],
  "improved-initiative-encounter.json": ["improved-initiative", 0, 0, 1],
  "improved-initiative-legacy-encounter.json": ["improved-initiative", 0, 0, 1],
  "open5e-v1-page.json": ["open5e-v1", 2, 0, 0],
  "open5e-v1-single.json": ["open5e-v1", 1, 0, 0],
  "open5e-v1-data.json": ["open5e-v1", 1, 0, 0],
  "open5e-v2-page.json": ["open5e-v2", 1, 0, 0],
  "open5e-v2-single.json": ["open5e-v2", 1, 0, 0],
  "open5e-v2-set.json": ["open5e-v2", 1, 0, 0],
  "open5e-v2-fields.json": ["open5e-v2", 1, 0, 0],
  "open5e-v2-data.json": ["open5e-v2", 1, 0, 0],
  "5e-bits-1.json": ["5e-bits", 1, 0, 0],
  "5e-bits-2.json": ["5e-bits", 1, 0, 0],
  "5e-bits-3.json": ["5e-bits", 1, 0, 0],
  "5e-bits-4.json": ["5e-bits", 1, 0, 0],
  "5etools-homebrew.json": ["5etools", 3, 0, 0],
  "5etools-2024.json": ["5etools", 1, 0, 0],
  "5etools-single.json": ["5etools", 1, 0, 0],
  "tetra-cube.json": ["tetra-cube", 1, 0, 0],
  "tetra-cube-custom.json": ["tetra-cube", 1, 0, 0],
  "dnd-app-file-compendium.xml": ["dnd-app-file", 1, 0, 0],
  "dnd-app-file-characters.xml": ["dnd-app-file", 0, 1, 0],
  "dnd-app-file-campaign.xml": ["dnd-app-file", 1, 0, 0],
  "own-full.json": ["own", 3, 0, 1],
  "csv-kobold.csv": ["csv", 2, 0, 0],
  "csv-no-header.csv": ["csv", 2, 0, 0],
  "csv-own.csv": ["csv", 1, 0, 0],
};

for (const [file, [format, ...counts]] of Object.entries(FILES)) {
  Deno.test(`corpus: ${file} is ${format}`, async () => {
    const { report, items } = await read(file);
    assert.equal(report.format, format);
    const count = (kind: string) => items.filter((item) => item.kind === kind).length;
    assert.deepEqual([count("creature"), count("character"), count("encounter")], counts);
  });
}

Deno.test("the corpus has no file that no test names", () => {
  const named = [...Object.keys(FILES), "5etools-copies.json"];
  assert.deepEqual([...Deno.readDirSync(FOLDER)].map((item) => item.name).sort(), named.sort());
});

Deno.test("Improved Initiative: a stat block arrives with its figures and its report", async () => {
  const { items, report } = await read("improved-initiative-single.json");
  const [block] = creatures(items);
  assert.ok(block);
  assert.deepEqual([block.name, block.size, block.type, block.tags], [
    "Mossback Ogre",
    "large",
    "giant",
    ["bogborn"],
  ]);
  assert.deepEqual([block.ac, block.acNote, block.hp], [13, "hide armor", {
    average: 68,
    dice: "8d10+24",
  }]);
  assert.deepEqual(block.speeds, { walk: 40, swim: 20 });
  assert.deepEqual([block.cr, block.xp, block.initiative, block.passivePerception], [
    3,
    700,
    -1,
    8,
  ]);
  assert.deepEqual(block.resistances, [{ type: "poison" }, {
    type: "bludgeoning",
    only: "nonmagical attacks",
  }]);
  const [club] = block.actions;
  assert.deepEqual([club?.toHit, club?.reach, club?.damages], [6, 5, [{
    dice: "2d8+4",
    average: 13,
    type: "bludgeoning",
  }]]);
  assert.deepEqual([block.traits[0]?.name, block.traits[0]?.recharge, block.traits[0]?.save?.dc], [
    "Reek",
    { from: 5 },
    13,
  ]);
  assert.deepEqual([
    block.legendary?.uses,
    block.legendary?.actions.map((action) => [action.name, action.cost]),
  ], [2, [["Stomp", 2], ["Second Wind", 1]]]);
  assert.equal(block.traits.at(-1)?.text, "Found in bogs.");
  const dropped = report.notes.filter((note) => note.outcome === "dropped").map((note) =>
    note.path
  );
  assert.deepEqual(dropped.sort(), ["Homemade", "ImageURL", "Path"]);
});

Deno.test("Improved Initiative: of two entries with one id the fuller one wins, spells and settings are reported", async () => {
  for (
    const file of ["improved-initiative-backup.json", "improved-initiative-backup-strings.json"]
  ) {
    const { items, report } = await read(file);
    const wisp = creatures(items).find((creature) => creature.name === "Lamp Wisp");
    assert.deepEqual([wisp?.hp.average, wisp?.actions.length], [7, 1]);
    assert.ok(report.notes.some((note) => note.reason.includes("fuller")));
    assert.ok(
      report.notes.some((note) => note.path === "Spells.<id>" && note.outcome === "dropped"),
    );
    const people = items.flatMap((item) => item.kind === "character" ? [item] : []);
    assert.deepEqual(
      people.map((
        { character, folder },
      ) => [
        character.name,
        character.player,
        character.classes[0]?.level,
        character.hp.current,
        character.hp.max,
        folder,
      ]),
      [
        ["Wren", "", 4, 28, 31, "Causeway"],
        ["Ash", "Mara", 4, 35, 38, "Causeway"],
        ["Old Tom", "", 2, 15, 15, ""],
      ],
    );
  }
});

Deno.test("Improved Initiative: a fight arrives with hit points, initiative, conditions and hidden creatures", async () => {
  const { items } = await read("improved-initiative-encounter.json");
  const [item] = items;
  assert.ok(item?.kind === "encounter");
  const [first, second, wren] = item.encounter.members;
  assert.equal(item.encounter.blocks.length, 1);
  assert.deepEqual([first?.draft.hp, first?.draft.initiative, first?.draft.hidden], [
    { max: 4, current: 2, temp: 1 },
    14,
    "until-revealed",
  ]);
  assert.deepEqual([first?.conditions, first?.effects], [["prone"], ["Marked by Wren"]]);
  assert.deepEqual([second?.draft.name, second?.conditions], ["Old One-Eye", ["poisoned"]]);
  assert.deepEqual([wren?.draft.kind, wren?.draft.side, wren?.draft.blockId], [
    "character",
    "party",
    undefined,
  ]);
});

Deno.test("Improved Initiative: bare lists with foreign words and missing parts are read as far as they go", async () => {
  const [crow, worm] = creatures((await read("improved-initiative-array.json")).items);
  assert.deepEqual([crow?.cr, crow?.saves], [0, { dex: 4 }]);
  assert.equal(crow?.actions[0]?.text, "Beisst zu.");
  assert.deepEqual([worm?.cr, worm?.ac, worm?.hp.average], [17, 18, 1]);
});

Deno.test("Open5e v1: twins of two books stay apart, unknown damage types become words", async () => {
  const both = creatures((await read("open5e-v1-page.json")).items);
  assert.deepEqual(both.map((statBlock) => [statBlock.source, statBlock.hp.average]), [[
    "House Book A",
    52,
  ], [
    "House Book B",
    60,
  ]]);
  const [block] = both;
  assert.deepEqual(block?.actions.map((action) => [action.name, action.toHit, action.damages]), [
    ["Claw", 5, [{ dice: "1d10+3", average: 8, type: "slashing" }, {
      dice: "1d6",
      average: 3,
      type: "cold",
    }]],
    ["Spine", 4, [{ dice: "2d4+2", average: 7 }]],
  ]);
  assert.ok(block?.traits.some((trait) => trait.text.includes("Immune to void")));
  assert.deepEqual([block?.conditionImmunities, block?.environments], [["charmed", "frightened"], [
    "swamp",
    "coast",
  ]]);
  assert.deepEqual([block?.saves, block?.skills], [{ dex: 4 }, { perception: 3, stealth: 6 }]);
  const data = await creature("open5e-v1-data.json");
  assert.deepEqual([data.actions, data.speeds], [block?.actions, block?.speeds]);
});

Deno.test("Open5e v2: damage comes from the text, order from the stat block, every shape agrees", async () => {
  const page = await creature("open5e-v2-page.json");
  assert.deepEqual([page.edition, page.initiative, page.cr, page.size], ["2024", 3, 1, "large"]);
  assert.deepEqual(page.actions.map((action) => [action.name, action.kind, action.damages]), [
    ["Flare", "save", [{ dice: "3d6", average: 10, type: "fire" }]],
    ["Ram", "attack", [{ dice: "1d10+3", average: 8, type: "bludgeoning" }, {
      dice: "1d6",
      average: 3,
      type: "fire",
    }]],
  ]);
  assert.deepEqual([page.actions[0]?.recharge, page.actions[0]?.areaShape?.shape], [
    { from: 5 },
    "cone",
  ]);
  assert.deepEqual([page.bonusActions.length, page.legendary?.actions[0]?.cost], [1, 2]);
  assert.deepEqual(await creature("open5e-v2-single.json"), page);
  assert.deepEqual(await creature("open5e-v2-set.json"), page);
  const data = await creature("open5e-v2-data.json");
  assert.deepEqual([data.abilities, data.actions[0]?.damages, data.actions[0]?.form], [
    page.abilities,
    page.actions[1]?.damages,
    "ram form",
  ]);
  assert.equal(data.resistances?.length, 3);
  assert.deepEqual((await creature("open5e-v2-fields.json")).hp, { average: 30, dice: "30" });
});

Deno.test("5e-bits: the four shapes say the same", async () => {
  const all = await Promise.all([1, 2, 3].map((n) => creature(`5e-bits-${n}.json`)));
  for (const block of all) {
    assert.deepEqual([block.ac, block.hp, block.saves, block.skills], [
      13,
      { average: 27, dice: "5d8+5" },
      { con: 3 },
      { perception: 2 },
    ]);
    assert.deepEqual(block.speeds, { walk: 40, burrow: 10 });
    assert.deepEqual([block.resistances, block.immunities, block.conditionImmunities], [
      [{ type: "fire" }],
      [{ type: "poison" }],
      ["poisoned"],
    ]);
    assert.deepEqual(block.actions[0]?.damages, [{ dice: "1d8+2", average: 6, type: "piercing" }]);
    assert.deepEqual([block.senseRanges, block.passivePerception], [{ darkvision: 60 }, 12]);
  }
  const spray = all[2]?.actions[1];
  assert.deepEqual([spray?.kind, spray?.save, spray?.recharge, spray?.damages?.[0]?.type], [
    "save",
    { ability: "dex", dc: 12, onSave: "half" },
    { from: 5 },
    "acid",
  ]);
  const last = await creature("5e-bits-4.json");
  assert.deepEqual([last.edition, last.acNote, last.abilities.cha], [
    "2024",
    "hide armor; 16 with barkskin",
    10,
  ]);
});

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
    heron?.legendary?.actions.map((action) => [action.name, action.cost, action.text]),
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
  assert.deepEqual([cracked?.hp.average, cracked?.actions.map((action) => action.name)], [20, [
    "Beak",
    "Shiver",
    "Shard",
  ]]);
  assert.deepEqual([cloud?.hp, cloud?.cr], [{ average: 50, dice: "50" }, 0]);
  const has = (path: string, outcome: string) =>
    report.notes.some((note) => note.path === path && note.outcome === outcome);
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
  assert.deepEqual(reading.value.report.items.map((item) => item.outcome), [
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
    hound.traits.find((trait) => trait.name === "Keen Nose")?.text,
    "It smells & tracks well.",
  );
  assert.deepEqual(
    hound.actions.map((action) => [action.name, action.toHit, action.damages?.length]),
    [
      ["Bite", 5, 2],
      ["Spit", 4, 1],
      ["Howl", undefined, undefined],
    ],
  );
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
