// Conditions, effects, exhaustion. See SPEC.md.
import assert from "node:assert/strict";
import { effectDrafts } from "../action_effects.ts";
import type { EffectSpec } from "../block.ts";
import { conditionsOf, isIncapacitated } from "../conditions.ts";
import { findCombatant } from "../lookup.ts";
import type { EncounterState } from "../state.ts";
import { DRAKE } from "../testing/blocks.ts";
import { Play, startedEncounter } from "../testing/play.ts";
import { type Condition, CONDITIONS, type Edition } from "../vocabulary.ts";
import { maximumHp } from "../maximum_hp.ts";

function ogreConditions(state: EncounterState) {
  const ogre = findCombatant(state, "ogre");
  assert.ok(ogre);
  return conditionsOf(ogre);
}

function afflict(play: Play, id: string, condition: Condition, sourceId?: string): Play {
  return play.run({
    type: "AddEffect",
    ids: [id],
    effect: { condition, ...(sourceId !== undefined && { sourceId }) },
  });
}

Deno.test("[COND-1] every condition can be had and ended", () => {
  for (const condition of CONDITIONS) {
    const play = afflict(startedEncounter(), "ogre", condition);
    assert.ok(ogreConditions(play.state).includes(condition));
    const [effect] = play.who("ogre").effects;
    play.run({ type: "EndEffects", id: "ogre", effectIds: [effect?.id ?? ""] });
    assert.ok(!ogreConditions(play.state).includes(condition));
  }
});

Deno.test("[COND-2] some conditions bring others and take them along", () => {
  const table = [
    ["paralyzed", ["paralyzed", "incapacitated"]],
    ["petrified", ["petrified", "incapacitated"]],
    ["stunned", ["stunned", "incapacitated"]],
    ["unconscious", ["unconscious", "incapacitated", "prone"]],
    ["restrained", ["restrained"]],
  ] as const;
  for (const [condition, all] of table) {
    const play = afflict(startedEncounter(), "ogre", condition);
    assert.deepEqual(conditionsOf(play.who("ogre")), all);
  }
  const play = afflict(startedEncounter(), "ogre", "stunned");
  play.run({
    type: "EndEffects",
    id: "ogre",
    effectIds: [play.who("ogre").effects[0]?.id ?? ""],
  });
  assert.deepEqual(play.conditions("ogre"), []);
});

Deno.test("[COND-3] prone outlasts unconsciousness", () => {
  const play = afflict(startedEncounter(), "ogre", "unconscious");
  play.run({
    type: "EndEffects",
    id: "ogre",
    effectIds: [play.who("ogre").effects[0]?.id ?? ""],
  });
  assert.deepEqual(play.conditions("ogre"), ["Prone"]);
});

Deno.test("[COND-4] a condition counts once", () => {
  const play = afflict(
    afflict(startedEncounter(), "ogre", "stunned", "Ada"),
    "ogre",
    "paralyzed",
    "Bo",
  );
  assert.deepEqual([...ogreConditions(play.state)].sort(), [
    "incapacitated",
    "paralyzed",
    "stunned",
  ]);
});

Deno.test("[COND-5] the incapacitated ready nothing", () => {
  const play = afflict(startedEncounter(), "Ada", "stunned");
  assert.ok(isIncapacitated(play.who("Ada")));
  assert.equal(
    play.refusal({ type: "ReadyAction", id: "Ada", note: "x" }),
    "NOT_POSSIBLE_NOW",
  );
});

Deno.test("[COND-5] the incapacitated do not take what they readied", () => {
  const play = startedEncounter().run({ type: "ReadyAction", id: "Ada", note: "x" });
  afflict(play, "Ada", "stunned");
  const answer = { kind: "outcome", success: true } as const;
  assert.equal(
    play.refusal({ type: "AnswerPrompt", promptId: "readied:Ada", answer }),
    "NOT_POSSIBLE_NOW",
  );
});

