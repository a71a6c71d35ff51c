/**
 * Bad input, 5,000 cases an importer: wrong types in every position, script in every string, cut and shuffled
 * texts. Whatever comes in, there is one clear report, nothing crashes, and what is handed on fits the app's schemas.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { combatBlock } from "@/lib/contracts/block.ts";
import { characterSchema } from "@/lib/contracts/character.ts";
import { combatBlockOf } from "@/lib/creatures/combat_block.ts";
import type { ImportedItem } from "@/lib/interchange/format.ts";
import { readFile, UNREADABLE } from "@/lib/interchange/read_file.ts";
import { SEED } from "@/tests/help/property.ts";

const RUNS = 5_000;
const FOLDER = new URL("../fixtures/interchange/", import.meta.url);

/** The files of each format that are changed at random. */
const SEEDS: Readonly<Record<string, readonly string[]>> = {
  "improved-initiative": [
    "improved-initiative-single.json",
    "improved-initiative-backup.json",
    "improved-initiative-backup-strings.json",
    "improved-initiative-encounter.json",
    "improved-initiative-array.json",
  ],
  "open5e-v1": ["open5e-v1-single.json", "open5e-v1-data.json"],
  "open5e-v2": ["open5e-v2-single.json", "open5e-v2-data.json", "open5e-v2-page.json"],
  "5e-bits": ["5e-bits-1.json", "5e-bits-2.json", "5e-bits-3.json", "5e-bits-4.json"],
  "5etools": ["5etools-homebrew.json", "5etools-2024.json", "5etools-copies.json"],
  "tetra-cube": ["tetra-cube.json", "tetra-cube-custom.json"],
  "dnd-app-file": [
    "dnd-app-file-compendium.xml",
    "dnd-app-file-characters.xml",
    "dnd-app-file-campaign.xml",
  ],
  "own": ["own-full.json"],
  "csv": ["csv-kobold.csv", "csv-no-header.csv", "csv-own.csv"],
};

const NASTY: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53,
  "",
  " ",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "\u0000\u0007\u2028\ud800",
  "a".repeat(5_000),
  "1d6+1d6+1d6+1d6+1d6+1d6",
  "999999d999999",
  "-5 (2d6 - 30)",
  "DC 999 Constitution saving throw, 9999999 (99d99) fire damage",
  "Melee Weapon Attack: +999 to hit, reach 99999999 ft., one target. Hit: 99999999 (9d9 + 9) fire damage",
  "{@dice {@dice {@dice 1}}}",
  "__proto__",
  "constructor",
  [],
  {},
  [[[[]]]],
  { special: "x" },
  { Value: {}, Notes: [] },
  [null, 1, "x", {}],
  { name: null, entries: { entries: { entries: {} } } },
  { toString: "x", constructor: { prototype: 1 } },
];

type Step = { readonly at: number; readonly value: unknown; readonly how: number };

/** Every position in a value: the holder and the key in it. */
function positions(value: unknown): { readonly holder: object; readonly key: string }[] {
  const found: { holder: object; key: string }[] = [];
  const open: unknown[] = [value];
  for (let at = 0; at < open.length; at++) {
    const here = open[at];
    if (typeof here !== "object" || here === null) continue;
    for (const key of Object.keys(here)) {
      found.push({ holder: here, key });
      open.push(Reflect.get(here, key));
    }
  }
  return found;
}

/** A file with some of its values replaced, removed, doubled or wrapped. */
function mutated(text: string, steps: readonly Step[]): string {
  const value: unknown = JSON.parse(text);
  for (const { at, value: drawn, how } of steps) {
    const nasty: unknown = structuredClone(drawn);
    const all = positions(value);
    const place = all[at % Math.max(1, all.length)];
    if (place === undefined) break;
    const { holder, key } = place;
    const old: unknown = Reflect.get(holder, key);
    if (how === 0) Reflect.deleteProperty(holder, key);
    else if (how === 1) Reflect.set(holder, key, [old, structuredClone(old)]);
    else if (how === 2) Reflect.set(holder, `${key}x`, nasty);
    else if (how === 3 && typeof old === "string") {
      Reflect.set(holder, key, `${old}<script>alert(1)</script>`);
    } else Reflect.set(holder, key, nasty);
  }
  return JSON.stringify(value);
}

