// Rolls, saves, attacks, limited actions, legendary and lair parts. See SPEC.md.
import assert from "node:assert/strict";
import type { Command } from "../commands.ts";
import { afflict, boss, fireball, promptsOf, targetOf } from "../testing/boss.ts";
import { ROGUE } from "../testing/blocks.ts";
import { Play } from "../testing/play.ts";
import type { Condition, Edition, RollMode } from "../vocabulary.ts";
import { attackMode } from "./rolls.ts";
import { saveBonus } from "../lookup.ts";

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

Deno.test("[SAVE-2] the paralyzed fail Dexterity saves outright", () => {
  const play = afflict(boss(), "mage", "paralyzed").run(fireball());
  assert.deepEqual([targetOf(play, "mage")?.roll, targetOf(play, "mage")?.saved], [null, false]);
});

Deno.test("[SAVE-2] nobody is asked for a save that fails outright", () => {
  const play = afflict(boss(), "Ada", "unconscious").run(fireball({ apply: true }));
  assert.equal(promptsOf(play, "area-save").length, 0);
  assert.ok((play.who("Ada").hp?.current ?? 100) < 100);
});

Deno.test("[SAVE-3] a stat block's own action is no magic unless it is said", () => {
  const breath = { sourceId: "drake", actionId: "breath", targetIds: ["drake"] };
  const rolled = (extra: Parameters<typeof fireball>[0]) =>
    targetOf(boss().run(fireball(extra)), "drake")?.roll?.text;
  assert.equal(rolled({ targetIds: ["drake"] }), "2d20kh1+5");
  assert.equal(rolled(breath), "1d20+5");
  assert.equal(rolled({ ...breath, magical: true }), "2d20kh1+5");
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

Deno.test("[ATK-2] the grappled attack the grappler freely, in 2024 nobody else", () => {
  const modes = (edition: Edition) => {
    const effect = { condition: "grappled", sourceId: "drake" } as const;
    const { state } = boss(edition).run({ type: "AddEffect", ids: ["Ada"], effect });
    const on = (id: string) => {
      const [ada, target] = [state.combatants["Ada"], state.combatants[id]];
      assert.ok(ada && target);
      return attackMode(state, ada, target, { melee: true });
    };
    return [on("drake"), on("mage")];
  };
  assert.deepEqual(modes("2014"), ["normal", "normal"]);
  assert.deepEqual(modes("2024"), ["normal", "disadvantage"]);
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
  // An offer ends with the ability to take it.
  const later = afflict(boss().next(), "drake", "stunned");
  assert.equal(promptsOf(later, "legendary").length, 0);
  const use = { type: "UseAction", id: "drake", actionId: "sweep" } as const;
  assert.equal(later.refusal(use), "NOT_POSSIBLE_NOW");
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
  const plan = { actionId: "sweep", afterId: "mage" };
  play.run({ type: "PlanLegendary", id: "drake", ...plan });
  while (promptsOf(play, "legendary").length === 0) play.next();
  play.run({ type: "UseAction", id: "drake", actionId: "wings" });
  assert.deepEqual(play.who("drake").plannedLegendary, plan);
  while (play.state.activeId !== "Ada") play.next();
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

Deno.test("[LEG-5] a save that failed at once may be turned afterwards", () => {
  const hold = { condition: "paralyzed", save: { ability: "wis", dc: 99 } } as const;
  const held = boss().run({ type: "AddEffect", ids: ["drake"], effect: hold }).next(3);
  const [prompt] = promptsOf(held, "resistance");
  const yes = { kind: "outcome", success: true } as const;
  held.run({ type: "AnswerPrompt", promptId: prompt?.id ?? "", answer: yes });
  assert.deepEqual([held.conditions("drake"), held.who("drake").legendaryResistance?.spent], [
    [],
    1,
  ]);
  const spell = () =>
    boss().run({ type: "StartConcentration", id: "drake", name: "Web" }).damage("drake", 120);
  const lost = spell();
  assert.equal(lost.who("drake").concentration?.name, "Web");
  lost.run({ type: "DismissPrompt", promptId: "resistance:drake" });
  assert.equal(lost.who("drake").concentration, null);
  const kept = spell().run({ type: "AnswerPrompt", promptId: "resistance:drake", answer: yes });
  assert.deepEqual([kept.who("drake").concentration?.name, promptsOf(kept, "resistance")], [
    "Web",
    [],
  ]);
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

Deno.test("[LEG-6] one after each turn of another creature, none in one's own", () => {
  const use = (actionId: string) => ({ type: "UseAction", id: "drake", actionId }) as const;
  const play = boss();
  assert.equal(play.refusal(use("sweep")), "NOT_POSSIBLE_NOW", "nobody's turn has ended");
  play.next().run(use("sweep"));
  assert.deepEqual([play.who("drake").legendary?.spent, promptsOf(play, "legendary")], [1, []]);
  assert.equal(play.refusal(use("sweep")), "NOT_POSSIBLE_NOW", "one each time");
  while (play.state.activeId !== "drake") play.next();
  assert.equal(play.refusal(use("sweep")), "NOT_POSSIBLE_NOW", "its own turn");
  play.next();
  assert.equal(play.refusal(use("sweep")), "NOT_POSSIBLE_NOW", "after its own turn");
  play.next().run(use("wings"));
  assert.equal(play.who("drake").legendary?.spent, 2);
});

Deno.test("[COND-5] [ACT-1] who cannot act does not, however it is asked", () => {
  const asks: readonly Command[] = [
    { type: "UseAction", id: "drake", actionId: "roar" },
    { type: "RollAttack", id: "drake", actionId: "bite", targetIds: ["Ada"] },
    fireball({ sourceId: "drake", actionId: "breath" }),
    { type: "UseAction", id: "drake", actionId: "tail-parry" },
    { type: "SetReaction", id: "drake", used: true },
    { type: "ReadyAction", id: "drake", note: "when the door opens" },
  ];
  const idle: readonly (readonly [string, Play])[] = [
    ...(["paralyzed", "stunned", "unconscious", "petrified", "incapacitated"] as const)
      .map((condition) => [condition, afflict(boss(), "drake", condition)] as const),
    ["defeated", boss().run({ type: "Defeat", ids: ["drake"] })],
    [
      "surprised in 2014",
      boss("2014").run({ type: "SetSurprised", ids: ["drake"], surprised: true }),
    ],
  ];
  for (const [why, play] of idle) {
    for (const ask of asks) {
      assert.equal(play.refusal(ask), "NOT_POSSIBLE_NOW", `${ask.type} while ${why}`);
    }
  }
  const later = boss("2024").run({ type: "SetSurprised", ids: ["drake"], surprised: true });
  for (const ask of asks) assert.equal(later.refusal(ask), "accepted", `${ask.type} in 2024`);
});

Deno.test("[ACT-1] an attack from the reactions or with uses a day spends them", () => {
  const attack = { kind: "attack", text: "", toHit: 5, melee: true } as const;
  const guard = {
    ...ROGUE,
    id: "guard",
    actions: [{ ...attack, id: "net", name: "Net", afterRest: "short" as const }],
    reactions: [{ ...attack, id: "riposte", name: "Riposte" }],
  };
  const play = boss().run({
    type: "AddCombatants",
    blocks: [guard],
    combatants: [{ id: "guard", kind: "monster", name: "Guard", blockId: "guard" }],
  });
  const roll = (actionId: string) =>
    ({ type: "RollAttack", id: "guard", actionId, targetIds: ["Ada"] }) as const;
  play.run(roll("riposte"));
  assert.equal(play.who("guard").reactionUsed, true);
  assert.equal(play.refusal(roll("riposte")), "NOT_POSSIBLE_NOW");
  play.run(roll("net"));
  assert.equal(play.who("guard").usesSpent["net"], 1);
  assert.equal(play.refusal(roll("net")), "NOT_POSSIBLE_NOW");
  const twice = { type: "SetReaction", id: "Ada", used: true } as const;
  assert.equal(play.run(twice).refusal(twice), "NOT_POSSIBLE_NOW");
});

Deno.test("[LAIR-3] a lair acts while one of its creatures can", () => {
  const asked = (play: Play) => promptsOf(play.next(), "lair").length;
  assert.equal(asked(boss()), 1);
  assert.equal(asked(afflict(boss(), "drake", "stunned")), 0);
  assert.equal(asked(boss().run({ type: "Defeat", ids: ["drake"] })), 0);
  assert.equal(asked(boss().run({ type: "RemoveCombatants", ids: ["drake"] })), 0);
  const surprise = { type: "SetSurprised", ids: ["drake"], surprised: true } as const;
  assert.deepEqual([asked(boss("2014").run(surprise)), asked(boss("2024").run(surprise))], [0, 1]);
  // The question goes when its creature falls, and with the turn.
  const falling = boss().next().run({ type: "Defeat", ids: ["drake"] });
  assert.equal(promptsOf(falling, "lair").length, 0);
  assert.equal(promptsOf(boss().next(2), "lair").length, 0);
  const once = boss().next();
  const tremor = { type: "UseAction", id: "lair", actionId: "tremor" } as const;
  assert.equal(once.run(tremor).refusal(tremor), "NOT_POSSIBLE_NOW");
});
