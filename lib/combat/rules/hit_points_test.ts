// Damage, healing, temporary and maximum hit points, wounds. See SPEC.md.
import assert from "node:assert/strict";
import type { DamageInput, DamageTarget } from "../commands.ts";
import { previewDamage, previewHeal, previewTemporary } from "../preview.ts";
import { DRAKE } from "../testing/blocks.ts";
import { Play, startedEncounter } from "../testing/play.ts";
import type { DamageType, Edition } from "../vocabulary.ts";
import { woundOf } from "../wounds.ts";

function hpOf(play: Play, id: string) {
  const { current, temp } = play.who(id).hp ?? { current: -1, temp: -1 };
  return [current, temp];
}

interface Traits {
  readonly resistances?: readonly DamageType[];
  readonly vulnerabilities?: readonly DamageType[];
  readonly immunities?: readonly DamageType[];
}

function taken(
  traits: Traits,
  damage: readonly DamageInput[],
  target: Partial<DamageTarget> = {},
  extra: { readonly untyped?: boolean; readonly magical?: boolean } = {},
): number {
  const play = new Play().run({
    type: "AddCombatants",
    combatants: [{ id: "t", kind: "monster", name: "Target", hp: { max: 500 }, ...traits }],
  });
  play.run({ type: "ApplyDamage", targets: [{ id: "t", ...target }], damage, ...extra });
  return 500 - (play.who("t").hp?.current ?? 0);
}

Deno.test("[HP-1] one command damages and heals several", () => {
  const play = startedEncounter().run({
    type: "ApplyDamage",
    targets: [{ id: "Ada" }, { id: "ogre" }],
    damage: [{ amount: 12, type: "fire" }],
  });
  assert.deepEqual([hpOf(play, "Ada"), hpOf(play, "ogre")], [[28, 0], [47, 0]]);
  play.run({ type: "Heal", ids: ["Ada", "ogre"], amount: 5 });
  assert.deepEqual([hpOf(play, "Ada"), hpOf(play, "ogre")], [[33, 0], [52, 0]]);
});

Deno.test("[HP-2] the maximum is the creature's own plus its change", () => {
  const play = startedEncounter().run({ type: "ChangeMaximum", ids: ["Ada"], amount: 5 });
  play.run({ type: "Heal", ids: ["Ada"], amount: 100 });
  assert.deepEqual(hpOf(play, "Ada"), [45, 0]);
});

Deno.test("[HP-3] healing stops at the maximum", () => {
  const play = startedEncounter().damage("Ada", 10).run({ type: "Heal", ids: ["Ada"], amount: 99 });
  assert.deepEqual(hpOf(play, "Ada"), [40, 0]);
  assert.equal(play.last("Healed")[0]?.heals[0]?.gained, 10);
});

Deno.test("[HP-4] the dead are not healed but revived", () => {
  const play = startedEncounter().run({ type: "Defeat", ids: ["Ada"] });
  assert.equal(play.refusal({ type: "Heal", ids: ["Ada"], amount: 5 }), "NOT_POSSIBLE_NOW");
  play.run({ type: "Revive", id: "Ada", hp: 7 });
  assert.deepEqual([play.who("Ada").life, ...hpOf(play, "Ada")], ["up", 7, 0]);
});

Deno.test("[HP-5] the higher temporary hit points stay", () => {
  const play = startedEncounter().run({ type: "GrantTemporary", ids: ["Ada"], amount: 8 });
  play.run({ type: "GrantTemporary", ids: ["Ada"], amount: 5 });
  assert.deepEqual(hpOf(play, "Ada"), [40, 8]);
});

Deno.test("[HP-6] hit points set by hand bring life with them", () => {
  const play = startedEncounter().run({ type: "SetHitPoints", id: "Ada", hp: { current: 0 } });
  assert.equal(play.who("Ada").life, "dying");
  play.run({ type: "SetHitPoints", id: "Ada", hp: { current: 9, max: 20 } });
  assert.deepEqual([play.who("Ada").life, play.who("Ada").hp?.max], ["up", 20]);
});

