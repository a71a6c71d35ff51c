// Effects that carry figures. See SPEC.md.
import assert from "node:assert/strict";
import { EFFECT_PRESETS, findPreset } from "../effect_presets.ts";
import { acOf, figureWords, totalWords } from "../figures.ts";
import type { EffectDraft } from "../state.ts";
import { boss } from "../testing/boss.ts";
import { type Play, startedEncounter } from "../testing/play.ts";
import type { Edition } from "../vocabulary.ts";
import { attackMode } from "./rolls.ts";
import { maximumHp } from "../maximum_hp.ts";

function preset(name: string): EffectDraft {
  const found = findPreset(name);
  assert.ok(found, name);
  const { countedBy: _countedBy, concentration: _concentration, ...draft } = found;
  return draft;
}

function put(play: Play, id: string, effect: EffectDraft): Play {
  return play.run({ type: "AddEffect", ids: [id], effect });
}

const bite = { type: "RollAttack", id: "drake", actionId: "bite", targetIds: ["Ada"] } as const;

Deno.test("[FIG-1] effects change the armour class that attacks meet", () => {
  const play = put(put(boss(), "mage", preset("Shield")), "mage", preset("Half cover"));
  const before = boss().who("mage").ac ?? 0;
  assert.equal(acOf(play.who("mage")), before + 7);
  assert.equal(play.who("mage").effects[0]?.reminder, "AC +5");
  play.run({ ...bite, targetIds: ["mage"] });
  assert.equal(play.last("AttackRolled")[0]?.ac, before + 7);
});

Deno.test("[FIG-2] rolls take in what effects add, each effect once, and say so", () => {
  const play = put(put(boss(), "drake", preset("Bless")), "drake", {
    ...preset("Bless"),
    sourceId: "mage",
  });
  play.run(bite);
  const [attack] = play.last("AttackRolled");
  const [bonus, ...more] = attack?.roll.bonuses ?? [];
  assert.deepEqual([bonus?.name, more], ["Bless", []]);
  assert.ok(bonus !== undefined && bonus.total >= 1 && bonus.total <= 4);
  const natural = attack?.roll.dice[0]?.value ?? 0;
  assert.equal(attack?.roll.total, natural + 11 + bonus.total);
  assert.equal(totalWords(attack.roll), `${natural + 11} + ${bonus.total} Bless`);
  assert.equal(attack.roll.text, "1d20+11+1d4");
  const slow = put(boss(), "mage", preset("Slow"));
  const text = (ability: "dex" | "wis") => {
    slow.run({ type: "RollCheck", id: "mage", check: { kind: "save", ability } });
    return slow.last("DiceRolled")[0]?.roll.bonuses;
  };
  assert.deepEqual([text("dex"), text("wis")], [[{ name: "Slow", total: -2 }], undefined]);
});

Deno.test("[FIG-3] effects add damage to hits, of the hit's kind", () => {
  for (let luck = 0; luck < 40; luck++) {
    const play = put(boss(), "drake", preset("Rage"));
    play.luck = luck;
    play.run(bite);
    const [attack] = play.last("AttackRolled");
    if (attack?.outcome === "miss") continue;
    assert.deepEqual(attack?.damages.map(({ type }) => type), ["piercing", "piercing"]);
    assert.equal(attack.damages[1]?.amount, 2);
    return;
  }
  assert.fail("no hit in forty attacks");
});

Deno.test("[FIG-4] effects help and hinder rolls, and attacks against the bearer", () => {
  const mode = (play: Play) =>
    attackMode(play.state, play.who("drake"), play.who("Ada"), { melee: true });
  assert.equal(mode(put(boss(), "Ada", preset("Faerie Fire"))), "advantage");
  assert.equal(mode(put(boss(), "Ada", preset("Dodge"))), "disadvantage");
  assert.equal(mode(put(boss(), "drake", preset("Reckless Attack"))), "advantage");
  assert.equal(
    mode(put(put(boss(), "Ada", preset("Blur")), "Ada", preset("Faerie Fire"))),
    "normal",
  );
  const haste = put(boss(), "Ada", preset("Haste"));
  haste.run({ type: "RollCheck", id: "Ada", check: { kind: "save", ability: "dex" } });
  assert.match(haste.last("DiceRolled")[0]?.roll.text ?? "", /^2d20kh1/);
});

