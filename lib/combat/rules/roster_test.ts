// Who is in the fight, and groups. See SPEC.md.
import assert from "node:assert/strict";
import { logLine } from "@/lib/combat/log/log_text.ts";
import { DRAKE, MAGE } from "../testing/blocks.ts";
import { Play, startedEncounter } from "../testing/play.ts";

function rollsOf(play: Play, id: string) {
  return play.last("InitiativeSet").flatMap(({ entries }) => entries)
    .find((entry) => entry.id === id);
}

function pack(shared: boolean): Play {
  return new Play().character("Ada", 40, 30).run({
    type: "AddCombatants",
    combatants: ["a", "b", "c"].map((id) => ({
      id,
      kind: "monster" as const,
      name: "Goblin",
      hp: { max: 7 },
      initiativeModifier: 2,
    })),
    groups: [{ id: "pack", name: "Goblins", memberIds: ["a", "b", "c"], shared }],
  }).run({ type: "StartCombat" });
}

Deno.test("[GROUP-1] a shared group has one row, each member its hit points", () => {
  const play = pack(true);
  assert.deepEqual(play.state.order, ["Ada", "pack"]);
  play.damage("b", 7);
  assert.deepEqual(["a", "b"].map((id) => play.who(id).life), ["up", "defeated"]);
  assert.equal(play.next().state.activeId, "pack");
  assert.equal(play.who("a").turnsTaken, 1);
});

Deno.test("[LOG-2] several of a kind are counted, not listed", () => {
  const play = pack(true);
  const lines = play.entries.map((entry) => logLine(play.state, entry));
  assert.ok(lines.includes("3 × Goblin joined. Goblins act together"), lines.join("\n"));
});

Deno.test("[GROUP-2] a group rolls once, with its members' modifier", () => {
  const play = pack(true);
  assert.equal(play.state.groups.pack?.initiative.modifier, 2);
  assert.equal(rollsOf(play, "pack")?.roll?.dice.length, 1);
});

Deno.test("[GROUP-3] a group that is not shared has a row each", () => {
  assert.deepEqual([...pack(false).state.order].sort(), ["Ada", "a", "b", "c"]);
});

Deno.test("[GROUP-4] split, merge and dissolve keep places", () => {
  const play = pack(true).next();
  const value = play.state.groups.pack?.initiative.value;
  play.run({ type: "SplitGroup", groupId: "pack", memberIds: ["c"] });
  assert.deepEqual([play.state.activeId, play.who("c").initiative.value], ["pack", value]);
  play.run({ type: "SplitGroup", groupId: "pack", memberIds: ["b"], newGroupId: "two" });
  assert.deepEqual([...play.state.order].sort(), ["Ada", "c", "pack", "two"]);
  play.run({ type: "MergeGroups", groupIds: ["pack", "two"] });
  assert.deepEqual(play.state.groups.pack?.memberIds, ["a", "b"]);
  assert.equal(play.state.groups.two, undefined);
  play.run({ type: "Ungroup", groupId: "pack" });
  assert.deepEqual([...play.state.order].sort(), ["Ada", "a", "b", "c"]);
  assert.equal(play.state.activeId, "a");
  play.run({
    type: "GroupCombatants",
    group: { id: "again", name: "Again", memberIds: ["a", "b"], shared: true },
  });
  assert.equal(play.state.activeId, "again");
});

Deno.test("[ADD-1] a newcomer takes from its block what was not given", () => {
  const play = new Play().run({
    type: "AddCombatants",
    blocks: [DRAKE, MAGE],
    combatants: [
      { id: "d", kind: "monster", name: "Drake", blockId: DRAKE.id, ac: 20, inLair: true },
      { id: "m", kind: "monster", name: "Mage", blockId: MAGE.id },
    ],
  });
  const drake = play.who("d");
  assert.deepEqual([drake.ac, drake.hp?.max, drake.xp, drake.immunities], [20, 150, 8400, [
    "fire",
  ]]);
  assert.deepEqual([drake.legendary?.max, drake.legendaryResistance?.max], [4, 4]);
  assert.deepEqual(play.who("m").slots.map(({ max }) => max), [4, 3, 2]);
  const hp = { current: 99, max: 20, maxBonus: -5 };
  play.run({
    type: "AddCombatants",
    combatants: [{ id: "p", kind: "character", name: "Drained", hp }],
  });
  const { current, max, maxBonus } = play.who("p").hp ?? {};
  assert.deepEqual([current, max, maxBonus], [15, 20, -5]);
});