Deno.test("[HP-9] a raised maximum raises hit points, a lowered one caps them", () => {
  const play = startedEncounter().damage("Ada", 10).run({
    type: "ChangeMaximum",
    ids: ["Ada"],
    amount: 5,
  });
  assert.deepEqual(hpOf(play, "Ada"), [35, 0]);
  play.run({ type: "ChangeMaximum", ids: ["Ada"], amount: -25 });
  assert.deepEqual(hpOf(play, "Ada"), [20, 0]);
});

Deno.test("[HP-10] a maximum of 0 kills", () => {
  const play = startedEncounter().run({ type: "ChangeMaximum", ids: ["Ada", "wolf"], amount: -40 });
  assert.deepEqual([play.who("Ada").life, play.who("wolf").life], ["dead", "defeated"]);
});

Deno.test("[HP-11] wounds in words", () => {
  const table = [
    [40, "unhurt"],
    [39, "hurt"],
    [21, "hurt"],
    [20, "bloodied"],
    [5, "bloodied"],
    [
      4,
      "near-death",
    ],
    [1, "near-death"],
    [0, "down"],
  ] as const;
  for (const [current, word] of table) {
    const play = startedEncounter().run({ type: "SetHitPoints", id: "Ada", hp: { current } });
    assert.equal(woundOf(play.state, play.who("Ada")), word, String(current));
  }
  assert.equal(
    woundOf(startedEncounter().damage("wolf", 99).state, startedEncounter().who("wolf")),
    "unhurt",
  );
  const beaten = startedEncounter().damage("wolf", 99);
  assert.equal(woundOf(beaten.state, beaten.who("wolf")), "defeated");
});

Deno.test("[DMG-1] save, then resistance, then vulnerability, each kind by itself", () => {
  const both: Traits = { resistances: ["fire"], vulnerabilities: ["cold"] };
  const damage: readonly DamageInput[] = [
    { amount: 15, type: "fire" },
    { amount: 9, type: "cold" },
  ];
  // Fire: 15, half 7, resisted 3. Cold: 9, half 4, doubled 8.
  assert.equal(taken(both, damage, { outcome: "save" }), 11);
  assert.equal(taken(both, damage, { outcome: "none" }), 0);
  assert.equal(taken(both, damage), 7 + 18);
});

Deno.test("[DMG-2] half rounds down", () => {
  assert.equal(taken({}, [{ amount: 7 }], { outcome: "save" }), 3);
  assert.equal(taken({}, [{ amount: 1 }], { outcome: "save" }), 0);
});

Deno.test("[DMG-3] resistance before vulnerability", () => {
  const both: Traits = { resistances: ["fire"], vulnerabilities: ["fire"] };
  assert.equal(taken(both, [{ amount: 25, type: "fire" }]), 24);
});

Deno.test("[DMG-4] several resistances count once", () => {
  assert.equal(taken({ resistances: ["fire", "fire"] }, [{ amount: 20, type: "fire" }]), 10);
});

Deno.test("[DMG-5] immunity leaves nothing", () => {
  const traits: Traits = { immunities: ["fire"], vulnerabilities: ["fire"] };
  assert.equal(taken(traits, [{ amount: 20, type: "fire" }, { amount: 3, type: "cold" }]), 3);
});

Deno.test("[DMG-6] temporary hit points go first", () => {
  const play = startedEncounter().run({ type: "GrantTemporary", ids: ["Ada"], amount: 8 });
  play.damage("Ada", 11);
  assert.deepEqual(hpOf(play, "Ada"), [37, 0]);
});

Deno.test("[DMG-7] the DM's figure and untyped damage pass by resistance", () => {
  const fire: readonly DamageInput[] = [{ amount: 20, type: "fire" }];
  assert.equal(taken({ immunities: ["fire"] }, fire, { override: 13 }), 13);
  assert.equal(taken({ immunities: ["fire"] }, fire, {}, { untyped: true }), 20);
});

