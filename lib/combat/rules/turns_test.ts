// Initiative, turns, delay, ready, groups' rows. See SPEC.md.
import assert from "node:assert/strict";
import { Play, startedEncounter } from "../testing/play.ts";
import type { Edition } from "../vocabulary.ts";

function rollsOf(play: Play, id: string) {
  return play.last("InitiativeSet").flatMap(({ entries }) => entries)
    .find((entry) => entry.id === id);
}

Deno.test("[INIT-1] higher first, a lair loses ties, those without a value last", () => {
  const play = new Play().character("late", 10, 20).monster("early", 10, 21).run({
    type: "AddCombatants",
    combatants: [
      { id: "lair", kind: "lair", name: "Lair" },
      { id: "none", kind: "monster", name: "None", hp: { max: 5 } },
      { id: "tied", kind: "monster", name: "Tied", hp: { max: 5 }, initiative: 20 },
    ],
  });
  assert.deepEqual([play.state.order[0], play.state.order.slice(3)], ["early", ["lair", "none"]]);
});

Deno.test("[INIT-2] ties: Dexterity, then a roll, then by hand", () => {
  const play = new Play().character("slow", 10, 15, 8).character("quick", 10, 15, 18)
    .character("quick2", 10, 15, 18);
  const [first, second] = play.state.order;
  assert.equal(play.state.order[2], "slow");
  const tie = (id = "") => play.who(id).initiative.tiebreak;
  assert.ok(tie(first) >= tie(second));
  play.run({ type: "MoveEntry", id: "slow", beforeId: first ?? null });
  assert.equal(play.state.order[0], "slow");
});

Deno.test("[INIT-3] starting rolls for all who have no initiative", () => {
  const play = new Play().character("typed", 10, 12).run({
    type: "AddCombatants",
    combatants: [{
      id: "rolls",
      kind: "monster",
      name: "Rolls",
      hp: { max: 5 },
      initiativeModifier: 3,
    }],
  }).run({ type: "StartCombat" });
  const rolled = rollsOf(play, "rolls");
  assert.equal(rolled?.roll?.modifier, 3);
  assert.equal(play.who("rolls").initiative.value, rolled?.value);
  assert.equal(play.who("typed").initiative.value, 12);
});

Deno.test("[INIT-4] advantage and disadvantage on initiative", () => {
  const text = (edition: Edition, prepare: (play: Play) => void, mode?: "advantage") => {
    const play = new Play(edition).character("Ada").character("Bo");
    prepare(play);
    play.run({ type: "RollInitiative", ids: ["Ada"], ...(mode && { mode }) });
    return rollsOf(play, "Ada")?.roll?.text;
  };
  const add = (condition: "invisible" | "incapacitated" | "poisoned") => (play: Play) =>
    void play.run({ type: "AddEffect", ids: ["Ada"], effect: { condition } });
  assert.equal(text("2014", () => {}), "1d20");
  assert.equal(text("2014", () => {}, "advantage"), "2d20kh1");
  assert.equal(text("2024", add("invisible")), "2d20kh1");
  assert.equal(text("2014", add("invisible")), "1d20");
  assert.equal(text("2024", add("incapacitated")), "2d20kl1");
  assert.equal(text("2014", add("poisoned"), "advantage"), "1d20");
});

Deno.test("[INIT-5] passive initiative", () => {
  const play = new Play().run({
    type: "AddCombatants",
    combatants: [{ id: "a", kind: "character", name: "A", hp: { max: 9 }, initiativeModifier: 2 }],
  });
  play.run({ type: "RollInitiative", passive: true });
  assert.equal(play.who("a").initiative.value, 12);
  play.run({ type: "RollInitiative", ids: ["a"], passive: true, mode: "disadvantage" });
  assert.equal(play.who("a").initiative.value, 7);
});

Deno.test("[INIT-6] a typed value finds its place", () => {
  const play = startedEncounter().run({ type: "SetInitiative", id: "wolf", value: 17 });
  assert.deepEqual(play.state.order, ["Ada", "wolf", "Bo", "ogre"]);
  play.run({ type: "SetInitiative", id: "Ada", value: null });
  assert.deepEqual(play.state.order, ["wolf", "Bo", "ogre", "Ada"]);
  assert.equal(
    play.refusal({ type: "SetInitiative", id: "Ada", value: NaN }),
    "INVALID_INPUT",
  );
});

Deno.test("[INIT-7] a row moved by hand takes the nearest value that fits", () => {
  const play = startedEncounter().run({ type: "MoveEntry", id: "wolf", beforeId: "Bo" });
  assert.deepEqual(play.state.order, ["Ada", "wolf", "Bo", "ogre"]);
  assert.equal(play.who("wolf").initiative.value, 15);
  play.run({ type: "MoveEntry", id: "Ada", beforeId: null });
  assert.equal(play.who("Ada").initiative.value, 10);
});

