import assert from "node:assert/strict";
import {
  bandOf,
  dayBudget,
  fitting,
  placeholder,
  rate,
  rateDay,
  rateWaves,
  stepsOf,
} from "./difficulty.ts";
import { multiplier2014 } from "./thresholds.ts";

/** Easy, medium, hard, deadly; day: written down a second time on purpose, from the published table. */
const TABLE_2014 = `1 25/50/75/100 300
2 50/100/150/200 600
3 75/150/225/400 1200
4 125/250/375/500 1700
5 250/500/750/1100 3500
6 300/600/900/1400 4000
7 350/750/1100/1700 5000
8 450/900/1400/2100 6000
9 550/1100/1600/2400 7500
10 600/1200/1900/2800 9000
11 800/1600/2400/3600 10500
12 1000/2000/3000/4500 11500
13 1100/2200/3400/5100 13500
14 1250/2500/3800/5700 15000
15 1400/2800/4300/6400 18000
16 1600/3200/4800/7200 20000
17 2000/3900/5900/8800 25000
18 2100/4200/6300/9500 27000
19 2400/4900/7300/10900 30000
20 2800/5700/8500/12700 40000`;
const TABLE_2024 = `1 50/75/100
2 100/150/200
3 150/225/400
4 250/375/500
5 500/750/1100
6 600/1000/1400
7 750/1300/1700
8 1000/1700/2100
9 1300/2000/2600
10 1600/2300/3100
11 1900/2900/4100
12 2200/3700/4700
13 2600/4200/5400
14 2900/4900/6200
15 3300/5400/7800
16 3800/6100/9800
17 4500/7200/11700
18 5000/8700/14200
19 5500/10700/17200
20 6400/13200/22000`;

function* table(text: string): Generator<{ level: number; steps: number[]; day: number }> {
  for (const line of text.split("\n")) {
    const [level = "", steps = "", day = "0"] = line.split(" ");
    yield { level: Number(level), steps: steps.split("/").map(Number), day: Number(day) };
  }
}

const party = (level: number, size: number): number[] => Array(size).fill(level);
const SHIFT: Record<number, number> = { 1: 1, 2: 1, 3: 0, 4: 0, 5: 0, 6: -1, 7: -1, 8: -1 };
const STEPS = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5];
const STEP_OF_COUNT = [[1, 1], [2, 2], [3, 3], [6, 3], [7, 4], [10, 4], [11, 5], [14, 5], [15, 6], [
  40,
  6,
]];

Deno.test("2014: every level 1–20 and party size 1–8 agrees with the published thresholds", () => {
  const names = ["easy", "medium", "hard", "deadly"];
  for (const { level, steps, day } of table(TABLE_2014)) {
    for (let size = 1; size <= 8; size++) {
      const levels = party(level, size);
      assert.deepEqual(stepsOf("2014", levels).map((s) => s.xp), steps.map((x) => x * size));
      assert.equal(dayBudget("2014", levels), day * size);
      const factor = STEPS[1 + (SHIFT[size] ?? 0)] ?? 1;
      steps.forEach((xp, i) => {
        // the smallest XP of a single foe that meets the threshold, and one point less
        const meets = Math.ceil(xp * size / factor);
        const at = (worth: number) => rate("2014", levels, [{ xp: worth, count: 1 }]).difficulty;
        assert.equal(at(meets), names[i], `level ${level}, ${size} characters, ${meets} XP`);
        assert.equal(at(meets - 1), names[i - 1] ?? "trivial");
      });
    }
  }
});

Deno.test("2014: multipliers by count, shifted for small and large parties", () => {
  for (let size = 1; size <= 8; size++) {
    for (const [count = 0, step = 0] of STEP_OF_COUNT) {
      assert.equal(
        multiplier2014(count, size),
        STEPS[step + (SHIFT[size] ?? 0)],
        `${count} vs ${size}`,
      );
    }
  }
});

