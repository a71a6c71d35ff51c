// Concentration. See SPEC.md.
import assert from "node:assert/strict";
import { afflict } from "../testing/boss.ts";
import { type Play, startedEncounter } from "../testing/play.ts";
import type { Edition } from "../vocabulary.ts";
import { concentrationDc } from "./concentration.ts";

function blessed(edition: Edition = "2014"): Play {
  return startedEncounter(edition).run({
    type: "AddEffect",
    ids: ["Ada", "Bo"],
    effect: { name: "Bless", sourceId: "Ada", concentration: true },
  });
}

Deno.test("[CONC-1] a new spell ends the old", () => {
  const play = blessed().run({ type: "StartConcentration", id: "Ada", name: "Web", rounds: 2 });
  assert.deepEqual([play.who("Ada").concentration?.name, play.conditions("Bo")], ["Web", []]);
  play.next(8);
  assert.equal(play.who("Ada").concentration, null);
});

Deno.test("[CONC-1] an effect with a name of its own is a new spell, a condition hangs on the old", () => {
  const play = blessed().run({
    type: "AddEffect",
    ids: ["ogre"],
    effect: { condition: "frightened", sourceId: "Ada", concentration: true },
  });
  assert.equal(play.who("Ada").concentration?.name, "Bless");
  play.run({
    type: "AddEffect",
    ids: ["wolf"],
    effect: { name: "Hex", sourceId: "Ada", concentration: true },
  });
  assert.deepEqual(
    [
      play.who("Ada").concentration?.name,
      ...["Bo", "ogre", "wolf"].map((id) => play.conditions(id)),
    ],
    ["Hex", [], [], ["Hex"]],
  );
});

Deno.test("[PROMPT-2] a check for one spell does not end the next", () => {
  const play = blessed().damage("Ada", 22).next(4);
  assert.equal(play.state.prompts.length, 1);
  play.run({ type: "StartConcentration", id: "Ada", name: "Haste" });
  assert.equal(play.state.prompts.length, 0);
});

Deno.test("[CONC-2] one check a source, temporary hit points included, none at 0", () => {
  const play = blessed().run({ type: "GrantTemporary", ids: ["Ada"], amount: 50 });
  play.run({
    type: "ApplyDamage",
    targets: [{ id: "Ada" }],
    damage: [{ amount: 9, type: "fire" }, { amount: 15, type: "cold" }],
  });
  assert.equal(play.state.prompts.length, 1);
  const [prompt] = play.state.prompts;
  assert.ok(prompt?.kind === "concentration" && prompt.dc === 12 && prompt.damage === 24);
  play.damage("Ada", 1);
  assert.equal(play.state.prompts.length, 2);
  play.damage("Ada", 0);
  assert.equal(play.state.prompts.length, 2);
  play.run({
    type: "AnswerPrompt",
    promptId: prompt.id,
    answer: { kind: "total", total: 11 },
  });
  assert.deepEqual([play.who("Ada").concentration, play.conditions("Bo")], [null, []]);
  assert.equal(play.state.prompts.length, 0);
});

Deno.test("[CONC-3] DC 10 or half, at most 30 in 2024", () => {
  const table = [[1, 10, 10], [21, 10, 10], [23, 11, 11], [60, 30, 30], [100, 50, 30]] as const;
  for (const [damage, dc2014, dc2024] of table) {
    assert.equal(concentrationDc("2014", damage), dc2014);
    assert.equal(concentrationDc("2024", damage), dc2024);
  }
});

Deno.test("[CONC-4] linked effects end with it", () => {
  const play = afflict(startedEncounter(), "ogre", "restrained");
  const effectId = play.who("ogre").effects[0]?.id ?? "";
  play.run({ type: "StartConcentration", id: "Ada", name: "Web", effectIds: [effectId] });
  play.run({ type: "EndConcentration", id: "Ada" });
  assert.deepEqual(play.conditions("ogre"), []);
  assert.deepEqual(blessed().run({ type: "EndConcentration", id: "Ada" }).conditions("Bo"), []);
});

Deno.test("[CONC-5] incapacity, falling and death end it", () => {
  for (
    const end of [
      (play: Play) => afflict(play, "Ada", "paralyzed"),
      (play: Play) => play.damage("Ada", 40),
      (play: Play) => play.run({ type: "Defeat", ids: ["Ada"] }),
      (play: Play) => play.run({ type: "RemoveCombatants", ids: ["Ada"] }),
      (play: Play) => play.run({ type: "SetHitPoints", id: "Ada", hp: { current: 0 } }),
      (play: Play) => play.run({ type: "SetExhaustion", id: "Ada", level: 6 }),
    ]
  ) {
    const play = end(blessed());
    assert.ok(!play.conditions("Bo").includes("Bless"));
    assert.equal(play.last("ConcentrationEnded").length, 1);
  }
});

Deno.test("[CONC-1] a spell is held from its casting, also while every save is out", () => {
  const play = startedEncounter().run({
    type: "StartArea",
    areaId: "hold",
    targetIds: ["Bo"],
    damage: [],
    effects: [{ condition: "paralyzed", name: "Hold", sourceId: "Ada", concentration: true }],
    save: { ability: "wis", dc: 15, onSave: "none" },
    apply: true,
  });
  assert.equal(play.who("Ada").concentration?.name, "Hold");
  play.run({ type: "EndConcentration", id: "Ada" });
  const answer = { kind: "total", total: 1 } as const;
  play.run({ type: "AnswerPrompt", promptId: "area:hold:Bo", answer });
  assert.deepEqual([play.who("Ada").concentration, play.conditions("Bo")], [null, []]);
});

Deno.test("[CONC-5] a late save brings nothing of a spell that is over", () => {
  const web = { condition: "restrained", sourceId: "Ada", concentration: true } as const;
  const late = (meanwhile: (play: Play) => unknown) => {
    const play = startedEncounter().run({
      type: "StartArea",
      areaId: "web",
      targetIds: ["ogre", "Bo"],
      damage: [],
      effects: [{ ...web, name: "Web", rounds: 3, turnOf: "wolf" }],
      save: { ability: "dex", dc: 99, onSave: "none" },
      apply: true,
    });
    assert.deepEqual(play.conditions("ogre"), ["Restrained"]);
    meanwhile(play);
    const answer = { kind: "total", total: 1 } as const;
    return play.run({ type: "AnswerPrompt", promptId: "area:web:Bo", answer });
  };
  const stunned = late((play) => afflict(play, "Ada", "stunned"));
  assert.deepEqual([stunned.who("Ada").concentration, stunned.conditions("Bo")], [null, []]);
  const newer = late((play) => play.run({ type: "StartConcentration", id: "Ada", name: "Haste" }));
  assert.deepEqual([newer.who("Ada").concentration?.name, newer.conditions("Bo")], ["Haste", []]);
  const gone = late((play) => play.run({ type: "RemoveCombatants", ids: ["wolf"] }));
  const [effect] = gone.who("Bo").effects;
  assert.ok(effect?.duration.kind === "turns" && effect.duration.turnOf === "Bo");
});