/** A text with pieces cut out, doubled, or replaced. */
function torn(text: string, steps: readonly Step[]): string {
  let now = text;
  for (const { at, value, how } of steps) {
    const from = at % Math.max(1, now.length);
    const to = Math.min(now.length, from + 1 + at % 40);
    const put = how === 0
      ? ""
      : how === 1
      ? now.slice(from, to).repeat(2)
      : typeof value === "string"
      ? value
      : JSON.stringify(value) ?? "";
    now = now.slice(0, from) + put + now.slice(to);
  }
  return now;
}

/** XML whose shape stays while contents become nasty and elements come twice. */
function soiled(text: string, steps: readonly Step[]): string {
  let now = text;
  for (const { at, value, how } of steps) {
    const all = [...now.matchAll(/<(\w+)>([^<>]*)<\/\1>/g)];
    const match = all[at % Math.max(1, all.length)];
    if (match === undefined) break;
    const words = String(typeof value === "string" ? value : JSON.stringify(value));
    const safe = words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    const [whole, tag = "x"] = match;
    const put = how === 0
      ? ""
      : how === 1
      ? whole.repeat(2)
      : how === 2
      ? `<${tag}><inner>${safe}</inner></${tag}>`
      : `<${tag}>${safe}</${tag}>`;
    now = now.slice(0, match.index) + put + now.slice(match.index + whole.length);
  }
  return now;
}

const step = fc.record({
  at: fc.nat(100_000),
  value: fc.oneof(fc.constantFrom(...NASTY), fc.jsonValue({ maxDepth: 3 })),
  how: fc.nat(8),
});

function check(item: ImportedItem): void {
  const words = JSON.stringify(item);
  assert.ok(!/<script|<img/i.test(words), "mark-up came through");
  switch (item.kind) {
    case "creature":
      assert.ok(combatBlock.safeParse(combatBlockOf(item.block)).success);
      break;
    case "character":
      assert.ok(characterSchema.safeParse(item.character).success);
      break;
    case "encounter":
      for (const block of item.encounter.blocks) assert.ok(combatBlock.safeParse(block).success);
      break;
  }
}

async function survives(text: string): Promise<boolean> {
  const reading = await readFile(text, { edition: "2014", pause: () => Promise.resolve() });
  if (!reading.ok) {
    assert.ok(reading.message.length > 10 && reading.message.length < 400);
    return false;
  }
  reading.value.items.forEach(check);
  for (const item of reading.value.report.items) {
    assert.notEqual(item.reason, UNREADABLE);
    assert.equal(item.outcome === "refused", item.reason !== "" && item.outcome !== "repeated");
  }
  return true;
}

for (const [format, files] of Object.entries(SEEDS)) {
  Deno.test(`fuzz: ${RUNS} broken ${format} files are reported and never crash`, async () => {
    const texts = await Promise.all(files.map((file) => Deno.readTextFile(new URL(file, FOLDER))));
    let read = 0;
    console.log(`${format}: ${RUNS} files from seed ${SEED}`);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(texts.length - 1),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (n, steps, tear) => {
          const text = texts[n] ?? "";
          const json = text.trimStart().startsWith("{") || text.trimStart().startsWith("[");
          const broken = text.trimStart().startsWith("<") && !tear ? soiled : torn;
          if (
            await survives(
              json && !(tear && steps.length === 1) ? mutated(text, steps) : broken(text, steps),
            )
          ) read++;
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
    // The cases must reach the readers, not only the door.
    assert.ok(read > RUNS / 5, `${read} of ${RUNS} were readable`);
  });
}
