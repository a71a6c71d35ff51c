/** The recap of a fight: figures, times and a text to share. */
import { clockText, plural } from "@/lib/combat/text.ts";
import { rate } from "@/lib/creatures/difficulty.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { summarize, type Summary } from "@/lib/combat/summary.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import type { Recap, RecapRow, RecapTime } from "@/lib/contracts/recap.ts";
import { difficultyReadingOf } from "@/lib/builder/difficulty_meter.ts";
import { allFoes, charactersOf, levelsOf } from "@/lib/builder/lines.ts";

const figure = (value: number) => value.toLocaleString("en");

/** "6 × Goblin, Ogre": foes that fell. */
function defeatedText(state: EncounterState): string {
  const fallen = [
    ...Object.values(state.combatants)
      .filter(({ side, life }) => side === "foe" && (life === "defeated" || life === "dead")),
    ...Object.values(state.departed).filter(({ side, xp }) => side === "foe" && xp > 0),
  ];
  const counts = Map.groupBy(fallen, ({ name }) => name);
  return [...counts].map(([name, all]) => all.length > 1 ? `${all.length} × ${name}` : name)
    .join(", ");
}

function rowsOf({ rows }: Summary): RecapRow[] {
  return rows.filter(({ dealt, taken, healed }) => dealt + taken + healed > 0)
    .map(({ id, name, side, dealt, taken, healed }) => ({ id, name, side, dealt, taken, healed }));
}

function timesOf({ rows }: Summary): RecapTime[] {
  return rows.filter(({ turns }) => turns > 0)
    .map(({ id, name, turns, turnTime }) => ({
      id,
      name,
      turns,
      average: turnTime / turns,
      total: turnTime,
    }))
    .sort((a, b) => b.average - a.average);
}

/** The best few of a kind: "Kestrel 88, Bram 61". */
function best(rows: readonly RecapRow[], key: "dealt" | "taken" | "healed"): string {
  return rows.filter((row) => row[key] > 0).toSorted((a, b) => b[key] - a[key]).slice(0, 5)
    .map((row) => `${row.name} ${row[key]}`).join(", ");
}

function textOf(recap: Omit<Recap, "text">): string {
  const share = recap.sharers > 0 ? `, ${figure(recap.xpShare)} each for ${recap.sharers}` : "";
  const told: readonly (readonly [string, string])[] = [
    ["Defeated", recap.defeated],
    ["Damage dealt", best(recap.rows, "dealt")],
    ["Damage taken", best(recap.rows, "taken")],
    ["Healed", best(recap.rows, "healed")],
    ["Treasure", recap.treasure.replaceAll("\n", " ")],
  ];
  return [
    recap.name,
    `${plural(recap.rounds, "round")} in ${clockText(recap.duration)}. ` +
    `${figure(recap.xp)} XP${share}.`,
    ...told.filter(([, text]) => text !== "").map(([name, text]) => `${name}: ${text}`),
  ].join("\n");
}

/** What the fight came to; `now` counts only while it runs. */
export function recapOf(
  state: EncounterState,
  around: {
    readonly now: number;
    readonly treasure: string;
    /** Ids of the characters in the visitor's parties. */
    readonly known: ReadonlySet<string>;
  },
): Recap {
  const summary = summarize(state, around.now);
  const levels = levelsOf(state);
  const foes = allFoes(state);
  const recap = {
    id: state.id,
    name: state.name,
    status: state.status,
    rounds: summary.rounds,
    duration: summary.duration,
    averageTurn: summary.averageTurn,
    xp: summary.xp,
    xpShare: summary.xpShare,
    sharers: summary.sharers,
    defeated: defeatedText(state),
    treasure: around.treasure,
    readings: levels.length === 0
      ? []
      : EDITIONS.map((edition) => difficultyReadingOf(rate(edition, levels, foes))),
    rows: rowsOf(summary),
    times: timesOf(summary),
    returning: charactersOf(state).filter(({ characterId }) =>
      characterId !== null && around.known.has(characterId)
    ).map(({ name }) => name),
  };
  return { ...recap, text: textOf(recap) };
}
