/** What 5etools files say in tags, groups and fields of their own. */
import assert from "node:assert/strict";
import { untagged } from "./tags.ts";
import { readFile } from "@/lib/interchange/read_file.ts";

const fiend = {
  ...{ name: "Stone Gazer", source: "HB", size: ["M"], type: "fiend", alignment: ["N", "E"] },
  ...{ ac: [15], hp: { average: 7, formula: "2d6" }, speed: { walk: 30 }, cr: "1", edition: "one" },
  ...{ str: 8, dex: 14, con: 10, int: 10, wis: 8, cha: 8 },
};

/** The first creature of a file; `others` stand behind it. */
async function first(monster: object, more: object = {}, others: readonly object[] = []) {
  const reading = await readFile(JSON.stringify({ monster: [monster, ...others], ...more }), {
    edition: "2014",
  });
  assert.ok(reading.ok);
  const [item] = reading.value.items;
  assert.ok(item?.kind === "creature");
  return { block: item.block, notes: reading.value.report.notes };
}

Deno.test("a tag of the second failure is no first failure", async () => {
  assert.equal(
    untagged("{@actSaveFail 1} a {@actSaveFail 2} b"),
    "First Failure: a Second Failure: b",
  );
  assert.equal(untagged("{@actSaveFail} {@actSaveFailBy 5}"), "Failure: Failure by 5 or More:");
  const { block } = await first({
    ...fiend,
    action: [{
      name: "Gaze",
      entries: [
        "{@actSave con} {@dc 13}, one creature. {@actSaveFail 1} The target has the " +
        "{@condition Restrained|XPHB} condition. {@actSaveFail 2} The target has the " +
        "{@condition Petrified|XPHB} condition.",
      ],
    }, {
      name: "Ray",
      entries: [
        "{@actSave wis} {@dc 15}, one creature. {@actSaveFail} 14 ({@damage 4d6}) Psychic damage. " +
        "{@actSaveFailBy 5} The target also has the {@condition Stunned|XPHB} condition.",
      ],
    }],
  });
  assert.deepEqual(block.actions.map((action) => action.effects?.map((e) => e.condition) ?? []), [
    ["restrained"],
    [],
  ]);
});

Deno.test("uses in a lair and the lair actions of a group in the same file are kept", async () => {
  const { block, notes } = await first({
    ...fiend,
    legendaryActions: 3,
    legendaryActionsLair: 4,
    legendary: [{ name: "Pounce", entries: ["It leaps."] }],
    legendaryGroup: { name: "Gazer", source: "HB" },
  }, {
    legendaryGroup: [{
      name: "Gazer",
      source: "HB",
      lairActions: ["It acts on count 20:", {
        type: "list",
        items: [
          "Rocks fall: {@dc 15} Dexterity saving throw or 7 ({@damage 2d6}) bludgeoning damage.",
          {
            name: "Mist.",
            entries: ["Mist rises."],
          },
        ],
      }],
      regionalEffects: ["The land is grey."],
    }, { name: "Other", source: "HB", lairActions: ["Nothing."] }],
  });
  assert.deepEqual([block.legendary?.uses, block.legendary?.usesInLair], [3, 4]);
  assert.deepEqual(block.lair?.actions.map((action) => [action.name, action.save?.dc]), [
    ["Lair action 1", 15],
    ["Mist", undefined],
  ]);
  const told = notes.filter((note) => note.path.startsWith("legendaryGroup[]"))
    .map((note) => `${note.outcome} ${note.path}: ${note.reason}`);
  assert.deepEqual(told.toSorted(), [
    "changed legendaryGroup[].lairActions: sentences around the list are left out",
    "dropped legendaryGroup[].regionalEffects: no place for it here",
    "dropped legendaryGroup[]: no creature names it",
    "kept legendaryGroup[].lairActions: ",
  ]);
});

Deno.test("more uses in a lair are read from a name's brackets", async () => {
  const { block } = await first({
    ...fiend,
    trait: [{ name: "Legendary Resistance (3/Day, or 4/Day in Lair)", entries: ["It succeeds."] }],
  });
  assert.deepEqual(block.legendaryResistance, { uses: 3, usesInLair: 4 });
  assert.deepEqual(block.traits[0], {
    name: "Legendary Resistance",
    text: "It succeeds.",
    perDay: 3,
    perDayInLair: 4,
  });
});

Deno.test('a copy that replaces words in "*" changes texts, not names, languages or tags', async () => {
  const goblin = {
    ...{ ...fiend, name: "Bog Goblin", languages: ["Common", "Goblin"] },
    type: { type: "humanoid", tags: ["goblin"] },
    trait: [{
      name: "Goblin Luck",
      entries: ["The goblin hides.", {
        type: "list",
        items: ["A goblin runs."],
      }],
    }],
    legendaryHeader: ["The goblin can take 2 legendary actions."],
    legendary: [{ name: "Goblin Dash", entries: ["The goblin moves."] }],
  };
  const copy = {
    name: "Snik",
    source: "HB",
    _copy: {
      name: "Bog Goblin",
      source: "HB",
      _mod: { "*": { mode: "replaceTxt", replace: "goblin", with: "Snik", flags: "i" } },
    },
  };
  const { block } = await first(copy, {}, [goblin]);
  assert.deepEqual([block.name, block.tags, block.languages, block.legendary?.uses], [
    "Snik",
    ["goblin"],
    "Common, Goblin",
    2,
  ]);
  assert.deepEqual([block.traits[0]?.name, block.traits[0]?.text], [
    "Goblin Luck",
    "The Snik hides.\nA Snik runs.",
  ]);
  assert.deepEqual(
    block.legendary?.actions.map(({ name, text }) => [name, text]),
    [["Goblin Dash", "The Snik moves."]],
  );
});