Deno.test("[INIT-8] all roll anew each round when the setting says so, but lairs", () => {
  const play = startedEncounter().run({
    type: "ChangeSettings",
    settings: { rerollEachRound: true },
  });
  play.run({ type: "AddCombatants", combatants: [{ id: "lair", kind: "lair", name: "Lair" }] });
  play.next();
  while (play.state.round === 1) play.next();
  const rolled = play.last("InitiativeSet").flatMap(({ entries }) => entries.map(({ id }) => id));
  assert.deepEqual([...rolled].sort(), ["Ada", "Bo", "ogre", "wolf"]);
  assert.equal(play.who("lair").initiative.value, 20);
});

Deno.test("[INIT-9] late joiners roll at once", () => {
  const play = startedEncounter().run({
    type: "AddCombatants",
    combatants: [{ id: "late", kind: "monster", name: "Late", hp: { max: 5 } }],
  });
  assert.notEqual(play.who("late").initiative.value, null);
  assert.ok(play.state.order.includes("late"));
  assert.equal(play.state.activeId, "Ada");
});

Deno.test("[SURP-1] 2014: surprise lasts until the end of the first turn", () => {
  const play = startedEncounter().run({ type: "SetSurprised", ids: ["Bo"], surprised: true });
  assert.equal(play.next().who("Bo").surprised, true);
  assert.equal(play.next().who("Bo").surprised, false);
});

Deno.test("[SURP-2] 2024: surprise is disadvantage on initiative", () => {
  const text = (edition: Edition) => {
    const play = new Play(edition).character("Ada");
    play.run({ type: "SetSurprised", ids: ["Ada"], surprised: true });
    play.run({ type: "RollInitiative", ids: ["Ada"] });
    return rollsOf(play, "Ada")?.roll?.text;
  };
  assert.deepEqual([text("2014"), text("2024")], ["1d20", "2d20kl1"]);
});

Deno.test("[TURN-1] starting begins round 1 with the first", () => {
  assert.equal(new Play().refusal({ type: "StartCombat" }), "NOT_POSSIBLE_NOW");
  const { state } = startedEncounter();
  assert.deepEqual([state.status, state.round, state.activeId], ["running", 1, "Ada"]);
  assert.equal(startedEncounter().refusal({ type: "StartCombat" }), "NOT_POSSIBLE_NOW");
});

Deno.test("[TURN-2] after the last row a new round begins", () => {
  const play = startedEncounter().next(3);
  assert.deepEqual([play.state.round, play.state.activeId], [1, "wolf"]);
  play.next();
  assert.deepEqual([play.state.round, play.state.activeId], [2, "Ada"]);
});

Deno.test("[TURN-3] the defeated are skipped, the dying are not, durations go on", () => {
  const play = startedEncounter().damage("Bo", 30).damage("ogre", 99);
  play.run({
    type: "AddEffect",
    ids: ["wolf"],
    effect: { name: "Marked", rounds: 1, turnOf: "ogre", at: "end" },
  });
  assert.equal(play.next().state.activeId, "Bo");
  assert.equal(play.next().state.activeId, "wolf");
  assert.deepEqual(play.conditions("wolf"), []);
  play.run({ type: "Defeat", ids: ["Ada", "Bo", "wolf"] });
  assert.equal(play.refusal({ type: "NextTurn" }), "NOT_POSSIBLE_NOW");
});

Deno.test("[TURN-4] a turn's start gives back what comes back", () => {
  const play = startedEncounter().run({ type: "SetReaction", id: "Bo", used: true });
  play.run({ type: "ReadyAction", id: "Bo", note: "strike" });
  play.next();
  const { reactionUsed, readied, turnsTaken } = play.who("Bo");
  assert.deepEqual([reactionUsed, readied, turnsTaken], [false, null, 1]);
});

Deno.test("[TURN-5] at a turn's end durations come first, then saves", () => {
  const play = startedEncounter().next(3).run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { condition: "frightened", rounds: 1, save: { ability: "wis", dc: 12 } },
  }).next(2);
  assert.deepEqual([play.conditions("Ada"), play.state.prompts.length], [[], 0]);
});

Deno.test("[TURN-6] the previous turn moves the marker across rounds and triggers nothing", () => {
  const play = startedEncounter().run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { name: "Bless", rounds: 5, at: "start" },
  }).next(4);
  const left = () => {
    const duration = play.who("Ada").effects[0]?.duration;
    return duration?.kind === "turns" ? duration.remaining : 0;
  };
  assert.deepEqual([play.state.round, left()], [2, 4]);
  play.run({ type: "PreviousTurn" });
  assert.deepEqual([play.state.round, play.state.activeId, left()], [1, "wolf", 4]);
  play.next();
  assert.deepEqual([play.state.round, play.state.activeId, left()], [2, "Ada", 4]);
  assert.equal(startedEncounter().refusal({ type: "PreviousTurn" }), "NOT_POSSIBLE_NOW");
});