Deno.test("2024: every level 1–20 and party size 1–8 agrees with the published budgets", () => {
  const names = ["low", "moderate", "high"];
  for (const { level, steps } of table(TABLE_2024)) {
    for (let size = 1; size <= 8; size++) {
      const levels = party(level, size);
      assert.deepEqual(stepsOf("2024", levels).map((s) => s.xp), steps.map((x) => x * size));
      steps.forEach((xp, i) => {
        const at = (worth: number) => rate("2024", levels, [{ xp: worth, count: 1 }]).difficulty;
        assert.equal(at(xp * size), names[i]);
        assert.equal(at(xp * size + 1), names[i + 1] ?? "extreme");
      });
      // no multiplier: twelve foes weigh what their XP says
      assert.equal(rate("2024", levels, [{ xp: 100, count: 12 }]).adjustedXp, 1200);
    }
  }
});

Deno.test("mixed levels add the row of each character", () => {
  assert.deepEqual(stepsOf("2014", [1, 5]).map((s) => s.xp), [275, 550, 825, 1200]);
  assert.deepEqual(stepsOf("2024", [1, 5]).map((s) => s.xp), [550, 825, 1200]);
});

Deno.test("odd parties and levels are handled plainly", () => {
  assert.equal(rate("2014", [3, 3, 3], []).difficulty, "none");
  assert.equal(rate("2024", [], [placeholder(1, 1)]).difficulty, "extreme");
  for (const level of [0, 21, 1.5, Number.NaN]) {
    assert.throws(() => rate("2014", [level], []), RangeError);
  }
  assert.throws(() => placeholder(0.3, 1), RangeError);
});

Deno.test("a known fight: five level-3 characters against four placeholders of CR 1", () => {
  const levels = party(3, 5);
  const rated = rate("2014", levels, [placeholder(1, 4)]);
  assert.deepEqual([rated.xp, rated.multiplier, rated.adjustedXp, rated.difficulty], [
    800,
    2,
    1600,
    "hard",
  ]);
  assert.equal(rate("2024", levels, [placeholder(1, 4)]).difficulty, "moderate");
});

Deno.test("fitting() agrees with rate()", () => {
  const levels = party(3, 5);
  for (const edition of ["2014", "2024"] as const) {
    for (
      const target of edition === "2014" ? ["medium", "deadly"] as const : ["low", "high"] as const
    ) {
      const most = bandOf(edition, levels, target)?.most ?? 0;
      for (const foes of [[], [placeholder(0.5, 3)], [placeholder(2, 1), placeholder(0.25, 2)]]) {
        for (const xp of [10, 25, 50, 100, 200, 450, 700, 1100]) {
          const fits = rate(edition, levels, [...foes, { xp, count: 1 }]).adjustedXp <= most;
          assert.equal(fitting([{ xp }], edition, levels, foes, target).length === 1, fits);
        }
      }
    }
  }
});

Deno.test("waves are rated alone and add up", () => {
  const levels = party(5, 4);
  const rated = rateWaves("2014", levels, [[placeholder(1, 4)], [placeholder(1, 4)]]);
  assert.deepEqual(rated.waves.map((w) => w.adjustedXp), [1600, 1600]);
  assert.deepEqual([rated.xp, rated.adjustedXp, rated.hardest?.difficulty], [1600, 3200, "easy"]);
});

Deno.test("a chain of fights spends the day and advises rests at each third", () => {
  const levels = party(5, 4);
  const encounter = [[placeholder(3, 3)]];
  const day = rateDay("2014", levels, [encounter, encounter, encounter, encounter]);
  assert.equal(dayBudget("2014", levels), 14000);
  assert.deepEqual(day.map((f) => f.left), [9800, 5600, 1400, -2800]);
  assert.deepEqual(day.map((f) => f.restAdvised), [false, true, true, false]);
  assert.equal(rateDay("2024", levels, [encounter])[0]?.left, undefined);
});
