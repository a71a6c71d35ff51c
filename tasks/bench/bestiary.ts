/** Bestiary figures: search among 5,000 creatures, the size of its index, loading the data, generating a fight. */
import { gzipSync } from "node:zlib";
import { generate, seeded } from "@/lib/creatures/generate.ts";
import { summaries } from "@/lib/bestiary/srd_data.ts";
import { createSearch } from "@/lib/creatures/search.ts";
import { decodeIndex, encodeIndex, slugOf } from "@/lib/creatures/search_index.ts";
import type { Summary } from "@/lib/creatures/stat_block.ts";
import { percentile, type Row, row, timed } from "./row.ts";

const BEFORE = [
  "Ancient",
  "Ashen",
  "Blighted",
  "Bone",
  "Cursed",
  "Deep",
  "Elder",
  "Feral",
  "Gloom",
  "Hollow",
  "Ironbound",
  "Moonlit",
  "Plague",
  "Rimebound",
  "Storm",
  "Thorn",
];
const AFTER = ["Brute", "Captain", "Hunter", "Matriarch", "Shaman", "Stalker", "Warden", "Whelp"];

/** 5,000 creatures: the 665 built in, the rest homebrew-like variants with their own names and figures. */
export function fiveThousand(real: readonly Summary[]): Summary[] {
  const chance = seeded(5000);
  const pick = <T>(list: readonly T[]): T => {
    const value = list[Math.floor(chance() * list.length)];
    if (value === undefined) throw new RangeError("Cannot pick from an empty list");
    return value;
  };
  const out = [...real];
  const seen = new Set(out.map((s) => s.slug));
  while (out.length < 5000) {
    const base = pick(real);
    const name = chance() < 0.5 ? `${pick(BEFORE)} ${base.name}` : `${base.name} ${pick(AFTER)}`;
    const slug = slugOf(name, base.edition);
    if (seen.has(slug)) continue;
    seen.add(slug);
    const ac = base.ac + Math.floor(chance() * 4);
    const hp = Math.floor(base.hp * (0.8 + chance()));
    out.push({ ...base, name, slug, source: "Homebrew", ac, hp });
  }
  return out.sort((a, b) => a.name.localeCompare(b.name));
}

const TYPED = [
  "adult red dragon",
  "golbin captain",
  "undead swamp",
  "cr 5-6 giant",
  "beholdre",
  "storm owlbaer",
];

export async function* rows(): AsyncGenerator<Row> {
  const real = await summaries();
  const creatures = fiveThousand(real);
  const data = encodeIndex(creatures);
  const packed = gzipSync(JSON.stringify(data), { level: 9 }).length;
  yield row({
    name: "bestiary: search index of 5,000, gzip",
    value: packed / 1000,
    unit: "kB",
    budget: 60,
    runs: 1,
  });
  const own = gzipSync(JSON.stringify(encodeIndex(real)), { level: 9 }).length;
  yield row({
    name: "bestiary: search index of the SRD, gzip",
    value: own / 1000,
    unit: "kB",
    budget: 12,
    runs: 1,
  });
  yield row({
    name: "bestiary: index of 5,000 unpacked and ready",
    value: timed(() => createSearch(decodeIndex(data))),
    unit: "ms",
    budget: 60,
    runs: 15,
  });
  const search = createSearch(creatures);
  const strokes = TYPED.flatMap((text) => [...text].map((_, i) => text.slice(0, i + 1)));
  const samples: number[] = [];
  for (let round = 0; round < 12; round++) {
    for (const typed of strokes) {
      const start = performance.now();
      search.find(typed);
      if (round > 1) samples.push(performance.now() - start);
    }
  }
  for (const [p, label] of [[0.5, "p50"], [0.95, "p95"]] as const) {
    yield row({
      name: `bestiary: one keystroke among 5,000, ${label}`,
      value: percentile(samples, p),
      unit: "ms",
      budget: 4,
      runs: samples.length,
    });
  }
  let seed = 0;
  yield row({
    name: "bestiary: random encounter",
    value: timed(() =>
      generate(
        real,
        { edition: "2014", levels: [3, 3, 3, 3, 3], target: "hard", environment: "forest" },
        seeded(seed++),
      ), { batch: 20 }),
    unit: "ms",
    budget: 4,
    runs: 15,
  });
}
