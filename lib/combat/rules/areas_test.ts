// Area effects and their late saves. See SPEC.md.
import assert from "node:assert/strict";
import { afflict, boss, fireball, promptsOf, targetOf } from "../testing/boss.ts";
import type { Play } from "../testing/play.ts";
import type { Edition } from "../vocabulary.ts";

Deno.test("[AREA-1] damage is rolled once for all", () => {
  const play = boss().run(fireball());
  const total = play.state.areas.area?.damages[0]?.roll.total ?? 0;
  play.run({ type: "ApplyArea", areaId: "area" });
  assert.equal(play.last("DamageDealt")[0]?.damages[0]?.amount, total);
});

Deno.test("[AREA-2] monsters roll at once, characters are asked", () => {
  const play = boss().run(fireball());
  assert.equal(targetOf(play, "Ada")?.state, "asked");
  assert.equal(targetOf(play, "mage")?.state, "rolled");
  assert.deepEqual(promptsOf(play, "area-save").map(({ combatantId }) => combatantId), ["Ada"]);
});

Deno.test("[AREA-3] a save halves or prevents, and prevents the effects", () => {
  const after = (onSave: "half" | "none" | "other", outcome: "fail" | "total") => {
    const play = boss().run(
      fireball({
        targetIds: ["Ada"],
        save: { ability: "con", dc: 14, onSave },
        damage: [{ amount: 21, type: "cold" }],
        effects: [{ condition: "prone" }],
        apply: true,
      }),
    );
    play.run({
      type: "AnswerPrompt",
      promptId: "area:area:Ada",
      answer: { kind: "total", total: outcome === "fail" ? 3 : 14 },
    });
    return [100 - (play.who("Ada").hp?.current ?? 0), play.conditions("Ada").length];
  };
  assert.deepEqual(after("half", "fail"), [21, 1]);
  assert.deepEqual(after("half", "total"), [10, 0]);
  assert.deepEqual(after("none", "total"), [0, 0]);
  assert.deepEqual(after("other", "total"), [0, 0]);
});

Deno.test("[AREA-4] evasion, in 2024 unless incapacitated", () => {
  const dazed = (play: Play) => void afflict(play, "rogue", "incapacitated");
  const outcome = (
    total: number,
    prepare: (play: Play) => void = () => {},
    edition: Edition = "2014",
  ) => {
    const play = boss(edition).run({
      type: "ChangeSettings",
      settings: { autoRollMonsters: false },
    });
    prepare(play);
    play.run(fireball({ targetIds: ["rogue"] }));
    play.run({ type: "SetAreaOutcome", areaId: "area", targetId: "rogue", total });
    return targetOf(play, "rogue")?.outcome;
  };
  assert.deepEqual([outcome(20), outcome(2)], ["none", "save"]);
  assert.deepEqual([outcome(2, dazed), outcome(2, dazed, "2024")], ["save", "fail"]);
});

Deno.test("[AREA-5] applied to those known, late saves follow", () => {
  const play = boss().run(fireball({ apply: true }));
  assert.deepEqual(play.last("DamageDealt")[0]?.hits.map(({ id }) => id), ["rogue", "mage"]);
  assert.equal(play.who("Ada").hp?.current, 100);
  play.next();
  play.run({
    type: "AnswerPrompt",
    promptId: "area:area:Ada",
    answer: { kind: "total", total: 20 },
  });
  assert.ok((play.who("Ada").hp?.current ?? 100) < 100);
  assert.equal(play.state.areas.area, undefined);
});

Deno.test("[AREA-6] late saves are undone with the area", () => {
  const play = boss().run(fireball({ apply: true })).next();
  const before = play.state;
  play.run({
    type: "AnswerPrompt",
    promptId: "area:area:Ada",
    answer: { kind: "total", total: 20 },
  });
  play.run({ type: "Undo" });
  assert.deepEqual([play.state.activeId, play.who("Ada").hp?.current], [
    "Ada",
    play.who("Ada").hp?.current,
  ]);
  assert.ok((play.who("Ada").hp?.current ?? 100) < 100);
  play.run({ type: "Undo" });
  assert.equal(play.who("Ada").hp?.current, 100);
  assert.equal(play.who("mage").hp?.current, 40);
  play.run({ type: "Redo" }).run({ type: "Redo" });
  assert.equal(play.state.activeId, before.activeId);
  assert.ok((play.who("Ada").hp?.current ?? 100) < 100);
  assert.equal(play.refusal({ type: "Redo" }), "NOTHING_TO_REDO");
});

Deno.test("[AREA-7] the DM's outcome stands above the roll; an area can be cancelled", () => {
  const play = boss().run(fireball());
  for (const targetId of ["Ada", "mage", "rogue"]) {
    play.run({ type: "SetAreaOutcome", areaId: "area", targetId, outcome: "none" });
  }
  play.run({ type: "ApplyArea", areaId: "area" });
  assert.deepEqual([play.who("mage").hp?.current, play.state.prompts], [40, []]);
  const breath = fireball({ sourceId: "drake", actionId: "breath", targetIds: ["mage"] });
  play.run(breath);
  assert.deepEqual(play.who("drake").spentRecharge, ["breath"]);
  play.run({ type: "CancelArea", areaId: "area" });
  assert.deepEqual(play.who("drake").spentRecharge, []);
  play.run(fireball()).run({ type: "CancelArea", areaId: "area" });
  assert.deepEqual([play.state.areas, play.state.prompts], [{}, []]);
});