Deno.test("[COND-6] poison hinders ability checks", () => {
  const play = afflict(startedEncounter(), "Ada", "poisoned").run({
    type: "RollCheck",
    id: "Ada",
    check: { kind: "ability", ability: "str" },
  });
  assert.equal(play.last("DiceRolled")[0]?.roll.text, "2d20kl1");
});

Deno.test("[COND-7] a grapple ends when the grappler is incapacitated", () => {
  const play = afflict(startedEncounter(), "Ada", "grappled", "ogre");
  afflict(play, "ogre", "stunned");
  assert.deepEqual(play.conditions("Ada"), []);
});

Deno.test("[EFF-1] immunity prevents a condition", () => {
  const play = new Play().run({
    type: "AddCombatants",
    blocks: [DRAKE],
    combatants: [{ id: "d", kind: "monster", name: "Drake", blockId: DRAKE.id }],
  });
  afflict(play, "d", "frightened");
  assert.deepEqual([play.conditions("d"), play.last("EffectPrevented").length], [[], 1]);
});

Deno.test("[EFF-2] the same effect from the same source is renewed", () => {
  const play = startedEncounter();
  for (const rounds of [1, 3]) {
    play.run({ type: "AddEffect", ids: ["Ada"], effect: { condition: "poisoned", rounds } });
  }
  const effects = play.who("Ada").effects;
  assert.equal(effects.length, 1);
  assert.ok(effects[0]?.duration.kind === "turns" && effects[0].duration.remaining === 3);
});

Deno.test("[EFF-3] from different sources both stay", () => {
  const play = afflict(
    afflict(startedEncounter(), "Ada", "poisoned", "ogre"),
    "Ada",
    "poisoned",
    "wolf",
  );
  assert.equal(play.who("Ada").effects.length, 2);
});

Deno.test("[EFF-4] durations count starts or ends of somebody's turns", () => {
  const ends = (at: "start" | "end", rounds: number) => {
    const play = startedEncounter().run({
      type: "AddEffect",
      ids: ["Ada"],
      effect: { name: "Hex", rounds, turnOf: "ogre", at },
    });
    let turns = 0;
    while (play.who("Ada").effects.length > 0) {
      play.next();
      turns++;
    }
    return turns;
  };
  assert.deepEqual([ends("start", 1), ends("end", 1), ends("start", 2), ends("end", 3)], [
    2,
    3,
    6,
    11,
  ]);
});

Deno.test("[EFF-5] the end of the same turn does not count", () => {
  const play = startedEncounter().run({
    type: "AddEffect",
    ids: ["wolf"],
    effect: { name: "Dazed", rounds: 1, turnOf: "Ada", at: "end" },
  }).next();
  assert.deepEqual(play.conditions("wolf"), ["Dazed"]);
  assert.deepEqual(play.next(4).conditions("wolf"), []);
});

Deno.test("[EFF-5] a save at the end of each turn is made at that of the same turn too", () => {
  const effect = { condition: "poisoned", save: { ability: "con", dc: 0 } } as const;
  const play = startedEncounter().next(2).run({ type: "AddEffect", ids: ["ogre"], effect }).next();
  assert.deepEqual(play.conditions("ogre"), []);
});

Deno.test("[EFF-6] without a duration it stays", () => {
  const play = afflict(startedEncounter(), "wolf", "poisoned").next(20);
  assert.deepEqual(play.conditions("wolf"), ["Poisoned"]);
  const [effect] = play.who("wolf").effects;
  play.run({ type: "ChangeEffect", id: "wolf", effectId: effect?.id ?? "", rounds: 1 }).next(8);
  assert.deepEqual(play.conditions("wolf"), []);
});

