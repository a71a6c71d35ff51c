/** Figures that other tools write beside, across or around the fields that hold them. */
import assert from "node:assert/strict";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { readFile } from "@/lib/interchange/read_file.ts";
import { defencesIn, joinedDefences } from "./text/defences.ts";
import { speedsIn } from "./text/speed_text.ts";

async function one(text: string): Promise<{ block: StatBlock; reasons: string }> {
  const reading = await readFile(text, { edition: "2014" });
  assert.ok(reading.ok, reading.ok ? "" : reading.message);
  const [item] = reading.value.items;
  assert.ok(item?.kind === "creature", JSON.stringify(reading.value.report.items));
  return { block: item.block, reasons: JSON.stringify(reading.value.report.notes) };
}

const OPEN5E = {
  ...{ key: "srd_t", name: "T", type: { name: "Beast" }, size: { name: "Medium" } },
  ...{ challenge_rating: 0.25, armor_class: 12, hit_points: 10, ability_scores: {} },
};
const IMPROVED = {
  ...{ Name: "T", Type: "Medium beast", HP: { Value: 9, Notes: "" }, AC: { Value: 12, Notes: "" } },
  ...{ Challenge: "1", Abilities: { Str: 10, Dex: 10, Con: 10, Int: 10, Wis: 10, Cha: 10 } },
  ...{ Actions: [{ Name: "Bite", Content: "It bites." }], Traits: [], Speed: ["30 ft."] },
};
const NONMAGICAL = ["bludgeoning", "piercing", "slashing"].map((type) => ({
  type,
  only: "nonmagical attacks",
}));

Deno.test("Open5e v2: text beside a missing list of defences is read", async () => {
  const { block } = await one(JSON.stringify({
    ...OPEN5E,
    resistances_and_immunities: {
      damage_immunities_display: "poison",
      damage_resistances_display:
        "cold; bludgeoning, piercing, and slashing from nonmagical attacks",
      damage_vulnerabilities_display: "fire",
      condition_immunities_display: "charmed, poisoned",
    },
    challenge_rating_text: "1/4",
    saving_throws_all: { dexterity: 4 },
  }));
  assert.deepEqual(block.immunities, [{ type: "poison" }]);
  assert.deepEqual(block.resistances, [{ type: "cold" }, ...NONMAGICAL]);
  assert.deepEqual(block.vulnerabilities, [{ type: "fire" }]);
  assert.deepEqual(block.conditionImmunities, ["charmed", "poisoned"]);
  assert.deepEqual(block.saves, { dex: 4 });
});

Deno.test("Open5e v2: text with a proviso says more than the list", async () => {
  const { block } = await one(JSON.stringify({
    ...OPEN5E,
    resistances_and_immunities: {
      damage_resistances: [{ name: "Cold" }, { name: "Piercing" }],
      damage_resistances_display: "piercing from nonmagical attacks",
    },
  }));
  assert.deepEqual(block.resistances, [
    { type: "piercing", only: "nonmagical attacks" },
    { type: "cold" },
  ]);
});

Deno.test("a proviso cut at its commas holds for every damage it was written of", async () => {
  const cut = ["fire", "bludgeoning", "piercing", "and slashing from nonmagical attacks"];
  const { block } = await one(JSON.stringify({ ...IMPROVED, DamageResistances: cut }));
  assert.deepEqual(block.resistances, [{ type: "fire" }, ...NONMAGICAL]);
  assert.deepEqual(joinedDefences(["slashing", "cold"]), ["slashing", "cold"]);
  assert.deepEqual(
    defencesIn("fire, bludgeoning, piercing, and slashing from nonmagical attacks").filter(
      ({ only }) => only === undefined,
    ),
    [{ type: "fire" }],
  );
});

Deno.test("speeds in squares, metres and other languages are feet, a second one is kept", () => {
  const rows: readonly (readonly [string, Record<string, number>, readonly string[]])[] = [
    ["6 squares", { walk: 30 }, []],
    ["30 ft., fly 60 ft. (hover)", { walk: 30, fly: 60, hover: 1 }, []],
    ["9 m, volando 18 m", { walk: 30, fly: 60 }, []],
    ["6 casillas, nadar 6 casillas", { walk: 30, swim: 30 }, []],
    ["9 m, Fliegen 12 m (schwebend)", { walk: 30, fly: 40, hover: 1 }, []],
    ["9 mètres, nage 12 mètres", { walk: 30, swim: 40 }, []],
    ["7,5 m, nuotare 9 m", { walk: 25, swim: 30 }, []],
    ["30 фт., полёт 60 фт.", { walk: 30, fly: 60 }, []],
    ["9 m, wspinanie 9 m", { walk: 30, climb: 30 }, []],
    ["30 ft., 40 ft. in wolf form", { walk: 30 }, ["40 ft. in wolf form"]],
    ["1 mile", {}, ["1 mile"]],
  ];
  for (const [text, speeds, left] of rows) assert.deepEqual(speedsIn(text), { speeds, left }, text);
});

Deno.test("Improved Initiative: a second speed stands in the words and in the report", async () => {
  const { block, reasons } = await one(
    JSON.stringify({ ...IMPROVED, Speed: ["30 ft.", "40 ft. in wolf form"] }),
  );
  assert.deepEqual(block.speeds, { walk: 30 });
  assert.match(block.traits.at(-1)?.text ?? "", /Speed: 40 ft\. in wolf form\./);
  assert.match(reasons, /more than its figure/);
});

const xml = (inside: string) =>
  `<compendium version="5"><monster><name>T</name><size>M</size><type>beast</type><ac>12</ac>` +
  `${inside}<cr>1</cr><action><name>Bite</name><text>It bites.</text></action></monster></compendium>`;

Deno.test("XML: bonuses separated by blanks alone", async () => {
  const { block } = await one(
    xml("<hp>9</hp><save>Dex +4 Con +7</save><skill>Sleight of Hand +4 Stealth +6</skill>"),
  );
  assert.deepEqual(block.saves, { dex: 4, con: 7 });
  assert.deepEqual(block.skills, { "sleight-of-hand": 4, stealth: 6 });
});

Deno.test("the first number of a formula is no figure", async () => {
  for (
    const text of [
      JSON.stringify({ ...IMPROVED, HP: { Value: "4 times your level", Notes: "" } }),
      xml("<hp>4 times your level</hp>"),
      JSON.stringify({
        monster: [{
          name: "T",
          source: "X",
          size: ["M"],
          type: "beast",
          ac: [12],
          hp: { special: "4 times your level (it has d8 Hit Dice)" },
          save: { dex: "+2 + PB", con: "+5" },
          cr: "1",
          action: [{ name: "Bite", entries: ["It bites."] }],
        }],
      }),
    ]
  ) {
    const { block, reasons } = await one(text);
    assert.deepEqual(block.hp, { average: 1, dice: "1" }, text);
    assert.match(reasons, /hit points.{0,40}not in the file/, text);
    assert.match(reasons, /a formula, no figure|given in words/, text);
    assert.equal(block.saves?.dex, undefined);
  }
});
