// Undo where it meets late saves and the clock. See SPEC.md.
import assert from "node:assert/strict";
import fc from "fast-check";
import { Play, startedFight } from "../testing/play.ts";
import { propertyRuns } from "@/tests/help/property.ts";

interface Storm {
  readonly area: number;
  readonly hits: readonly { readonly amount: number; readonly critical: boolean }[];
  readonly temp: number;
  readonly saved: boolean;
}

/** Ada under an area that waits for her save. */
function waiting({ area, temp }: Storm): Play {
  const play = startedFight().run({ type: "GrantTemporary", ids: ["Ada"], amount: temp });
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