Deno.test("[EFF-7] a save at a turn's end: asked of characters, rolled for monsters", () => {
  const play = startedEncounter().run({
    type: "AddEffect",
    ids: ["Bo", "wolf"],
    effect: { condition: "frightened", save: { ability: "wis", dc: 0 } },
  }).next(2);
  const [prompt] = play.state.prompts;
  assert.deepEqual([prompt?.kind, prompt?.combatantId], ["effect-save", "Bo"]);
  play.run({
    type: "AnswerPrompt",
    promptId: prompt?.id ?? "",
    answer: { kind: "total", total: 3 },
  });
  assert.deepEqual(play.conditions("Bo"), []);
  play.next(2);
  assert.deepEqual(play.conditions("wolf"), []);
});

Deno.test("[EFF-9] when the one whose turns count leaves, the bearer's count on", () => {
  const play = startedEncounter().run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { name: "Hex", rounds: 2, turnOf: "ogre" },
  }).run({ type: "RemoveCombatants", ids: ["ogre"] });
  const duration = play.who("Ada").effects[0]?.duration;
  assert.ok(duration?.kind === "turns" && duration.turnOf === "Ada");
});

Deno.test("[EFF-10] effects of a source that left stay, but for its concentration", () => {
  const play = afflict(startedEncounter(), "Ada", "poisoned", "ogre").run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { condition: "restrained", sourceId: "ogre", concentration: true },
  }).run({ type: "RemoveCombatants", ids: ["ogre"] });
  assert.deepEqual(play.conditions("Ada"), ["Poisoned"]);
});

function rolledWith(edition: Edition, level: number, kind: "ability" | "save"): string | undefined {
  const play = startedEncounter(edition).run({ type: "SetExhaustion", id: "Ada", level });
  play.run({ type: "RollCheck", id: "Ada", check: { kind, ability: "str" } });
  return play.last("DiceRolled")[0]?.roll.text;
}

Deno.test("[EXH-1] 2014: disadvantage on checks at 1, on saves at 3", () => {
  assert.deepEqual(
    [
      rolledWith("2014", 1, "ability"),
      rolledWith("2014", 1, "save"),
      rolledWith("2014", 3, "save"),
    ],
    ["2d20kl1", "1d20", "2d20kl1"],
  );
});

Deno.test("[EXH-2] 2024: two less a level", () => {
  assert.deepEqual([rolledWith("2024", 1, "ability"), rolledWith("2024", 3, "save")], [
    "1d20-2",
    "1d20-6",
  ]);
});

Deno.test("[EXH-3] 2014: half the maximum at 4", () => {
  const play = startedEncounter().run({ type: "SetExhaustion", id: "Ada", level: 4 });
  const { hp, exhaustion } = play.who("Ada");
  assert.ok(hp);
  assert.deepEqual([hp.current, maximumHp(play.state, hp, exhaustion)], [20, 20]);
  play.run({ type: "ChangeEdition", edition: "2024" });
  assert.equal(maximumHp(play.state, hp, exhaustion), 40);
});

Deno.test("[EXH-4] the sixth level kills", () => {
  for (const edition of ["2014", "2024"] as const) {
    const play = startedEncounter(edition).run({ type: "SetExhaustion", id: "Ada", level: 6 });
    assert.equal(play.who("Ada").life, "dead");
    assert.equal(play.refusal({ type: "SetExhaustion", id: "Bo", level: 7 }), "INVALID_INPUT");
  }
});

/** The drake's turn: an action of its that stuns Ada until a moment of the drake's or Ada's next turn. */
function stunnedUntil(whose: "source" | "target", edge: "start" | "end"): Play {
  const play = startedEncounter();
  while (play.state.activeId !== "ogre") play.next();
  const spec = { condition: "stunned", rounds: 1, until: { whose, edge } } as const;
  const save = { ability: "con", dc: 14, onSave: "none" } as const;
  for (const effect of effectDrafts({ effects: [spec], save }, "ogre")) {
    play.run({ type: "AddEffect", ids: ["Ada"], effect });
  }
  return play;
}

