import assert from "node:assert/strict";
import fc from "fast-check";
import { summaries } from "@/lib/bestiary/srd_data.ts";
import { createSearch } from "./search.ts";
import { decodeIndex, encodeIndex, slugOf } from "./search_index.ts";
import { prefixDistance } from "./typo.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const search = createSearch(await summaries());
const names = (query: string, n = 3): string[] =>
  search.find(query).hits.slice(0, n).map((h) => h.name);

Deno.test("find() puts the creature meant first", () => {
  assert.equal(names("goblin")[0], "Goblin");
  assert.equal(names("adult red")[0], "Adult Red Dragon");
  assert.equal(names("red dragon adult")[0], "Adult Red Dragon");
  assert.equal(names("lich")[0], "Lich");
  assert.equal(names("owlb")[0], "Owlbear");
  assert.ok(names("bear", 40).includes("Owlbear"));
  assert.equal(names("will o wisp")[0], "Will-o'-Wisp");
});

Deno.test("find() forgives slips of the finger", () => {
  for (
    const [typed, meant] of [
      ["golbin", "Goblin"],
      ["tarasque", "Tarrasque"],
      ["begolder owlbaer", undefined],
      ["dopelganger", "Doppelganger"],
      ["gelatinus cube", "Gelatinous Cube"],
      ["beholdr", undefined],
      ["rakshsa", "Rakshasa"],
    ] as const
  ) {
    if (meant) assert.equal(names(typed)[0], meant, typed);
    else assert.ok(search.find(typed).total < 30, typed);
  }
});

Deno.test("find() reads type, environment, size, edition and CR", () => {
  assert.ok(search.find("undead").hits.every((h) => h.type === "undead"));
  const swamp = search.find("dragon swamp 2014", { limit: 100 });
  assert.ok(swamp.hits.length > 3);
  assert.ok(swamp.hits.every((h) => h.edition === "2014" && h.environments.includes("swamp")));
  assert.ok(search.find("cr 1/4 beast").hits.every((h) => h.cr === 0.25 && h.type === "beast"));
  assert.ok(search.find("cr 5-6 giant").hits.every((h) => h.cr === 5 || h.cr === 6));
  assert.equal(search.find("cr 99").total, 0);
});

Deno.test("facets count what each choice would leave", () => {
  const all = search.find("");
  assert.equal(all.total, 665);
  assert.equal(all.facets.edition.get("2014"), 334);
  const dragons = search.find("", { filters: { type: ["dragon"], edition: ["2024"] }, limit: 500 });
  assert.ok(dragons.hits.every((h) => h.type === "dragon" && h.edition === "2024"));
  // the type facet still shows the other types of 2024, the edition facet the dragons of 2014
  assert.ok((dragons.facets.type.get("beast") ?? 0) > 50);
  assert.equal(dragons.facets.edition.get("2014"), 43);
  assert.equal(dragons.facets.type.get("dragon"), dragons.total);
});

Deno.test("find() stands any text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (text) => {
      const { hits, total } = search.find(text);
      assert.ok(hits.length <= 50 && hits.length <= total);
    }),
    propertyRuns("any text searched for", 500),
  );
  for (
    const odd of [
      "__proto__",
      "constructor",
      "((((",
      "\\",
      "cr 7/3",
      "<script>",
      "a".repeat(10_000),
    ]
  ) {
    assert.ok(search.find(odd).total <= 665);
  }
});

Deno.test("decodeIndex() gives back what encodeIndex() took", async () => {
  const rows = await summaries();
  const data = JSON.parse(JSON.stringify(encodeIndex(rows)));
  assert.deepEqual(decodeIndex(data), rows);
  assert.deepEqual(decodeIndex(encodeIndex([])), []);
  assert.throws(() => decodeIndex({ ...data, type: data.type.slice(1) }), RangeError);
  assert.equal(slugOf("Will-o'-Wisp", "2024"), "will-o-wisp-2024");
});

Deno.test("the index built with the data is that of the data", async () => {
  const built: unknown =
    (await import("./data/search_index.json", { with: { type: "json" } })).default;
  assert.deepEqual(built, JSON.parse(JSON.stringify(encodeIndex(await summaries()))));
});

Deno.test("prefixDistance() counts edits and swaps, and stops at the ceiling", () => {
  for (
    const [typed, word, max, wanted] of [
      ["golb", "goblin", 2, 1],
      ["goblin", "goblin", 2, 0],
      ["gobln", "goblin", 2, 1],
      ["dargon", "dragon", 1, 1],
      ["xyz", "goblin", 1, 2],
      ["gob", "goblin", 1, 0],
      ["goblins", "goblin", 1, 1],
    ] as const
  ) {
    assert.equal(prefixDistance(typed, word, max), wanted, `${typed} ${word}`);
  }
});
