// The marker goes to and fro while people come, leave, fall, wait and part. See SPEC.md.
import assert from "node:assert/strict";
import type { CombatEvent } from "../events.ts";
import { evolve } from "../evolve.ts";
import type { EncounterState } from "../state.ts";
import { Play, startedEncounter } from "../testing/play.ts";

/** Turns left of an effect on `bearer`. */
function left(play: Play, bearer: string): number {
  const duration = play.who(bearer).effects[0]?.duration;
  return duration?.kind === "turns" ? duration.remaining : 0;
}

/** The ogre's turn is the current one, the marker is back at Bo's. */
function backAtBo(): Play {
  return startedEncounter().run({ type: "SetReaction", id: "wolf", used: true }).next(2)
    .run({ type: "PreviousTurn" });
}

Deno.test("[TURN-6] who is next when the current turn is gone begins for real", () => {
  for (const type of ["Defeat", "RemoveCombatants"] as const) {
    const play = backAtBo().run({ type, ids: ["ogre"] }).next();
    assert.equal(play.state.activeId, "wolf");
    assert.deepEqual([play.who("wolf").reactionUsed, play.who("wolf").turnsTaken], [false, 1]);
  }
  const play = startedEncounter().run({ type: "SetInitiative", id: "Bo", value: 7 }).next();
  play.run({ type: "PreviousTurn" }).damage("Bo", 30).run({ type: "Defeat", ids: ["ogre"] }).next();
  assert.deepEqual(play.state.prompts.map(({ kind }) => kind), ["death-save"]);
});

Deno.test("[TURN-6] the interrupted turn of one who fell meanwhile still ends", () => {
  const play = startedEncounter().run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { name: "Mark", rounds: 3, turnOf: "ogre", at: "end" },
  }).next(2).run({ type: "PreviousTurn" }).run({ type: "Defeat", ids: ["ogre"] }).next();
  assert.deepEqual([play.state.activeId, left(play, "Ada")], ["wolf", 2]);
});

Deno.test("[TURN-6] who joined before the current turn has a turn, and it goes on after that", () => {
  const play = backAtBo().run({ type: "SetReaction", id: "ogre", used: true });
  play.monster("imp", 10, 12).next();
  assert.deepEqual([play.state.activeId, play.who("imp").turnsTaken], ["imp", 1]);
  play.next();
  assert.equal(play.state.activeId, "ogre");
  assert.deepEqual([play.who("ogre").turnsTaken, play.who("ogre").reactionUsed], [1, true]);
});

Deno.test("[TURN-6] delaying, leaving and jumping while the marker is back end nothing twice", () => {
  const marked = () => {
    const effect = { name: "Hex", rounds: 5, turnOf: "Bo", at: "end" } as const;
    return startedEncounter().run({ type: "AddEffect", ids: ["wolf"], effect }).next(2)
      .run({ type: "PreviousTurn" });
  };
  const delayed = marked().run({ type: "DelayTurn", id: "Bo" });
  assert.deepEqual([delayed.state.activeId, left(delayed, "wolf")], ["ogre", 4]);
  const jumped = marked().run({ type: "JumpToTurn", id: "wolf" });
  assert.deepEqual([jumped.state.activeId, left(jumped, "wolf")], ["wolf", 4]);
  assert.deepEqual(jumped.who("ogre").lastTurn, { began: 1, ended: 1 });
  const removed = marked().run({ type: "RemoveCombatants", ids: ["Bo"] });
  assert.deepEqual([removed.state.activeId, removed.who("ogre").turnsTaken], ["ogre", 1]);
});

Deno.test("[TURN-6] going back over a round's border rolls no initiative twice", () => {
  const play = startedEncounter().run({
    type: "ChangeSettings",
    settings: { rerollEachRound: true },
  });
  while (play.state.round === 1) play.next();
  const { order, activeId } = play.state;
  play.run({ type: "PreviousTurn" }).next();
  assert.deepEqual([play.state.order, play.state.activeId, play.state.round], [order, activeId, 2]);
});

Deno.test("[TURN-7] the time of a turn whose creature left counts", () => {
  const play = startedEncounter();
  play.now += 5000;
  play.run({ type: "RemoveCombatants", ids: ["Ada"] });
  assert.equal(play.state.tally.turnTime.Ada, 6000);
});

Deno.test("[TURN-8] jumping to a turn that has begun moves the marker, and it goes on from there", () => {
  const play = startedEncounter().next(2).run({ type: "JumpToTurn", id: "Ada" });
  assert.deepEqual([play.state.activeId, play.who("Ada").turnsTaken], ["Ada", 1]);
  assert.deepEqual([play.next(2).state.activeId, play.who("ogre").turnsTaken], ["ogre", 1]);
  assert.equal(play.next().who("wolf").turnsTaken, 1);
});

Deno.test("[TURN-9] what waited when the fight ended waits again", () => {
  const play = startedEncounter().damage("Bo", 30).run({
    type: "StartArea",
    areaId: "storm",
    targetIds: ["Ada", "wolf"],
    damage: [{ amount: 5 }],
    save: { ability: "dex", dc: 12, onSave: "half" },
  }).next();
  const waiting = play.state.prompts;
  assert.deepEqual(waiting.map(({ kind }) => kind), ["area-save", "death-save"]);
  play.run({ type: "EndCombat" });
  assert.deepEqual([play.state.prompts, play.state.areas], [[], {}]);
  play.run({ type: "RemoveCombatants", ids: ["wolf"] }).run({ type: "ResumeCombat" });
  assert.deepEqual(play.state.prompts, waiting);
  assert.deepEqual(play.state.areas.storm?.targets.map(({ id }) => id), ["Ada"]);
});

