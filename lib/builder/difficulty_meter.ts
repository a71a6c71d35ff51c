/** Difficulty as the builder shows it: a ruler an edition, and a sentence that explains it. */
import { capital } from "@/lib/creatures/describe.ts";
import {
  DIFFICULTIES,
  type Difficulty,
  type Foes,
  rate,
  type Rating,
} from "@/lib/creatures/difficulty.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { DifficultyReading } from "@/lib/contracts/builder_view.ts";

const figure = (xp: number) => xp.toLocaleString("en");

/** Names of the bands from left to right. */
const BANDS: Readonly<Record<Edition, readonly Difficulty[]>> = {
  "2014": ["trivial", ...DIFFICULTIES["2014"]],
  "2024": [...DIFFICULTIES["2024"], "extreme"],
};

/** A difficulty as one word. */
export function wordOf(difficulty: Difficulty): string {
  if (difficulty === "extreme") return "Over";
  return difficulty === "none" ? "No foes" : capital(difficulty);
}

/** 0 to 100: every band is equally wide, the last one ends half above its beginning. */
function placeOf({ edition, adjustedXp, steps, difficulty }: Rating): number {
  if (difficulty === "none") return 0;
  const bands = BANDS[edition];
  const band = Math.max(0, bands.indexOf(difficulty));
  const least = steps[band - 1]?.xp ?? 0;
  const most = steps[band]?.xp ?? Math.max(1, least * 1.5);
  const share = Math.min(1, Math.max(0, (adjustedXp - least) / Math.max(1, most - least)));
  return Math.round(1000 * (band + share * 0.98) / bands.length) / 10;
}

function detailOf({ edition, adjustedXp, steps, difficulty }: Rating): string {
  if (edition === "2014") return `2014, ${figure(adjustedXp)} adjusted XP`;
  const budget = (steps.find(({ name }) => name === difficulty) ?? steps.at(-1))?.xp ?? 0;
  return `2024, ${figure(adjustedXp)} XP of ${figure(budget)}`;
}

/** One edition's ruler for this fight; without a party there is none. */
export function difficultyReadingOf(rating: Rating): DifficultyReading {
  return {
    edition: rating.edition,
    word: wordOf(rating.difficulty),
    detail: detailOf(rating),
    bands: BANDS[rating.edition].map((name) => ({
      name: wordOf(name),
      on: name === rating.difficulty,
    })),
    ticks: rating.steps.map(({ xp }) => figure(xp)),
    at: placeOf(rating),
  };
}

/** Foes worth less than a tenth of the strongest: they count in 2014 and hardly matter. */
function weakOnes(foes: readonly Foes[]): readonly Foes[] {
  const strongest = Math.max(0, ...foes.map(({ xp }) => xp));
  return foes.filter(({ xp }) => xp * 10 < strongest);
}

/** Why the figures are what they are. */
export function adviceOf(levels: readonly number[], foes: readonly Foes[]): string[] {
  if (levels.length === 0 || foes.length === 0) return [];
  const rating = rate("2014", levels, foes);
  const count = foes.reduce((sum, item) => sum + item.count, 0);
  const advice: string[] = [];
  if (rating.multiplier !== 1) {
    advice.push(
      `2014 counts ${count} ${count === 1 ? "foe" : "foes"} against ${levels.length}: ` +
        `their XP times ${rating.multiplier}.`,
    );
  }
  const weak = weakOnes(foes);
  if (weak.length > 0) {
    const strong = rate("2014", levels, foes.filter((foe) => !weak.includes(foe)));
    const same = strong.difficulty === rating.difficulty ? "still " : "";
    advice.push(
      `Without the weak ones it is ${figure(strong.adjustedXp)}, ` +
        `${same}${wordOf(strong.difficulty).toLowerCase()}.`,
    );
  }
  return advice;
}