Deno.test("[FIG-5] effects resist damage and conditions", () => {
  const play = put(startedEncounter(), "ogre", preset("Stoneskin")).run({
    type: "ApplyDamage",
    targets: [{ id: "ogre" }],
    damage: [{ amount: 11, type: "slashing" }],
  });
  assert.equal(play.last("DamageDealt")[0]?.hits[0]?.damage, 5);
  put(play, "Ada", preset("Heroism"));
  put(play, "Ada", { condition: "frightened" });
  assert.equal(play.last("EffectPrevented").length, 1);
});

Deno.test("[FIG-6] [HP-9] the maximum follows its sources, and ending a drain heals nothing", () => {
  const drain = (amount: number): EffectDraft => ({ name: "Drain", figures: { maximum: -amount } });
  const shown = (play: Play) => {
    const { hp, exhaustion } = play.who("Bo");
    assert.ok(hp);
    return [hp.current, maximumHp(play.state, hp, exhaustion)];
  };
  const play = put(startedEncounter().damage("Bo", 2), "Bo", drain(12));
  assert.deepEqual(shown(play), [18, 18]);
  const [effect] = play.who("Bo").effects;
  play.run({ type: "EndEffects", id: "Bo", effectIds: [effect?.id ?? ""] });
  assert.deepEqual(shown(play), [18, 30]);
  put(put(play, "Bo", preset("Aid")), "Bo", { name: "Feast", figures: { maximum: 10 } });
  assert.deepEqual(shown(play), [33, 45]);
  put(play, "Bo", drain(20));
  assert.deepEqual(shown(play), [25, 25]);
  // By hand, without a name.
  const hand = (amount: number) => ({ type: "ChangeMaximum", ids: ["Bo"], amount }) as const;
  const typed = startedEncounter().damage("Bo", 2).run(hand(-12));
  assert.deepEqual(shown(typed), [18, 18]);
  assert.deepEqual(shown(typed.run(hand(12))), [18, 30]);
  const down = put(startedEncounter().damage("Bo", 30), "Bo", preset("Aid"));
  assert.deepEqual([shown(down), down.who("Bo").life], [[5, 35], "up"]);
  const raised = startedEncounter().damage("Bo", 30).run(hand(5));
  assert.deepEqual([shown(raised), raised.who("Bo").life], [[5, 35], "up"]);
});

Deno.test("[FIG-7] effects damage and heal at the start or end of the bearer's turns", () => {
  const play = put(startedEncounter(), "Bo", {
    name: "Burning",
    figures: { atStart: { damage: "5", type: "fire" } },
  });
  play.next();
  assert.equal(play.who("Bo").hp?.current, 25);
  put(play, "Bo", { name: "Regeneration", figures: { atEnd: { heal: "3" } } }).next();
  assert.equal(play.who("Bo").hp?.current, 28);
  const troll = put(startedEncounter().damage("Bo", 30), "Bo", preset("Regeneration")).next();
  assert.deepEqual([troll.who("Bo").hp?.current, troll.who("Bo").life], [0, "dying"]);
});

Deno.test("every preset is accepted in both editions and says what it does", () => {
  assert.ok(EFFECT_PRESETS.length >= 30);
  for (const edition of ["2014", "2024"] satisfies Edition[]) {
    for (const { name, figures, condition, reminder } of EFFECT_PRESETS) {
      const play = put(startedEncounter(edition), "ogre", preset(name));
      assert.ok(play.who("ogre").effects.length > 0, name);
      const words = `${figures === undefined ? "" : figureWords(figures)}${condition ?? ""}`;
      assert.ok(words !== "" || reminder !== undefined, `${name} says nothing`);
    }
  }
});

Deno.test("figures that cannot be rolled or are out of bounds are refused", () => {
  const refusal = (figures: EffectDraft["figures"]) =>
    startedEncounter().refusal({
      type: "AddEffect",
      ids: ["ogre"],
      effect: { name: "X", ...(figures && { figures }) },
    });
  assert.equal(refusal({ attack: "many" }), "INVALID_INPUT");
  assert.equal(refusal({ atEnd: { damage: "2x" } }), "INVALID_INPUT");
  assert.equal(refusal({ ac: 1.5 }), "INVALID_INPUT");
  assert.equal(refusal({ maximum: Infinity }), "INVALID_INPUT");
});