Deno.test("[EFF-11] an effect until somebody's next turn counts whose turn the block names", () => {
  const turns = (play: Play) => {
    const seen = [];
    while (play.conditions("Ada").length > 0) seen.push(play.next().state.activeId);
    return seen;
  };
  // Order: Ada, Bo, ogre, wolf; given in the ogre's turn.
  assert.deepEqual(turns(stunnedUntil("source", "end")), ["wolf", "Ada", "Bo", "ogre", "wolf"]);
  assert.deepEqual(turns(stunnedUntil("source", "start")), ["wolf", "Ada", "Bo", "ogre"]);
  assert.deepEqual(turns(stunnedUntil("target", "end")), ["wolf", "Ada", "Bo"]);
  assert.deepEqual(turns(stunnedUntil("target", "start")), ["wolf", "Ada"]);
});

Deno.test("[EFF-12] damage of any kind ends sleep, none leaves it", () => {
  const sleep = { condition: "unconscious", endsOnDamage: true } as const;
  const play = startedEncounter().run({ type: "AddEffect", ids: ["ogre"], effect: sleep });
  play.damage("ogre", 0);
  assert.ok(play.conditions("ogre").includes("Unconscious"));
  play.damage("ogre", 1);
  assert.deepEqual(play.conditions("ogre"), ["Prone"]);
});

Deno.test("[EFF-13] [COND-7] what lasts while grappled ends with the grapple", () => {
  const held = () => {
    const play = startedEncounter();
    const effects: readonly EffectSpec[] = [
      { condition: "grappled" },
      { condition: "restrained", whileGrappled: true },
    ];
    for (const effect of effectDrafts({ effects }, "ogre")) {
      play.run({ type: "AddEffect", ids: ["Ada"], effect });
    }
    assert.deepEqual(play.conditions("Ada"), ["Grappled", "Restrained"]);
    return play;
  };
  const [grapple] = held().who("Ada").effects;
  const freed = held().run({ type: "EndEffects", id: "Ada", effectIds: [grapple?.id ?? ""] });
  assert.deepEqual(freed.conditions("Ada"), []);
  assert.deepEqual(held().run({ type: "RemoveCombatants", ids: ["ogre"] }).conditions("Ada"), []);
  assert.deepEqual(afflict(held(), "ogre", "stunned").conditions("Ada"), []);
  const loose = startedEncounter().run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { condition: "restrained", whileGrappled: true, sourceId: "ogre" },
  });
  assert.deepEqual(loose.conditions("Ada"), []);
});

Deno.test("[SAVE-3] magic resistance helps against the repeated saves of magic", () => {
  const text = (magical: boolean) => {
    const play = new Play().character("Ada", 100, 20).run({
      type: "AddCombatants",
      blocks: [DRAKE],
      combatants: [{ id: "drake", kind: "monster", name: "D", blockId: DRAKE.id, initiative: 15 }],
    }).run({ type: "StartCombat" });
    const effect = { condition: "restrained", save: { ability: "wis", dc: 40 }, magical } as const;
    play.run({ type: "AddEffect", ids: ["drake"], effect }).next(2);
    return play.last("SaveRolled")[0]?.roll?.text;
  };
  assert.deepEqual([text(true), text(false)], ["2d20kh1+5", "1d20+5"]);
});

Deno.test("[EXH-5] who comes back is less exhausted", () => {
  const revived = (edition: Edition) =>
    startedEncounter(edition).run({ type: "SetExhaustion", id: "Ada", level: 6 })
      .run({ type: "Revive", id: "Ada", hp: 1 }).who("Ada");
  assert.deepEqual([revived("2014").exhaustion, revived("2014").life], [5, "up"]);
  assert.equal(revived("2024").exhaustion, 5);
  const tired = startedEncounter("2024").run({ type: "SetExhaustion", id: "Ada", level: 3 })
    .run({ type: "Defeat", ids: ["Ada"] }).run({ type: "Revive", id: "Ada", hp: 1 });
  assert.equal(tired.who("Ada").exhaustion, 2);
});
