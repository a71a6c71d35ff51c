// Rolls, saves, attacks, limited actions, legendary and lair parts, areas. See SPEC.md.
import assert from "node:assert/strict";
import type { Command } from "../commands.ts";
import type { AreaTarget } from "../state.ts";
import { DRAKE, MAGE, ROGUE } from "../testing/blocks.ts";
import { Play } from "../testing/play.ts";
import type { Condition, Edition, RollMode } from "../vocabulary.ts";
import { attackMode } from "./rolls.ts";
import { saveBonus } from "./saves.ts";

/** Ada (20), the drake in its lair (15), a rogue (10), a mage (5), and the lair. */
function boss(edition: Edition = "2014"): Play {
  const monster = { kind: "monster" } as const;
  return new Play(edition).character("Ada", 100, 20).run({
    type: "AddCombatants",
    blocks: [DRAKE, ROGUE, MAGE],
    combatants: [
      { ...monster, id: "drake", name: "Drake", blockId: DRAKE.id, initiative: 15 },
      { ...monster, id: "rogue", name: "Rogue", blockId: ROGUE.id, initiative: 10 },
      { ...monster, id: "mage", name: "Mage", blockId: MAGE.id, initiative: 5 },
      { id: "lair", kind: "lair", name: "Lair", blockId: DRAKE.id },
    ],
  }).run({ type: "StartCombat" });
}

function afflict(play: Play, id: string, condition: Condition): Play {
  return play.run({ type: "AddEffect", ids: [id], effect: { condition } });
}

function promptsOf(play: Play, kind: string) {
  return play.state.prompts.filter((prompt) => prompt.kind === kind);
}

Deno.test("[ROLL-1] advantage and disadvantage cancel", () => {
  const play = afflict(boss(), "Ada", "poisoned").run({
    type: "RollCheck",
    id: "Ada",
    check: { kind: "skill", skill: "stealth" },
    mode: "advantage",
  });
  assert.equal(play.last("DiceRolled")[0]?.roll.text, "1d20");
});

Deno.test("[ROLL-2] a block's skill counts, and a roll is no step", () => {
  const play = boss();
  const { done } = play.state.history;
  play.run({ type: "RollCheck", id: "drake", check: { kind: "skill", skill: "perception" } });
  assert.equal(play.last("DiceRolled")[0]?.roll.modifier, 10);
  play.run({ type: "RollDice", dice: "2d6+3", label: "luck" });
  assert.deepEqual(play.state.history.done, done);
  assert.equal(play.refusal({ type: "RollDice", dice: "2x6" }), "INVALID_INPUT");
});

Deno.test("[SAVE-1] a save's own bonus, else the ability's", () => {
  const play = boss();
  assert.equal(saveBonus(play.who("drake"), "dex"), 5);
  assert.equal(saveBonus(play.who("drake"), "str"), 6);
});

function fireball(extra: Partial<Extract<Command, { type: "StartArea" }>> = {}): Command {
  return {
    type: "StartArea",
    areaId: "area",
    targetIds: ["Ada", "rogue", "mage"],
    damage: [{ amount: "8d6", type: "cold" }],
    save: { ability: "dex", dc: 14, onSave: "half" },
    label: "Ice storm",
    ...extra,
  };
}

function targetOf(play: Play, id: string): AreaTarget | undefined {
  return play.state.areas.area?.targets.find((target) => target.id === id);
}

Deno.test("[SAVE-2] the paralyzed fail Dexterity saves outright", () => {
  const play = afflict(boss(), "mage", "paralyzed").run(fireball());
  assert.deepEqual([targetOf(play, "mage")?.roll, targetOf(play, "mage")?.saved], [null, false]);
});

Deno.test("[SAVE-3] restrained hinders, magic resistance helps", () => {
  const play = afflict(boss(), "mage", "restrained").run(
    fireball({ targetIds: ["mage", "drake"] }),
  );
  assert.equal(targetOf(play, "mage")?.roll?.text, "2d20kl1+2");
  assert.equal(targetOf(play, "drake")?.roll?.text, "2d20kh1+5");
  const plain = boss().run(fireball({ targetIds: ["drake"], magical: false }));
  assert.equal(targetOf(plain, "drake")?.roll?.text, "1d20+5");
});

Deno.test("[ATK-1] 20 hits and is critical, 1 misses, else armour class decides", () => {
  const seen = new Set<string>();
  for (let luck = 0; luck < 120; luck++) {
    const play = boss();
    play.luck = luck;
    play.run({ type: "RollAttack", id: "drake", actionId: "bite", targetIds: ["rogue"] });
    const [attack] = play.last("AttackRolled");
    assert.ok(attack);
    const natural = attack.roll.dice[0]?.value;
    const expected = natural === 20
      ? "critical"
      : natural !== 1 && attack.roll.total >= 15
      ? "hit"
      : "miss";
    assert.equal(attack.outcome, expected);
    const dice = attack.damages[0]?.roll?.dice.length ?? 0;
    assert.equal(dice, expected === "critical" ? 4 : expected === "hit" ? 2 : 0);
    seen.add(expected);
  }
  assert.deepEqual([...seen].sort(), ["critical", "hit", "miss"]);
});

