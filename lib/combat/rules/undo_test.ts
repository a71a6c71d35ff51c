// Undo where it meets late saves and the clock. See SPEC.md.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Command } from "../commands.ts";
import { turnElapsed } from "../selectors.ts";
import { Play, startedEncounter } from "../testing/play.ts";
import { propertyRuns } from "@/tests/help/property.ts";

interface Storm {
  readonly area: number;
  readonly hits: readonly { readonly amount: number; readonly critical: boolean }[];
  readonly temp: number;
  readonly saved: boolean;
}

/** Ada under an area that waits for her save. */
function waiting({ area, temp }: Storm): Play {
  const play = startedEncounter().run({ type: "GrantTemporary", ids: ["Ada"], amount: temp });
  return play.run({
    type: "StartArea",
    areaId: "storm",
    targetIds: ["Ada", "wolf"],
    damage: [{ amount: area, type: "lightning" }],
    save: { ability: "dex", dc: 12, onSave: "half" },
    apply: true,
  });
}

function answerLate(play: Play, { saved }: Storm): Play {
  return play.run({
    type: "AnswerPrompt",
    promptId: "area:storm:Ada",
    answer: { kind: "total", total: saved ? 20 : 1 },
  });
}

Deno.test("[AREA-6] a late save strikes the hit points that an undone hit gave back", () => {
  const storm: Storm = { area: 30, hits: [], temp: 0, saved: false };
  const play = answerLate(waiting(storm).damage("Ada", 20), storm);
  assert.deepEqual([play.who("Ada").hp?.current, play.who("Ada").life], [0, "dying"]);
  play.run({ type: "Undo" });
  assert.deepEqual([play.who("Ada").hp?.current, play.who("Ada").life], [10, "up"]);
  assert.equal(play.state.tally.taken.Ada, 30);
  play.run({ type: "Redo" });
  assert.deepEqual([play.who("Ada").hp?.current, play.who("Ada").life], [0, "dying"]);
});

Deno.test("[AREA-6] whom a late save no longer fells still concentrates", () => {
  const storm: Storm = { area: 30, hits: [], temp: 0, saved: false };
  const play = waiting(storm).run({ type: "StartConcentration", id: "Ada", name: "Bless" });
  answerLate(play.damage("Ada", 20), storm).run({ type: "Undo" });
  assert.equal(play.who("Ada").concentration?.name, "Bless");
});

const storms: fc.Arbitrary<Storm> = fc.record({
  area: fc.nat(90),
  hits: fc.array(fc.record({ amount: fc.nat(90), critical: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  temp: fc.nat(12),
  saved: fc.boolean(),
});

Deno.test("[UNDO-1] a fight whose hits are undone is the fight without them, late saves too", () => {
  const title = "[UNDO-1] late saves beside undone hits";
  fc.assert(
    fc.property(storms, (storm) => {
      const play = waiting(storm);
      for (const { amount, critical } of storm.hits) play.damage("Ada", amount, { critical });
      answerLate(play, storm);
      for (const _hit of storm.hits) play.run({ type: "Undo" });
      const without = answerLate(waiting(storm), storm);
      assert.deepEqual(play.who("Ada"), without.who("Ada"));
      assert.deepEqual(play.state.tally.taken, without.state.tally.taken);
    }),
    propertyRuns(title, 500),
  );
});

Deno.test("[CLOCK-2] a turn that undo brings back keeps its pauses", () => {
  const play = startedEncounter().run({ type: "PauseClock" });
  play.now += 600_000;
  play.run({ type: "ResumeClock" }).next().run({ type: "Undo" }).next();
  assert.equal(play.state.tally.turnTime.Ada, 4000);
  play.run({ type: "PauseClock" });
  play.now += 600_000;
  play.next().run({ type: "ResumeClock" }).run({ type: "Undo" });
  assert.equal(turnElapsed(play.state, play.now), 2000);
});

const CLOCKWORK = [
  "NextTurn",
  "PreviousTurn",
  "Undo",
  "Redo",
  "PauseClock",
  "ResumeClock",
] as const satisfies readonly Command["type"][];

/** Plays what is possible; the spans of time in which the clock stood still. */
function playClock(
  play: Play,
  moves: readonly { readonly type: typeof CLOCKWORK[number]; readonly wait: number }[],
): readonly (readonly [from: number, to: number])[] {
  const stood: [number, number][] = [];
  for (const { type, wait } of moves) {
    play.now += wait;
    if (play.refusal({ type }) !== "accepted") continue;
    play.run({ type });
    if (type === "PauseClock") stood.push([play.now, Infinity]);
    const last = stood.at(-1);
    if (type === "ResumeClock" && last) last[1] = play.now;
  }
  return stood;
}

Deno.test("[CLOCK-2] whatever is undone, a turn's time is the time since its start without pauses", () => {
  const move = fc.record({ type: fc.constantFrom(...CLOCKWORK), wait: fc.nat(900) });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30, size: "max" }), (moves) => {
      const play = startedEncounter();
      const stood = playClock(play, moves);
      const now = play.now + 5000;
      const from = play.state.turnStartedAt ?? now;
      const pauses = stood.map(([begin, end]) =>
        Math.max(0, Math.min(end, now) - Math.max(begin, from))
      );
      const paused = pauses.reduce((sum, pause) => sum + pause, 0);
      assert.equal(turnElapsed(play.state, now), now - from - paused);
    }),
    propertyRuns("[CLOCK-2] pauses and undo", 500),
  );
});