Deno.test("[ADD-2] hit points: average, rolled, maximum", () => {
  const hp = (how: "average" | "roll" | "maximum") => {
    const play = new Play().run({ type: "ChangeSettings", settings: { monsterHitPoints: how } });
    play.run({
      type: "AddCombatants",
      blocks: [DRAKE],
      combatants: [{ id: "d", kind: "monster", name: "Drake", blockId: DRAKE.id }],
    });
    return play;
  };
  assert.equal(hp("average").who("d").hp?.max, 150);
  assert.equal(hp("maximum").who("d").hp?.max, 216);
  const rolled = hp("roll");
  assert.equal(rolled.who("d").hp?.max, rolled.last("CombatantsAdded")[0]?.rolls[0]?.roll.total);
});

Deno.test("[LOG-2] every die of newcomers' hit points is in the line", () => {
  const play = new Play().run({ type: "ChangeSettings", settings: { monsterHitPoints: "roll" } })
    .run({
      type: "AddCombatants",
      blocks: [DRAKE],
      combatants: ["d", "e"].map((id) => ({
        id,
        kind: "monster",
        name: "Drake",
        blockId: DRAKE.id,
      })),
    });
  const entry = play.entries.at(-1);
  assert.ok(entry);
  const line = logLine(play.state, entry);
  const [added] = play.last("CombatantsAdded");
  assert.equal(added?.rolls.length, 2);
  for (const { roll } of added?.rolls ?? []) {
    assert.ok(line.includes(`[${roll.dice.map(({ value }) => value).join(", ")}]`), line);
  }
});

Deno.test("[ADD-3] bad newcomers are refused as a whole", () => {
  const play = new Play();
  const add = (draft: object) =>
    play.refusal({
      type: "AddCombatants",
      combatants: [{ id: "x", kind: "monster", name: "X", ...draft }],
    });
  assert.equal(add({ id: "__proto__" }), "INVALID_INPUT");
  assert.equal(add({ id: "constructor" }), "INVALID_INPUT");
  assert.equal(add({ name: "  " }), "INVALID_INPUT");
  assert.equal(add({ name: "x".repeat(10_000) }), "INVALID_INPUT");
  assert.equal(add({ hp: { max: 0 } }), "INVALID_INPUT");
  assert.equal(add({ hp: { max: Infinity } }), "INVALID_INPUT");
  assert.equal(add({ blockId: "none" }), "UNKNOWN_TARGET");
  const many = Array.from({ length: 501 }, (_, index) => ({
    id: `m${index}`,
    kind: "monster" as const,
    name: "Many",
  }));
  assert.equal(play.refusal({ type: "AddCombatants", combatants: many }), "LIMIT_REACHED");
});

Deno.test("[ADD-4] those who share a name are numbered", () => {
  const play = new Play();
  const add = (id: string) =>
    play.run({ type: "AddCombatants", combatants: [{ id, kind: "monster", name: "Goblin" }] });
  add("a");
  assert.equal(play.who("a").label, "");
  add("b");
  assert.deepEqual(["a", "b"].map((id) => play.who(id).label), ["1", "2"]);
});

/** `v` is added visible, `h` hidden. */
function goblins(play: Play, signs: string): readonly string[] {
  const ids = [...signs].map((sign) => `${sign}${++serial}`);
  play.run({
    type: "AddCombatants",
    combatants: ids.map((id) => ({
      id,
      kind: "monster",
      name: "Goblin",
      hidden: id.startsWith("v") ? false : "until-revealed",
    })),
  });
  return ids;
}
let serial = 0;