function modeWith(attacker: Condition | null, target: Condition | null, melee: boolean): RollMode {
  const play = boss();
  if (attacker) afflict(play, "drake", attacker);
  if (target) afflict(play, "Ada", target);
  const how = melee ? { melee: true } : { ranged: true };
  return attackMode(play.state, play.who("drake"), play.who("Ada"), how);
}

Deno.test("[ATK-2] conditions of attacker and target", () => {
  const table = [
    [null, null, "normal"],
    ["blinded", null, "disadvantage"],
    ["invisible", null, "advantage"],
    [null, "restrained", "advantage"],
    [null, "invisible", "disadvantage"],
    ["poisoned", "stunned", "normal"],
  ] as const;
  for (const [attacker, target, mode] of table) {
    assert.equal(modeWith(attacker, target, true), mode, `${attacker} ${target}`);
  }
});

Deno.test("[ATK-3] prone helps melee and hinders ranged attacks", () => {
  assert.deepEqual([modeWith(null, "prone", true), modeWith(null, "prone", false)], [
    "advantage",
    "disadvantage",
  ]);
});

Deno.test("[ATK-4] a melee hit on the unconscious is critical and can be dealt at once", () => {
  for (let luck = 0; luck < 20; luck++) {
    const play = afflict(boss(), "Ada", "unconscious");
    play.luck = luck;
    const attack = { type: "RollAttack", id: "drake", actionId: "bite" } as const;
    play.run({ ...attack, targetIds: ["Ada"], apply: true });
    const [rolled] = play.last("AttackRolled");
    assert.notEqual(rolled?.outcome, "hit");
    assert.equal(play.last("DamageDealt").length, rolled?.outcome === "critical" ? 1 : 0);
  }
});

Deno.test("[ACT-1] what is spent cannot be used again until it comes back", () => {
  const play = boss();
  for (const actionId of ["breath", "roar", "tail-parry"]) {
    play.run({ type: "UseAction", id: "drake", actionId });
    assert.equal(play.refusal({ type: "UseAction", id: "drake", actionId }), "NOT_POSSIBLE_NOW");
  }
  assert.equal(play.who("drake").reactionUsed, true);
  play.run({ type: "RestoreAction", id: "drake", actionId: "roar" });
  play.run({ type: "UseAction", id: "drake", actionId: "roar" });
  assert.equal(
    play.refusal({ type: "UseAction", id: "drake", actionId: "none" }),
    "UNKNOWN_TARGET",
  );
});

Deno.test("[ACT-2] spell slots stay within their number", () => {
  const play = boss();
  const spend: Command = { type: "SpendSlot", id: "mage", level: 3 };
  play.run(spend).run(spend);
  assert.equal(play.refusal(spend), "NOT_POSSIBLE_NOW");
  play.run({ type: "RestoreSlot", id: "mage", level: 3 }).run(spend);
  assert.equal(play.refusal({ type: "SpendSlot", id: "mage", level: 9 }), "NOT_POSSIBLE_NOW");
});

Deno.test("[LEG-1] regained at one's own turn, more in the lair", () => {
  const play = boss().run({ type: "SetLegendary", id: "drake", spent: 2 }).next();
  while (play.state.activeId !== "drake") play.next();
  assert.deepEqual(play.who("drake").legendary, { max: 3, spent: 0 });
  play.run({ type: "EditCombatant", id: "drake", patch: { inLair: true } });
  assert.deepEqual(play.who("drake").legendary, { max: 4, spent: 0 });
});

Deno.test("[LEG-2] offered at the end of others' turns, one at a time", () => {
  const play = boss().next();
  assert.equal(promptsOf(play, "legendary").length, 1);
  assert.equal(play.next().state.activeId, "drake");
  assert.equal(promptsOf(play, "legendary").length, 0, "after the lair's row");
  play.next(2);
  assert.equal(promptsOf(play, "legendary").length, 1);
  play.run({ type: "RemoveCombatants", ids: ["mage"] });
  const [prompt] = promptsOf(play, "legendary");
  assert.ok(prompt?.kind === "legendary" && prompt.afterId === "mage");
  while (play.state.activeId !== "drake") play.next();
  play.next();
  assert.equal(promptsOf(play, "legendary").length, 0);
});

Deno.test("[LEG-3] they cost what they cost, and not while incapacitated", () => {
  const play = boss().next();
  const answer = (actionId: string): Command => ({
    type: "AnswerPrompt",
    promptId: "legendary:drake",
    answer: { kind: "action", actionId },
  });
  play.run(answer("wings"));
  assert.equal(play.who("drake").legendary?.spent, 2);
  assert.equal(
    play.refusal({ type: "UseAction", id: "drake", actionId: "wings" }),
    "NOT_POSSIBLE_NOW",
  );
  const stunned = afflict(boss(), "drake", "stunned").next();
  assert.equal(promptsOf(stunned, "legendary").length, 0);
});