Deno.test("[TURN-9] a turn that went on after an end still ends once", () => {
  const play = startedEncounter().run({
    type: "AddEffect",
    ids: ["wolf"],
    effect: { name: "Hex", rounds: 5, turnOf: "Bo", at: "end" },
  }).next().run({ type: "EndCombat" }).run({ type: "ResumeCombat" });
  assert.equal(left(play, "wolf"), 5);
  assert.equal(left(play.next(), "wolf"), 4);
});

Deno.test("[DELAY-1] a place that comes again while it delays brings all that a turn brings", () => {
  const play = startedEncounter().run({ type: "DelayTurn", id: "Ada" });
  play.run({ type: "SetReaction", id: "Ada", used: true }).run({
    type: "AddEffect",
    ids: ["Ada"],
    effect: { condition: "frightened", rounds: 3, save: { ability: "wis", dc: 12 } },
  }).next(3);
  assert.deepEqual([play.state.round, play.state.activeId], [2, "Bo"]);
  assert.deepEqual([play.who("Ada").reactionUsed, left(play, "Ada")], [false, 2]);
  assert.deepEqual(play.state.prompts.map(({ kind }) => kind), ["effect-save"]);
  play.run({ type: "ResumeTurn", id: "Ada" }).next(2);
  assert.deepEqual([play.who("Ada").turnsTaken, left(play, "Ada")], [1, 2]);
});

Deno.test("[DELAY-2] resumed before its place in a later round it has that round's turn", () => {
  const play = startedEncounter().next(3).run({ type: "DelayTurn", id: "wolf" });
  play.run({ type: "SetReaction", id: "wolf", used: true }).run({ type: "ResumeTurn", id: "wolf" });
  play.next();
  assert.deepEqual([play.state.round, play.state.activeId], [2, "wolf"]);
  assert.deepEqual([play.who("wolf").turnsTaken, play.who("wolf").reactionUsed], [2, false]);
});

Deno.test("[DELAY-1] when only those who delay are left, that is said", () => {
  const play = startedEncounter().run({ type: "DelayTurn", id: "Ada" });
  play.run({ type: "Defeat", ids: ["Bo", "ogre", "wolf"] });
  const decided = play.timeline.decide(play.envelope({ type: "NextTurn" }));
  assert.ok(!decided.ok && "message" in decided && decided.message.includes("delay"));
});

Deno.test("[GROUP-4] members that part in their turn do not begin it again, and all end it", () => {
  const play = new Play().character("Ada", 20, 20).monster("g1", 7, 10).monster("g2", 7, 10);
  play.run({
    type: "GroupCombatants",
    group: { id: "pack", name: "Pack", memberIds: ["g1", "g2"], shared: true },
  }).run({ type: "StartCombat" });
  for (const at of ["start", "end"] as const) {
    const effect = { name: at, rounds: 5, turnOf: "g2", at };
    play.run({ type: "AddEffect", ids: ["Ada"], effect });
  }
  const counts = () =>
    play.who("Ada").effects.map(({ duration }) =>
      duration.kind === "turns" ? duration.remaining : 0
    );
  play.next().run({ type: "Ungroup", groupId: "pack" }).next();
  assert.deepEqual([play.state.activeId, counts()], ["g2", [4, 5]]);
  play.next();
  assert.deepEqual([play.state.round, counts()], [2, [4, 4]]);
});

/** Folds events as versions before this one logged them. */
function logged(play: Play, ...entries: readonly (readonly CombatEvent[])[]): EncounterState {
  return entries.reduce((state, events, index) =>
    evolve(state, {
      version: state.version + 1,
      commandId: `old-${index}`,
      commandType: "NextTurn",
      actor: { kind: "dm" },
      at: 2_000_000 + index,
      round: state.round,
      events,
    }), play.state);
}

Deno.test("[LOG-1] turns of older logs fold as they did", () => {
  const play = startedEncounter().run({ type: "DelayTurn", id: "Ada" })
    .run({ type: "ResumeTurn", id: "Ada" }).run({ type: "SetReaction", id: "Ada", used: true });
  const state = logged(
    play,
    [{ type: "TurnEnded", id: "Bo", spent: 5 }, { type: "TurnBegan", id: "Ada", round: 1 }],
    [{ type: "TurnEnded", id: "Ada", spent: 5 }, { type: "TurnBegan", id: "ogre", round: 1 }],
    [{ type: "MarkerMoved", id: "Ada", round: 1, rewound: 1 }],
    [{ type: "MarkerMoved", id: "ogre", round: 1, rewound: 0 }],
  );
  const { Ada, ogre } = state.combatants;
  assert.deepEqual([Ada?.turnsTaken, Ada?.reactionUsed, Ada?.resumed], [1, true, false]);
  assert.deepEqual([ogre?.turnsTaken, ogre?.lastTurn, state.activeId], [
    1,
    { began: 1, ended: 0 },
    "ogre",
  ]);
});

Deno.test("[LOG-1] an end of the fight in older logs drops what waited and leaves the turn open", () => {
  const play = startedEncounter().damage("Bo", 30).next();
  const state = logged(
    play,
    [{ type: "TurnEnded", id: "Bo", spent: 5 }, { type: "CombatEnded" }],
    [{ type: "CombatResumed" }, { type: "MarkerMoved", id: "Bo", round: 1, rewound: 0 }],
  );
  assert.deepEqual([state.prompts, state.combatants.Bo?.lastTurn], [[], { began: 1, ended: 0 }]);
});
