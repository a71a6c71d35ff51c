/** Files that are refused, and lists that go on elsewhere. */
import assert from "node:assert/strict";
import { readFile } from "./read_file.ts";

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ["a saved page", "<!DOCTYPE html><html><body><p>hi</p></body></html>", /saved web page/],
  [
    "a D&D Beyond character",
    JSON.stringify({ data: { baseHitPoints: 8, classes: [], name: "Mara" } }),
    /D&D Beyond character/,
  ],
  [
    "a list of names",
    JSON.stringify({ count: 1, results: [{ index: "ogre", name: "Ogre", url: "/api/ogre" }] }),
    /without their figures/,
  ],
  ["a table without a header", "Goblin,small,red\nOgre,large,green\n", /no header/],
  ["a table without figures", "Name,Colour\nGoblin,red\n", /Add a column HP, AC or CR/],
];
for (const [name, text, sentence] of REFUSED) {
  Deno.test(`refused by name: ${name}`, async () => {
    const reading = await readFile(text, { edition: "2014" });
    assert.ok(!reading.ok);
    assert.match(reading.message, sentence);
  });
}

Deno.test("a page of a list says how many stand on the others", async () => {
  const creature = {
    ...{ key: "srd_t", name: "T", type: { name: "Beast" }, size: { name: "Medium" } },
    ...{ challenge_rating: 1, armor_class: 12, hit_points: 10, ability_scores: {} },
  };
  const notesOf = async (page: object) => {
    const reading = await readFile(JSON.stringify({ results: [creature], ...page }), {
      edition: "2014",
    });
    assert.ok(reading.ok);
    return reading.value.report.notes.filter(({ path }) => path === "(page)");
  };
  const next = "https://api.example/creatures?page=2";
  const [note] = await notesOf({ count: 2_503, next, previous: null });
  assert.match(note?.reason ?? "", /other pages/);
  assert.equal(note?.examples[0]?.before, "2502");
  assert.deepEqual(await notesOf({ count: 1, next: null, previous: null }), []);
});