Deno.test("[LEG-4] one chosen ahead is used by itself", () => {
  const play = boss().run({
    type: "PlanLegendary",
    id: "drake",
    actionId: "sweep",
    afterId: "Ada",
  });
  play.next();
  while (play.last("ActionUsed").length === 0) play.next();
  assert.equal(play.last("ActionUsed")[0]?.actionId, "sweep");
  const { legendary, plannedLegendary } = play.who("drake");
  assert.deepEqual([legendary?.spent, plannedLegendary], [1, null]);
  const plan = { actionId: "sweep", afterId: "rogue" };
  play.run({ type: "PlanLegendary", id: "drake", ...plan });
  play.run({ type: "UseAction", id: "drake", actionId: "wings" });
  assert.deepEqual(play.who("drake").plannedLegendary, plan);
  while (play.state.activeId !== "mage") play.next();
  assert.deepEqual(play.last("ActionUsed").map(({ actionId }) => actionId), ["sweep"]);
});

Deno.test("[LEG-5] a legendary resistance turns a failed save", () => {
  const play = boss().run(fireball({ targetIds: ["drake"] }));
  play.run({ type: "UseLegendaryResistance", id: "drake", areaId: "area" });
  assert.deepEqual([targetOf(play, "drake")?.outcome, play.who("drake").legendaryResistance], [
    "save",
    { max: 3, spent: 1 },
  ]);
  for (let i = 0; i < 2; i++) play.run({ type: "UseLegendaryResistance", id: "drake" });
  assert.equal(
    play.refusal({ type: "UseLegendaryResistance", id: "drake" }),
    "NOT_POSSIBLE_NOW",
  );
});

Deno.test("[LAIR-1] a lair acts on 20 and rolls nothing", () => {
  const play = boss();
  assert.deepEqual(play.state.order.slice(0, 2), ["Ada", "lair"]);
  assert.equal(play.refusal({ type: "RollInitiative", ids: ["lair"] }), "NOT_POSSIBLE_NOW");
});

Deno.test("[LAIR-2] on its turn it asks which lair action is taken", () => {
  const play = boss().next();
  assert.equal(promptsOf(play, "lair").length, 1);
  play.run({
    type: "AnswerPrompt",
    promptId: "lair:lair",
    answer: { kind: "action", actionId: "tremor" },
  });
  assert.equal(play.last("ActionUsed")[0]?.name, "Tremor");
});

function toDrake(play: Play): Play {
  play.next();
  while (play.state.activeId !== "drake") play.next();
  return play;
}

Deno.test("[RECH-1] a d6 at the turn's start, only when spent", () => {
  assert.equal(toDrake(boss()).last("RechargeRolled").length, 0);
  const play = toDrake(boss().run({ type: "UseAction", id: "drake", actionId: "breath" }));
  const [rolled] = play.last("RechargeRolled");
  assert.equal(rolled?.success, (rolled?.roll?.total ?? 0) >= 5);
  assert.equal(play.who("drake").spentRecharge.length, rolled?.success ? 0 : 1);
  const asked = boss().run({ type: "ChangeSettings", settings: { autoRollMonsters: false } });
  toDrake(asked.run({ type: "UseAction", id: "drake", actionId: "breath" }));
  const [prompt] = promptsOf(asked, "recharge");
  asked.run({
    type: "AnswerPrompt",
    promptId: prompt?.id ?? "",
    answer: { kind: "total", total: 5 },
  });
  assert.deepEqual(asked.who("drake").spentRecharge, []);
});

Deno.test("[RECH-2] the defeated do not recharge", () => {
  const play = boss().run({ type: "UseAction", id: "drake", actionId: "breath" });
  play.run({ type: "Defeat", ids: ["drake"] }).next(6);
  assert.deepEqual(play.who("drake").spentRecharge, ["breath"]);
});

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

Deno.test("[AREA-4] evasion, unless incapacitated", () => {
  const outcome = (total: number, prepare: (play: Play) => void = () => {}) => {
    const play = boss().run({ type: "ChangeSettings", settings: { autoRollMonsters: false } });
    prepare(play);
    play.run(fireball({ targetIds: ["rogue"] }));
    play.run({ type: "SetAreaOutcome", areaId: "area", targetId: "rogue", total });
    return targetOf(play, "rogue")?.outcome;
  };
  assert.deepEqual([outcome(20), outcome(2)], ["none", "save"]);
  assert.equal(outcome(2, (play) => void afflict(play, "rogue", "incapacitated")), "fail");
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
  play.run(fireball()).run({ type: "CancelArea", areaId: "area" });
  assert.deepEqual([play.state.areas, play.state.prompts], [{}, []]);
});
