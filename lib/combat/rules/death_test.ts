// Falling, dying, death saves. See SPEC.md.
import assert from "node:assert/strict";
import { startedEncounter } from "../testing/play.ts";

Deno.test("[DOWN-1] at 0 a character is dying, a monster defeated", () => {
  const play = startedEncounter().damage("Ada", 40).damage("wolf", 11);
  assert.deepEqual([play.who("Ada").life, play.who("wolf").life], ["dying", "defeated"]);
});

Deno.test("[DOWN-2] massive damage kills at once", () => {
  const table = [[79, "dying"], [80, "dead"], [200, "dead"]] as const;
  for (const [amount, life] of table) {
    assert.equal(startedEncounter().damage("Ada", amount).who("Ada").life, life, String(amount));
  }
});

Deno.test("[DOWN-3] the dying are unconscious and prone", () => {
  const play = startedEncounter().damage("Ada", 40);
  assert.deepEqual(play.conditions("Ada"), ["Unconscious", "Incapacitated", "Prone"]);
  for (const effect of play.who("Ada").effects) {
    const change = { id: "Ada", effectId: effect.id, rounds: 1 };
    const expected = effect.condition === "prone" ? "accepted" : "NOT_POSSIBLE_NOW";
    assert.equal(play.refusal({ type: "ChangeEffect", ...change }), expected, effect.name);
  }
});

Deno.test("[DOWN-4] damage at 0 fails death saves", () => {
  const play = startedEncounter().damage("Ada", 40).damage("Ada", 3);
  assert.deepEqual(play.who("Ada").deathSaves, { successes: 0, failures: 1 });
  play.damage("Ada", 3, { critical: true });
  assert.equal(play.who("Ada").life, "dead");
  assert.equal(startedEncounter().damage("Ada", 40).damage("Ada", 40).who("Ada").life, "dead");
  const stable = startedEncounter().damage("Ada", 40).run({ type: "Stabilise", id: "Ada" });
  assert.equal(stable.damage("Ada", 1).who("Ada").life, "dying");
  assert.equal(stable.who("Ada").deathSaves.failures, 1);
});

Deno.test("[DOWN-5] damage that temporary hit points absorb is no failure", () => {
  const play = startedEncounter().damage("Ada", 40);
  play.run({ type: "GrantTemporary", ids: ["Ada"], amount: 10 }).damage("Ada", 10);
  assert.equal(play.who("Ada").deathSaves.failures, 0);
  assert.equal(play.damage("Ada", 1).who("Ada").deathSaves.failures, 1);
});

Deno.test("[DOWN-6] one hit point wakes up, prone", () => {
  const play = startedEncounter().damage("Ada", 40).damage("Ada", 1)
    .run({ type: "Heal", ids: ["Ada"], amount: 1 });
  const { life, deathSaves } = play.who("Ada");
  assert.deepEqual([life, deathSaves.failures], ["up", 0]);
  assert.deepEqual(play.conditions("Ada"), ["Prone"]);
});

Deno.test("[DOWN-7] without death saves a character is simply down", () => {
  const play = startedEncounter().run({ type: "ChangeSettings", settings: { deathSaves: false } });
  assert.equal(play.damage("Ada", 40).who("Ada").life, "stable");
  assert.equal(play.damage("Ada", 5).who("Ada").life, "stable");
});

Deno.test("[DEATH-1] the dying are asked when their turn begins", () => {
  const play = startedEncounter().damage("Bo", 30).next();
  assert.deepEqual(play.state.prompts.map(({ kind, combatantId }) => [kind, combatantId]), [
    ["death-save", "Bo"],
  ]);
  play.run({ type: "AnswerPrompt", promptId: "death:Bo", answer: { kind: "total", total: 12 } });
  assert.equal(play.who("Bo").deathSaves.successes, 1);
  assert.equal(play.state.prompts.length, 0);
});

Deno.test("[DEATH-2] 10 or more succeeds, exhaustion of 2024 counts", () => {
  const after = (natural: number, edition: "2014" | "2024", exhaustion = 0) => {
    const play = startedEncounter(edition);
    if (exhaustion > 0) play.run({ type: "SetExhaustion", id: "Ada", level: exhaustion });
    return play.damage("Ada", 40).run({ type: "RecordDeathSave", id: "Ada", natural })
      .who("Ada").deathSaves;
  };
  assert.deepEqual(after(10, "2014"), { successes: 1, failures: 0 });
  assert.deepEqual(after(9, "2014"), { successes: 0, failures: 1 });
  assert.deepEqual(after(11, "2024", 1), { successes: 0, failures: 1 });
  const rolled = startedEncounter().run({ type: "SetExhaustion", id: "Ada", level: 3 })
    .damage("Ada", 40).run({ type: "RecordDeathSave", id: "Ada" });
  assert.equal(rolled.last("DeathSaveRecorded")[0]?.roll?.text, "2d20kl1");
});

Deno.test("[DEATH-3] a natural 1 is two failures", () => {
  const play = startedEncounter().damage("Ada", 40)
    .run({ type: "RecordDeathSave", id: "Ada", natural: 1 });
  assert.equal(play.who("Ada").deathSaves.failures, 2);
});

Deno.test("[DEATH-4] a natural 20 gives 1 hit point", () => {
  const play = startedEncounter().damage("Ada", 40)
    .run({ type: "RecordDeathSave", id: "Ada", natural: 20 });
  assert.deepEqual([play.who("Ada").life, play.who("Ada").hp?.current], ["up", 1]);
});

Deno.test("[DEATH-5] three successes are stable, three failures dead", () => {
  for (const [natural, life] of [[15, "stable"], [5, "dead"]] as const) {
    const play = startedEncounter().damage("Ada", 40);
    for (let i = 0; i < 3; i++) play.run({ type: "RecordDeathSave", id: "Ada", natural });
    assert.equal(play.who("Ada").life, life);
  }
  const set = startedEncounter().damage("Ada", 40);
  set.run({ type: "SetDeathSaves", id: "Ada", successes: 3, failures: 0 });
  assert.equal(set.who("Ada").life, "stable");
});

Deno.test("[DEATH-6] stabilise, revive, defeat by hand", () => {
  const play = startedEncounter().damage("Ada", 40).run({ type: "Stabilise", id: "Ada" });
  assert.equal(play.who("Ada").life, "stable");
  play.run({ type: "Defeat", ids: ["Ada", "wolf"] });
  assert.deepEqual([play.who("Ada").life, play.who("wolf").life], ["dead", "defeated"]);
  play.run({ type: "Revive", id: "wolf", hp: 1 });
  assert.equal(play.who("wolf").life, "up");
  assert.equal(play.refusal({ type: "RecordDeathSave", id: "wolf" }), "NOT_POSSIBLE_NOW");
});
