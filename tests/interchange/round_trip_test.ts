/** Export → import: the identity where it is promised (docs/formats.md says where). */
import assert from "node:assert/strict";
import fc from "fast-check";
import { allOf } from "@/lib/bestiary/srd_data.ts";
import { csvExport } from "@/lib/interchange/formats/csv/write.ts";
import { improvedExport } from "@/lib/interchange/formats/improved_initiative/write.ts";
import { ownExport } from "@/lib/interchange/formats/native/write.ts";
import { ownFile } from "@/lib/interchange/formats/native/schema.ts";
import type { ImportedItem } from "@/lib/interchange/format.ts";
import { readFile } from "@/lib/interchange/read_file.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { propertyRuns } from "@/tests/help/property.ts";

async function items(text: string): Promise<readonly ImportedItem[]> {
  const read = await readFile(text, { edition: "2014" });
  assert.ok(read.ok, read.ok ? "" : read.message);
  const refused = read.value.report.items.filter((item) => item.outcome === "refused");
  assert.deepEqual(refused, []);
  return read.value.items;
}

const creatures = (all: readonly ImportedItem[]): StatBlock[] =>
  all.flatMap((item) => item.kind === "creature" ? [item.block] : []);

/** Built-in creatures as somebody's own: under slugs that are not the built-in ones. */
async function own(): Promise<StatBlock[]> {
  const all = [...await allOf("2014"), ...await allOf("2024")];
  return all.map((block) => ({ ...block, id: `${block.slug}-mine`, slug: `${block.slug}-mine` }));
}

Deno.test("own format: all 665 creatures come back as they went", async () => {
  const all = await own();
  const text = ownExport(
    { creatures: all },
    "https://fights.example/schemas/export-1.json",
    "2026-11-01T00:00:00Z",
  );
  assert.deepEqual(creatures(await items(text)), JSON.parse(JSON.stringify(all)));
});

const word = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}[a-z]$/);
const bonus = fc.integer({ min: -20, max: 30 });
const damages = fc.array(
  fc.record({ dice: fc.constantFrom("1d6", "2d8+3", "10d10"), average: fc.nat(99) }),
  { maxLength: 3 },
);

/** A homebrew creature: a built-in one with names, figures and texts of its own. */
async function homebrew(): Promise<fc.Arbitrary<StatBlock>> {
  const all = await own();
  return fc.record({
    base: fc.constantFrom(...all),
    name: word,
    text: fc.string({ unit: "grapheme", maxLength: 200 }).map((raw) =>
      raw.replace(/[<&\p{C}\u2028\u2029]/gu, "").replace(/\s+/g, " ").trim()
    ),
    ac: fc.nat(40),
    hp: fc.integer({ min: 1, max: 2000 }),
    toHit: bonus,
    damages,
  }).map(({ base, name, text, ac, hp, toHit, damages: harm }): StatBlock => ({
    ...base,
    name,
    ac,
    hp: { average: hp, dice: String(hp) },
    traits: [...base.traits, { name, text }].slice(-60),
    actions: [...base.actions, {
      id: "of-its-own",
      name,
      kind: "attack" as const,
      text,
      toHit,
      damages: harm,
    }].slice(-60),
  }));
}

Deno.test("own format: homebrew of all kinds comes back as it went", async () => {
  await fc.assert(
    fc.asyncProperty(await homebrew(), async (block) => {
      const text = ownExport(
        { creatures: [block] },
        "https://x.example/s.json",
        "2026-11-01T00:00:00Z",
      );
      assert.deepEqual(creatures(await items(text)), [JSON.parse(JSON.stringify(block))]);
    }),
    propertyRuns("homebrew round trip", 500),
  );
});

Deno.test("own format: a full file comes back as it went, and satisfies its own schema", async () => {
  const file = ownFile.parse(
    JSON.parse(
      await Deno.readTextFile(new URL("../fixtures/interchange/own-full.json", import.meta.url)),
    ),
  );
  const all = await items(JSON.stringify(file));
  const again = ownExport(
    {
      creatures: creatures(all),
      parties: all.flatMap((item) => item.kind === "party" ? [item.party] : []),
      templates: all.flatMap((item) =>
        item.kind === "template" ? [{ id: item.id, template: item.body }] : []
      ),
      encounters: all.flatMap((item) => item.kind === "encounter" ? [item.encounter] : []),
    },
    "https://x.example/s.json",
    file.exportedAt ?? "",
  );
  const { $schema: _, ...parsed } = ownFile.parse(JSON.parse(again));
  assert.deepEqual(parsed, file);
});

/** The figures that Improved Initiative's format holds. */
function figures(block: StatBlock) {
  const {
    name,
    size,
    type,
    ac,
    hp,
    abilities,
    saves,
    skills,
    cr,
    initiative,
    passivePerception,
    speeds,
  } = block;
  return {
    ...{
      name,
      size,
      type,
      ac,
      hp,
      abilities,
      saves: saves ?? {},
      skills: skills ?? {},
      cr,
      initiative,
      passivePerception,
      speeds,
    },
    // Six creatures of the source name a condition twice.
    conditions: [...new Set(block.conditionImmunities ?? [])],
    attacks: block.actions.filter((action) => action.kind === "attack").map((
      { name, toHit, damages },
    ) => [name, toHit, damages ?? []]),
    saves2: block.actions.filter((action) => action.kind === "save").map((
      { name, save },
    ) => [name, save?.ability, save?.dc]),
    recharge: block.actions.map(({ recharge }) => recharge?.from),
    edition: block.edition,
    traits: block.traits.filter((trait) => !/spellcasting/i.test(trait.name)).length,
    legendary: block.legendary?.actions.length,
    uses: [block.legendary?.uses, block.legendary?.usesInLair],
    resistance: block.legendaryResistance,
    lair: block.lair?.actions.map(({ name, save }) => [name, save]),
    spells: block.spellcasting?.groups.length ? block.spellcasting : undefined,
  };
}

Deno.test("Improved Initiative: figures of all built-in creatures survive the way out and back", async () => {
  const all = await own();
  const lair = { id: "quake", name: "Quake", kind: "save" as const, text: "The ground shakes." };
  const [lord] = all;
  assert.ok(lord);
  const save = { ability: "dex" as const, dc: 15, onSave: "none" as const };
  all.push({ ...lord, slug: "lord-mine", lair: { actions: [{ ...lair, save }] } });
  const back = creatures(await items(improvedExport(all, [])));
  assert.equal(back.length, all.length);
  const wrong = all.flatMap((block, n) => {
    const other = back[n];
    if (other === undefined) return [block.slug];
    try {
      assert.deepEqual(figures(other), figures(block));
      return [];
    } catch (error) {
      return [`${block.slug}: ${error instanceof Error ? error.message.slice(0, 400) : ""}`];
    }
  });
  assert.deepEqual(wrong.length, 0, `${wrong.length}: ${wrong.slice(0, 5).join("\n")}`);
});

Deno.test("CSV: the figures of all built-in creatures survive the way out and back", async () => {
  const all = await own();
  const back = creatures(await items(csvExport(all)));
  const short = (
    block: StatBlock,
  ) => [
    block.name,
    block.edition,
    block.size,
    block.type,
    block.ac,
    block.hp,
    block.cr,
    block.xp,
    block.initiative,
    block.abilities,
    block.speeds,
    block.passivePerception,
  ];
  assert.deepEqual(back.map(short), all.map(short));
});