Deno.test("[TURN-7] when the active one leaves the next one's turn begins", () => {
  const play = startedEncounter().next(3).run({ type: "RemoveCombatants", ids: ["wolf"] });
  assert.deepEqual([play.state.round, play.state.activeId], [2, "Ada"]);
  play.run({ type: "RemoveCombatants", ids: ["Ada", "Bo"] });
  assert.equal(play.state.activeId, "ogre");
  play.run({ type: "RemoveCombatants", ids: ["ogre"] });
  assert.equal(play.state.activeId, null);
  assert.equal(play.refusal({ type: "NextTurn" }), "NOT_POSSIBLE_NOW");
});

Deno.test("[TURN-8] jumping begins the chosen turn in the same round", () => {
  const play = startedEncounter().run({ type: "JumpToTurn", id: "wolf" });
  assert.deepEqual([play.state.activeId, play.state.round, play.who("wolf").turnsTaken], [
    "wolf",
    1,
    1,
  ]);
  assert.equal(play.refusal({ type: "JumpToTurn", id: "nobody" }), "UNKNOWN_TARGET");
});

Deno.test("[TURN-9] an ended fight goes on where it ended", () => {
  const play = startedEncounter().next(2).run({ type: "EndCombat" });
  assert.deepEqual([play.state.status, play.state.activeId], ["ended", null]);
  assert.equal(play.refusal({ type: "NextTurn" }), "NOT_POSSIBLE_NOW");
  play.run({ type: "ResumeCombat" });
  assert.deepEqual([play.state.status, play.state.activeId], ["running", "ogre"]);
});

Deno.test("[DELAY-1] a delaying row is passed over until it resumes", () => {
  const play = startedEncounter().run({ type: "DelayTurn", id: "Ada" });
  assert.deepEqual([play.state.activeId, play.who("Ada").delaying], ["Bo", true]);
  assert.equal(play.next(3).state.activeId, "Bo");
  assert.equal(play.refusal({ type: "DelayTurn", id: "ogre" }), "NOT_POSSIBLE_NOW");
});

Deno.test("[DELAY-2] a resumed row acts after the current turn and triggers nothing twice", () => {
  const play = startedEncounter().run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { name: "Bless", rounds: 3, at: "start" },
  });
  play.run({ type: "DelayTurn", id: "Ada" }).run({ type: "ResumeTurn", id: "Ada" });
  assert.deepEqual(play.state.order, ["Bo", "Ada", "ogre", "wolf"]);
  assert.equal(play.who("Ada").initiative.value, 15);
  play.next();
  assert.equal(play.state.activeId, "Ada");
  assert.deepEqual([play.who("Ada").turnsTaken, play.last("EffectChanged").length], [1, 0]);
  play.next();
  assert.equal(play.who("Ada").resumed, false);
});

Deno.test("[READY-1] a readied action waits, uses the reaction, and is lost in time", () => {
  const play = startedEncounter().run({ type: "ReadyAction", id: "Ada", note: "when it moves" });
  assert.equal(play.state.prompts[0]?.kind, "readied");
  play.run({
    type: "AnswerPrompt",
    promptId: "readied:Ada",
    answer: { kind: "outcome", success: true },
  });
  assert.deepEqual([play.who("Ada").readied, play.who("Ada").reactionUsed], [null, true]);
  play.run({ type: "ReadyAction", id: "wolf", note: "bite" }).next(3);
  assert.deepEqual([play.who("wolf").readied, play.state.prompts], [null, []]);
  play.run({ type: "ReadyAction", id: "wolf", note: "bite" });
  play.run({ type: "ClearReadied", id: "wolf" });
  assert.equal(play.who("wolf").reactionUsed, false);
  const take = (success: boolean) => ({
    type: "AnswerPrompt",
    promptId: "readied:Bo",
    answer: { kind: "outcome", success },
  } as const);
  play.run({ type: "ReadyAction", id: "Bo", note: "shout" })
    .run({ type: "SetReaction", id: "Bo", used: true });
  assert.equal(play.refusal(take(true)), "NOT_POSSIBLE_NOW");
  assert.equal(play.run(take(false)).who("Bo").readied, null);
});

Deno.test("[TURN-10] a turn that is named ends once, whoever asks twice", () => {
  const play = startedEncounter();
  const ends = { type: "NextTurn", ends: { id: "Ada", round: 1 } } as const;
  play.run(ends);
  assert.equal(play.state.activeId, "Bo");
  assert.equal(play.refusal(ends), "NOT_POSSIBLE_NOW");
  play.next(3);
  assert.equal(play.refusal(ends), "NOT_POSSIBLE_NOW", "Ada's turn of the next round is another");
  play.run({ type: "NextTurn", ends: { id: "Ada", round: 2 } });
  assert.equal(play.state.activeId, "Bo");
});