Deno.test("[ADD-4] numbers of the visible tell nothing of the hidden", () => {
  const play = startedEncounter();
  const labels = (ids: readonly string[]) => ids.map((id) => play.who(id).label);
  const [first = ""] = goblins(play, "v");
  const secret = goblins(play, "hh");
  assert.deepEqual(labels([first, ...secret]), ["", "2", "3"]);
  // One more that players see is their second, whoever else is there.
  const [second = ""] = goblins(play, "v");
  assert.deepEqual(labels([first, second, ...secret]), ["1", "2", "3", "4"]);
  // Out of order: the fourth comes out first, as the third.
  const [early = "", late = ""] = secret;
  play.run({ type: "SetHidden", ids: [late], hidden: false });
  assert.deepEqual(labels([first, second, late, early]), ["1", "2", "3", "4"]);
  // What players know stays, hidden again or not.
  play.run({ type: "SetHidden", ids: [second], hidden: "until-revealed" });
  goblins(play, "v");
  play.run({ type: "SetHidden", ids: [second], hidden: false });
  assert.deepEqual(labels([first, second, late, early]), ["1", "2", "3", "5"]);
});

Deno.test("[ADD-4] one that comes out on its turn is numbered among the visible", () => {
  const play = startedEncounter();
  const [first = ""] = goblins(play, "v");
  const [lurks = "", waits = ""] = goblins(play, "hh");
  play.run({ type: "SetHidden", ids: [waits], hidden: "until-turn" })
    .run({ type: "JumpToTurn", id: waits });
  assert.deepEqual([first, waits, lurks].map((id) => play.who(id).label), ["1", "2", "3"]);
});

Deno.test("[ADD-4] a number that players know stays, whoever hides and comes back first", () => {
  const play = startedEncounter();
  const known = goblins(play, "vvv");
  const [, second = "", third = ""] = known;
  play.run({ type: "SetHidden", ids: [second, third], hidden: "until-revealed" })
    .run({ type: "SetHidden", ids: [third], hidden: false })
    .run({ type: "SetHidden", ids: [second], hidden: false });
  assert.deepEqual(known.map((id) => play.who(id).label), ["1", "2", "3"]);
});

Deno.test("[ADD-4] an unknown creature is numbered when its name is told", () => {
  const play = startedEncounter();
  const [first = ""] = goblins(play, "v");
  play.run({
    type: "AddCombatants",
    combatants: [{ id: "unknown", kind: "monster", name: "Goblin", nameHidden: true }],
  });
  assert.equal(play.who(first).label, "");
  play.run({ type: "EditCombatant", id: "unknown", patch: { nameHidden: false } });
  assert.deepEqual([first, "unknown"].map((id) => play.who(id).label), ["1", "2"]);
});

Deno.test("[ADD-4] before the fight whoever is hidden goes behind the others", () => {
  const play = new Play();
  const ids = goblins(play, "vvv");
  const [one = ""] = ids;
  play.run({ type: "SetHidden", ids: [one], hidden: "until-turn" });
  assert.deepEqual(ids.map((id) => play.who(id).label), ["3", "1", "2"]);
  play.run({ type: "RemoveCombatants", ids: ids.slice(2) })
    .run({ type: "SetHidden", ids: [one], hidden: false });
  assert.deepEqual(ids.slice(0, 2).map((id) => play.who(id).label), ["2", "1"]);
});

Deno.test("[ADD-5] a duplicate is fresh", () => {
  const play = pack(true).damage("a", 3).run({
    type: "DuplicateCombatant",
    id: "a",
    newIds: ["d"],
  });
  assert.deepEqual([play.who("d").hp?.current, play.who("d").label, play.who("d").groupId], [
    7,
    "4",
    "pack",
  ]);
});

Deno.test("[ADD-6] who is removed is still named", () => {
  const play = startedEncounter().damage("wolf", 99).run({
    type: "RemoveCombatants",
    ids: ["wolf"],
  });
  assert.equal(play.state.departed.wolf?.name, "wolf");
});

Deno.test("[ADD-7] hidden ones are revealed by hand or on their first turn", () => {
  const play = startedEncounter().run({ type: "SetHidden", ids: ["ogre"], hidden: "until-turn" });
  play.run({ type: "SetHidden", ids: ["wolf"], hidden: "until-revealed" }).next(3);
  assert.deepEqual([play.who("ogre").hidden, play.who("wolf").hidden], [false, "until-revealed"]);
  play.run({ type: "SetHidden", ids: ["wolf"], hidden: false });
  assert.equal(play.who("wolf").hidden, false);
});