Deno.test("[DMG-8] critical doubles dice, not typed figures", () => {
  const play = startedEncounter().run({
    type: "ApplyDamage",
    targets: [{ id: "ogre" }],
    damage: [{ amount: "2d6+3", type: "slashing" }, { amount: 4, type: "fire" }],
    critical: true,
  });
  const [event] = play.last("DamageDealt");
  assert.equal(event?.damages[0]?.roll?.dice.length, 4);
  assert.equal(event?.damages[1]?.amount, 4);
});

Deno.test("[DMG-9] a trait with a proviso holds unless the hit is magical", () => {
  const hit = (magical: boolean) => {
    const play = new Play().run({
      type: "AddCombatants",
      blocks: [DRAKE],
      combatants: [{ id: "d", kind: "monster", name: "Drake", blockId: DRAKE.id }],
    });
    play.run({
      type: "ApplyDamage",
      targets: [{ id: "d" }],
      damage: [{ amount: 20, type: "slashing" }],
      magical,
    });
    return 150 - (play.who("d").hp?.current ?? 0);
  };
  assert.deepEqual([hit(false), hit(true)], [10, 20]);
});

Deno.test("[DMG-10] the petrified resist everything, in 2014 poison does nothing", () => {
  const hit = (edition: Edition, type: DamageType) => {
    const play = startedEncounter(edition).run({
      type: "AddEffect",
      ids: ["ogre"],
      effect: { condition: "petrified" },
    });
    play.run({ type: "ApplyDamage", targets: [{ id: "ogre" }], damage: [{ amount: 20, type }] });
    return 59 - (play.who("ogre").hp?.current ?? 0);
  };
  assert.deepEqual([hit("2014", "fire"), hit("2014", "poison")], [10, 0]);
  assert.deepEqual([hit("2024", "fire"), hit("2024", "poison")], [10, 10]);
  for (const edition of ["2014", "2024"] as const) {
    const play = startedEncounter(edition);
    for (const condition of ["petrified", "poisoned"] as const) {
      play.run({ type: "AddEffect", ids: ["ogre"], effect: { condition } });
    }
    assert.ok(!play.conditions("ogre").includes("Poisoned"));
  }
});

Deno.test("[LOG-3] a preview says what happens then", () => {
  const play = startedEncounter().run({ type: "GrantTemporary", ids: ["Ada"], amount: 8 });
  const targets = [{ id: "Ada" }, { id: "wolf", outcome: "save" as const }];
  const damage = [{ amount: 12, type: "fire" as const }];
  const said = previewDamage(play.state, { targets, damage });
  assert.deepEqual(said.map(({ text }) => text), ["40+8 to 36", "11 to 5"]);
  play.run({ type: "ApplyDamage", targets, damage });
  assert.deepEqual(hpOf(play, "Ada"), [said[0]?.after.current, said[0]?.after.temp]);
  assert.equal(previewHeal(play.state, ["Ada"], 99)[0]?.text, "36 to 40");
  assert.equal(previewTemporary(play.state, ["Ada"], 3)[0]?.text, "36 to 36+3");
  assert.equal(
    previewDamage(play.state, { targets, damage: [{ amount: "2d6" }] })[0]?.text,
    "36 to about 29",
  );
});

Deno.test("[DMG-11] a trait meets the total of a kind of damage", () => {
  const play = startedEncounter().run({
    type: "EditCombatant",
    id: "ogre",
    patch: { resistances: ["slashing"] },
  }).run({
    type: "ApplyDamage",
    targets: [{ id: "ogre" }],
    damage: [{ amount: 3, type: "slashing" }, { amount: 3, type: "slashing" }],
  });
  assert.equal(play.last("DamageDealt")[0]?.hits[0]?.damage, 3);
});
