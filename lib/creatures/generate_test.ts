import assert from "node:assert/strict";
import fc from "fast-check";
import { DIFFICULTIES, placeholder, rate } from "./difficulty.ts";
import { type Entry, generate, matchesTheme, reroll, seeded, type Wish } from "./generate.ts";
import { bySlug, summaries, summaryOf } from "@/lib/bestiary/srd_data.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const forest: Wish = {
  edition: "2014",
  levels: [3, 3, 3, 3, 3],
  target: "hard",
  environment: "forest",
};

Deno.test("generate() builds a hard forest fight for five level-3 characters", async () => {
  const made = generate(await summaries("2014"), forest, seeded(7));
  assert.ok(made.ok);
  assert.equal(made.rating.difficulty, "hard");
  for (const e of made.entries) assert.ok(e.creature?.environments.includes("forest"));
});

Deno.test("generate() repeats itself for the same seed and varies with it", async () => {
  const pool = await summaries("2014");
  const names = (seed: number): string => {
    const made = generate(pool, forest, seeded(seed));
    return made.ok
      ? made.entries.map((e) => `${e.count} ${e.creature?.name}`).join(", ")
      : made.code;
  };
  assert.equal(names(11), names(11));
  assert.ok(new Set(Array.from({ length: 30 }, (_, i) => names(i))).size > 20);
});

Deno.test("generate() reaches every difficulty of both editions at every level", async () => {
  const pools = { "2014": await summaries("2014"), "2024": await summaries("2024") };
  const anyWish = fc.constantFrom("2014" as const, "2024" as const).chain((edition) =>
    fc.record({
      edition: fc.constant(edition),
      level: fc.integer({ min: 1, max: 20 }),
      size: fc.integer({ min: 1, max: 8 }),
      target: fc.constantFrom(...DIFFICULTIES[edition]),
      seed: fc.integer(),
    })
  );
  fc.assert(
    fc.property(anyWish, ({ edition, level, size, target, seed }) => {
      const levels = Array<number>(size).fill(level);
      const made = generate(pools[edition], { edition, levels, target }, seeded(seed));
      assert.ok(made.ok, `${edition} ${target} for ${size} of level ${level}`);
      assert.equal(made.rating.difficulty, target);
      assert.equal(rate(edition, levels, made.entries).adjustedXp, made.rating.adjustedXp);
    }),
    propertyRuns("every difficulty is reached", 1_000),
  );
});

Deno.test("generate() keeps pinned foes and placeholders", async () => {
  const owlbear = await bySlug("owlbear-2014");
  assert.ok(owlbear);
  const boss: Entry = { creature: summaryOf(owlbear), xp: owlbear.xp, count: 1 };
  const made = generate(await summaries("2014"), { ...forest, target: "deadly" }, seeded(3), [
    boss,
    placeholder(0.25, 2),
  ]);
  assert.ok(made.ok);
  assert.equal(made.entries[0]?.creature?.slug, "owlbear-2014");
  assert.deepEqual([made.entries[1]?.xp, made.entries[1]?.count, made.entries[1]?.pinned], [
    50,
    2,
    true,
  ]);
});

Deno.test("reroll() replaces one line and leaves the others alone", async () => {
  const pool = await summaries("2014");
  const made = generate(pool, { ...forest, target: "deadly" }, seeded(21), [placeholder(1, 2)]);
  assert.ok(made.ok);
  const again = reroll(pool, { ...forest, target: "deadly" }, seeded(4), made.entries, 1);
  assert.ok(again.ok);
  assert.deepEqual(again.entries[0], made.entries[0]);
  const first = reroll(pool, { ...forest, target: "deadly" }, seeded(4), made.entries, 0);
  assert.ok(first.ok);
  assert.deepEqual(first.entries.at(-1), made.entries.at(-1));
  assert.notEqual(again.entries[1]?.creature?.slug, made.entries[1]?.creature?.slug);
});

Deno.test("generate() says why it cannot", async () => {
  const pool = await summaries("2014");
  const code = (wish: Partial<Wish>, pinned: readonly Entry[] = []) => {
    const made = generate(pool, { ...forest, ...wish }, seeded(1), pinned);
    return made.ok ? "ok" : made.code;
  };
  assert.equal(code({ theme: "spaceship" }), "NOTHING_MATCHES");
  assert.equal(code({}, [placeholder(20, 1)]), "PINNED_TOO_HARD");
  assert.equal(code({ target: "low" }), "NO_FIT");
});

Deno.test("matchesTheme() knows themes, types, tags and names", async () => {
  const goblin = await bySlug("goblin-2014");
  assert.ok(goblin);
  const summary = summaryOf(goblin);
  for (const theme of ["goblinoids", "humanoid", "goblinoid", "Goblin"]) {
    assert.ok(matchesTheme(summary, theme), theme);
  }
  assert.ok(!matchesTheme(summary, "undead"));
});
