// The fight itself, seats, proposals, prompts, clock, undo, log, recap, bad input. See SPEC.md.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Command } from "../commands.ts";
import { decide } from "../decide.ts";
import { NOTHING_YET } from "../defaults.ts";
import type { CombatEvent } from "../events.ts";
import { evolve } from "../evolve.ts";
import { wholeLog } from "@/lib/combat/testing/whole_log.ts";
import { logLine, logParts } from "@/lib/combat/log/log_text.ts";
import type { Refusal as EngineRefusal } from "../refusal.ts";
import { nextUp, turnElapsed, turnOfRound } from "../selectors.ts";
import { summarize } from "../summary.ts";
import { arbitraryScript, playScript } from "../testing/arbitraries.ts";
import { Play, startedEncounter } from "../testing/play.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import type { Refusal } from "@/lib/errors.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const SEAT = { kind: "seat", seatId: "s1" } as const;

function seated(): Play {
  return startedEncounter().run({
    type: "ClaimSeat",
    seatId: "s1",
    combatantId: "Ada",
    player: "Mina",
  });
}

function propose(body: Extract<Command, { type: "Propose" }>["body"], id = "p1"): Command {
  return { type: "Propose", proposalId: id, seatId: "s1", body };
}

Deno.test("[FIGHT-1] a fight is created once, and nothing comes before", () => {
  const play = new Play();
  const create: Command = {
    type: "CreateEncounter",
    encounterId: "x",
    name: "X",
    edition: "2014",
  };
  assert.equal(play.refusal(create), "NOT_POSSIBLE_NOW");
  const refused = decide(NOTHING_YET, play.envelope({ type: "NextTurn" }));
  assert.equal(refused.ok ? "" : refused.code, "NOT_FOUND");
});

Deno.test("[FIGHT-2] the edition can be changed", () => {
  const play = startedEncounter().run({ type: "ChangeEdition", edition: "2024" });
  assert.equal(play.state.edition, "2024");
  assert.equal(play.refusal({ type: "ChangeEdition", edition: "2024" }), "NOT_POSSIBLE_NOW");
});

Deno.test("[FIGHT-3] names and settings take only what fits", () => {
  const play = startedEncounter().run({
    type: "RenameEncounter",
    name: "  <b>The\u202E mill</b>\n ",
  });
  assert.equal(play.state.name, "<b>The mill</b>");
  assert.equal(play.refusal({ type: "RenameEncounter", name: " " }), "INVALID_INPUT");
  assert.equal(play.refusal({ type: "RenameEncounter", name: "x".repeat(81) }), "INVALID_INPUT");
  for (const turnLimit of [1, 9999, NaN]) {
    assert.equal(
      play.refusal({ type: "ChangeSettings", settings: { turnLimit } }),
      "INVALID_INPUT",
    );
  }
  play.run({ type: "ChangeSettings", settings: { turnLimit: 60, partyHp: "bar" } });
  play.run({ type: "SetNotes", notes: "Behind the door" });
  assert.deepEqual([play.state.settings.turnLimit, play.state.notes], [60, "Behind the door"]);
});

Deno.test("[SEAT-1] one seat a character", () => {
  const play = seated();
  const claim: Command = {
    type: "ClaimSeat",
    seatId: "s2",
    combatantId: "Ada",
    player: "Jo",
  };
  assert.equal(play.refusal(claim), "NOT_POSSIBLE_NOW");
  play.run({ type: "ReleaseSeat", seatId: "s1" }, SEAT).run(claim);
  assert.equal(play.state.seats.s2?.player, "Jo");
});

Deno.test("[SEAT-2] monsters cannot be claimed", () => {
  const claim: Command = { type: "ClaimSeat", seatId: "s", combatantId: "ogre", player: "Jo" };
  assert.equal(startedEncounter().refusal(claim), "UNKNOWN_TARGET");
});

Deno.test("[SEAT-3] a seat speaks only for itself", () => {
  const play = seated().run({
    type: "ClaimSeat",
    seatId: "s2",
    combatantId: "Bo",
    player: "Jo",
  });
  assert.equal(play.refusal({ type: "NextTurn" }, SEAT), "FORBIDDEN");
  assert.equal(play.refusal({ type: "Undo" }, SEAT), "FORBIDDEN");
  assert.equal(play.refusal({ type: "ReleaseSeat", seatId: "s2" }, SEAT), "FORBIDDEN");
  const other: Command = {
    type: "Propose",
    proposalId: "p",
    seatId: "s2",
    body: { kind: "damage", amount: 5 },
  };
  assert.equal(play.refusal(other, SEAT), "FORBIDDEN");
  const gone = { kind: "seat", seatId: "s9" } as const;
  assert.equal(
    play.refusal({ type: "ReleaseSeat", seatId: "s9" }, gone),
    "FORBIDDEN",
  );
});

Deno.test("[SEAT-4] one device plays at most two characters", () => {
  const claim = (seatId: string, combatantId: string, device?: string): Command => ({
    type: "ClaimSeat",
    seatId,
    combatantId,
    player: "Mina",
    ...device === undefined ? {} : { device },
  });
  const play = startedEncounter();
  const third = { id: "Cy", kind: "character", name: "Cy", hp: { max: 9 } } as const;
  play.run({ type: "AddCombatants", combatants: [third] });
  play.run(claim("d1", "Ada", "phone")).run(claim("d2", "Bo", "phone"));
  assert.equal(play.refusal(claim("d3", "Cy", "phone")), "LIMIT_REACHED");
  play.run(claim("d4", "Cy", "tablet"));
  assert.deepEqual(Object.values(play.state.seats).map(({ device }) => device), [
    "phone",
    "phone",
    "tablet",
  ]);
  play.run({ type: "ReleaseSeat", seatId: "d4" }).run({ type: "ReleaseSeat", seatId: "d1" });
  play.run(claim("d5", "Cy", "phone"));
});

Deno.test("[SEAT-5] a device that is put out leaves its seats and takes none, until it may", () => {
  const claim = (seatId: string, combatantId: string): Command => ({
    type: "ClaimSeat",
    seatId,
    combatantId,
    player: "Mina",
    device: "phone",
  });
  const play = startedEncounter().run(claim("d1", "Ada")).run(claim("d2", "Bo"));
  const asked = { kind: "heal", amount: 1 } as const;
  play.run({ type: "Propose", proposalId: "w", seatId: "d1", body: asked });
  assert.equal(play.refusal({ type: "AllowDevices" }), "NOT_POSSIBLE_NOW");
  assert.equal(
    play.refusal({ type: "BarDevice", seatId: "d2" }, { kind: "seat", seatId: "d1" }),
    "FORBIDDEN",
  );
  play.run({ type: "BarDevice", seatId: "d2" });
  assert.deepEqual([play.state.seats, play.state.proposals], [{}, []]);
  assert.equal(play.refusal(claim("d3", "Ada")), "NOT_POSSIBLE_NOW");
  play.run({ type: "NextTurn" }).run({ type: "Undo" });
  assert.equal(play.refusal(claim("d3", "Ada")), "NOT_POSSIBLE_NOW", "undo lets nobody in");
  play.run({ type: "AllowDevices" }).run(claim("d3", "Ada"));
  const old = { type: "ClaimSeat", seatId: "old", combatantId: "Bo", player: "Jo" } as const;
  play.run(old).run({ type: "BarDevice", seatId: "old" });
  assert.deepEqual(Object.keys(play.state.seats), ["d3"]);
});

Deno.test("[PROP-1] a proposal waits for the DM", () => {
  const play = seated().run(propose({ kind: "damage", amount: 12, type: "piercing" }), SEAT);
  assert.deepEqual([play.state.proposals.length, play.who("Ada").hp?.current], [1, 40]);
});

Deno.test("[PROP-2] a trusted seat's happens at once", () => {
  const play = seated().run({ type: "TrustSeat", seatId: "s1", trusted: true });
  const hp = () => play.who("Ada").hp;
  play.run(propose({ kind: "damage", amount: 12 }), SEAT);
  assert.deepEqual([play.state.proposals.length, hp()?.current], [0, 28]);
  play.run(propose({ kind: "heal", amount: 2 }), SEAT);
  play.run(propose({ kind: "temporary", amount: 6 }), SEAT);
  assert.deepEqual([hp()?.current, hp()?.temp], [30, 6]);
  play.run(propose({ kind: "effect", effect: { condition: "prone" } }), SEAT);
  const effectId = play.who("Ada").effects[0]?.id ?? "";
  play.run(propose({ kind: "end-effect", effectId }), SEAT);
  play.run(propose({ kind: "initiative", value: 23 }), SEAT);
  assert.deepEqual([play.conditions("Ada"), play.who("Ada").initiative.value], [[], 23]);
  play.run(propose({ kind: "end-turn" }), SEAT);
  assert.equal(play.state.activeId, "Bo");
  assert.equal(play.refusal(propose({ kind: "end-turn" }), SEAT), "NOT_POSSIBLE_NOW");
  play.damage("Ada", 36).run(propose({ kind: "death-save", natural: 12 }), SEAT);
  assert.equal(play.who("Ada").deathSaves.successes, 1);
});

Deno.test("[PROP-3] accepted as it is or changed, or refused", () => {
  const play = seated().run(propose({ kind: "damage", amount: 12 }), SEAT);
  play.run({ type: "AcceptProposal", proposalId: "p1", body: { kind: "damage", amount: 6 } });
  assert.deepEqual([play.state.proposals, play.who("Ada").hp?.current], [[], 34]);
  play.run(propose({ kind: "heal", amount: 3 }, "p2"), SEAT);
  play.run({ type: "AcceptProposal", proposalId: "p2" });
  assert.equal(play.who("Ada").hp?.current, 37);
  play.run(propose({ kind: "heal", amount: 3 }, "p3"), SEAT);
  play.run({ type: "RejectProposal", proposalId: "p3", reason: "too far away" });
  assert.deepEqual([play.state.proposals, play.who("Ada").hp?.current], [[], 37]);
  const bad = propose({ kind: "save", promptId: "none", total: 5 });
  assert.equal(play.refusal(bad, SEAT), "UNKNOWN_TARGET");
});

Deno.test("[PROP-4] at most twelve proposals of one seat wait", () => {
  const play = seated();
  const ask = (id: number) => propose({ kind: "heal", amount: 1 }, `many${id}`);
  for (let id = 0; id < 12; id++) play.run(ask(id), SEAT);
  assert.equal(play.refusal(ask(12), SEAT), "LIMIT_REACHED");
  play.run({ type: "RejectProposal", proposalId: "many3" }).run(ask(12), SEAT);
});

Deno.test("[PROP-5] the end of a turn is asked for once, and goes with that turn", () => {
  const play = seated();
  while (play.state.activeId !== "Ada") play.next();
  play.run(propose({ kind: "end-turn" }, "end1"), SEAT);
  assert.equal(play.refusal(propose({ kind: "end-turn" }, "end2"), SEAT), "NOT_POSSIBLE_NOW");
  play.next();
  assert.deepEqual(play.state.proposals, []);
  while (play.state.activeId !== "Ada") play.next();
  assert.equal(play.refusal(propose({ kind: "end-turn" }, "end3"), SEAT), "accepted");
});

Deno.test("[PROMPT-1] an area's save can be answered by its player", () => {
  const play = seated().run({ type: "TrustSeat", seatId: "s1", trusted: true }).run({
    type: "StartArea",
    areaId: "a",
    targetIds: ["Ada", "ogre"],
    damage: [{ amount: 20, type: "fire" }],
    save: { ability: "dex", dc: 12, onSave: "half" },
    apply: true,
  });
  assert.equal(play.state.prompts[0]?.kind, "area-save");
  play.run(propose({ kind: "save", promptId: "area:a:Ada", total: 15 }), SEAT);
  assert.deepEqual([play.who("Ada").hp?.current, play.state.prompts], [30, []]);
  assert.deepEqual(play.state.history.joined.length, 1);
});

Deno.test("[PROMPT-2] a prompt goes when its reason goes", () => {
  const play = startedEncounter().damage("Bo", 30).next();
  assert.equal(play.state.prompts.length, 1);
  play.run({ type: "Heal", ids: ["Bo"], amount: 5 });
  assert.equal(play.state.prompts.length, 0);
});

Deno.test("[PROMPT-3] rolled here, decided, or dismissed", () => {
  const conc = () =>
    startedEncounter().run({ type: "StartConcentration", id: "Ada", name: "Bless" }).damage(
      "Ada",
      10,
    );
  const id = (play: Play) => play.state.prompts[0]?.id ?? "";
  const rolled = conc();
  rolled.run({ type: "AnswerPrompt", promptId: id(rolled), answer: { kind: "roll" } });
  const [save] = rolled.last("SaveRolled");
  assert.equal(rolled.who("Ada").concentration !== null, save?.success);
  const decided = conc();
  decided.run({
    type: "AnswerPrompt",
    promptId: id(decided),
    answer: { kind: "outcome", success: false },
  });
  assert.equal(decided.who("Ada").concentration, null);
  const dismissed = conc();
  dismissed.run({ type: "DismissPrompt", promptId: id(dismissed) });
  assert.deepEqual([dismissed.who("Ada").concentration?.name, dismissed.state.prompts], [
    "Bless",
    [],
  ]);
  const wrong = conc();
  assert.equal(
    wrong.refusal({
      type: "AnswerPrompt",
      promptId: id(wrong),
      answer: { kind: "action", actionId: "x" },
    }),
    "INVALID_INPUT",
  );
});

Deno.test("[CLOCK-1] the clock can be paused", () => {
  const play = startedEncounter().run({ type: "PauseClock" });
  assert.equal(play.refusal({ type: "PauseClock" }), "NOT_POSSIBLE_NOW");
  const at = play.now;
  assert.equal(turnElapsed(play.state, at + 60_000), turnElapsed(play.state, at));
  play.run({ type: "ResumeClock" });
  assert.equal(play.state.clock.paused, false);
});

Deno.test("[CLOCK-2] a turn's time leaves out pauses and is never negative", () => {
  const play = startedEncounter();
  play.run({ type: "PauseClock" });
  play.now += 60_000;
  play.run({ type: "ResumeClock" }).next();
  assert.equal(play.state.tally.turnTime.Ada, 2000);
  play.now -= 500_000;
  play.next();
  assert.equal(play.state.tally.turnTime.Bo, 0);
});

Deno.test("[UNDO-2] seats, proposals, the clock and rolls are outside undo", () => {
  const play = startedEncounter().damage("ogre", 5);
  play.run({ type: "ClaimSeat", seatId: "s1", combatantId: "Ada", player: "Mina" });
  play.run(propose({ kind: "heal", amount: 1 }), SEAT).run({ type: "PauseClock" });
  play.run({ type: "RollDice", dice: "d20" }).run({ type: "Undo" });
  assert.equal(play.who("ogre").hp?.current, 59);
  assert.deepEqual([Object.keys(play.state.seats), play.state.proposals.length], [["s1"], 1]);
  assert.equal(play.state.clock.paused, true);
});

Deno.test("[UNDO-5] a new step forgets what was undone", () => {
  const play = startedEncounter().damage("ogre", 5).run({ type: "Undo" }).damage("ogre", 7);
  assert.equal(play.refusal({ type: "Redo" }), "NOTHING_TO_REDO");
  assert.equal(new Play().refusal({ type: "Undo" }), "NOTHING_TO_UNDO");
});

Deno.test("[UNDO-6] undo to an entry; a timeline says what past it lacks", () => {
  const play = startedEncounter();
  const { version, combatants } = play.state;
  play.damage("ogre", 5).next().damage("Ada", 3).run({ type: "Undo", toVersion: version });
  assert.deepEqual(play.state.combatants, combatants);
  const late = new DecidableHistory(play.damage("ogre", 1).state);
  const decided = late.decide(play.envelope({ type: "Undo" }));
  assert.ok(!decided.ok && "missing" in decided);
  assert.equal(decided.missing.baseVersion, version);
});

Deno.test("[UNDO-6] a timeline rewinds and keeps old versions in reach", () => {
  const play = startedEncounter();
  for (let i = 0; i < 400; i++) {
    play.damage("ogre", i % 2).run({ type: "Heal", ids: ["ogre"], amount: 1 });
  }
  const { version } = play.state;
  const old = play.timeline.stateAt(120);
  assert.equal(old?.version, 120);
  assert.deepEqual(new DecidableHistory(NOTHING_YET, play.entries.slice(0, 120)).state, old);
  play.timeline.rewind(300);
  assert.equal(play.timeline.state.version, 300);
  assert.ok(version > 300);
  assert.throws(() => play.timeline.append({ ...play.entries[0]!, version: 999 }), RangeError);
});

Deno.test("[LOG-2] lines say who, whom, how much, dice, before and after", () => {
  const play = startedEncounter().run({ type: "GrantTemporary", ids: ["ogre"], amount: 8 }).run({
    type: "ApplyDamage",
    targets: [{ id: "ogre" }],
    damage: [{ amount: 61, type: "fire" }],
    sourceId: "Ada",
    label: "Fire bolt",
  });
  const entry = play.entries.at(-1);
  assert.ok(entry);
  assert.equal(
    logLine(play.state, entry),
    "Ada, Fire bolt: 61 fire damage. ogre takes 61, 59+8 to 6",
  );
  assert.deepEqual(logParts(play.state, entry)[0], { text: "Ada", strong: true });
  play.run({ type: "RenameEncounter", name: "A *star* <b>" }).run({ type: "Undo" });
  assert.ok(wholeLog(play.state, play.entries, "text").includes("(undone)"));
  assert.ok(wholeLog(play.state, play.entries, "markdown").includes("A \\*star\\* \\<b\\>"));
  assert.equal(JSON.parse(wholeLog(play.state, play.entries, "json")).entries[0].version, 1);
});

Deno.test("[XP-1] XP of defeated foes, shared by the party's characters", () => {
  const play = startedEncounter().run({ type: "EditCombatant", id: "ogre", patch: { xp: 450 } });
  play.run({ type: "EditCombatant", id: "wolf", patch: { xp: 51 } }).damage("wolf", 99);
  assert.equal(summarize(play.state, 0).xp, 51);
  play.run({ type: "Stabilise", id: "wolf" });
  assert.equal(summarize(play.state, 0).xp, 51, "a stable foe was beaten all the same");
  play.run({ type: "Defeat", ids: ["ogre"] }).run({ type: "RemoveCombatants", ids: ["ogre"] });
  const { xp, sharers, xpShare } = summarize(play.state, 0);
  assert.deepEqual([xp, sharers, xpShare], [501, 2, 250]);
});

Deno.test("[XP-2] the recap sums damage, healing, turns and time", () => {
  const play = startedEncounter().run({
    type: "ApplyDamage",
    targets: [{ id: "ogre" }, { id: "wolf" }],
    damage: [{ amount: 20 }],
    sourceId: "Ada",
  }).run({ type: "Heal", ids: ["ogre"], amount: 5, sourceId: "Bo" }).next().run({
    type: "EndCombat",
  });
  const { rows, rounds } = summarize(play.state, 0);
  const row = (id: string) => rows.find((summaryRow) => summaryRow.id === id);
  assert.deepEqual([row("Ada")?.dealt, row("wolf")?.taken, row("Bo")?.healed], [31, 11, 5]);
  assert.deepEqual([rounds, row("Ada")?.turns, rows[0]?.id], [1, 1, "Ada"]);
  assert.ok((row("Ada")?.turnTime ?? 0) > 0);
});

Deno.test("[INV-4] bad input is refused with a code and changes nothing", () => {
  const play = startedEncounter();
  const before = JSON.stringify(play.state);
  const bad = JSON.parse(`[
    {"type":"Nonsense"}, {"type":"toString"}, {"type":"__proto__"},
    {"type":"Heal","ids":["__proto__"],"amount":3},
    {"type":"Heal","ids":["Ada"],"amount":-3}, {"type":"Heal","ids":["Ada"],"amount":1e9},
    {"type":"Heal","ids":["Ada"],"amount":1.5}, {"type":"Heal","ids":["Ada"],"amount":null},
    {"type":"Heal","ids":[],"amount":3}, {"type":"Heal","ids":["Ada","Ada"],"amount":3},
    {"type":"SetExhaustion","id":"Ada","level":-1}, {"type":"Undo","toVersion":-1},
    {"type":"RemoveCombatants","ids":["constructor"]}, {"type":"JumpToTurn","id":"nobody"},
    {"type":"AnswerPrompt","promptId":"none","answer":{"kind":"roll"}},
    {"type":"AddEffect","ids":["Ada"],"effect":{}},
    {"type":"AddEffect","ids":["Ada"],"effect":{"condition":"sleepy"}},
    {"type":"EndEffects","id":"Ada","effectIds":["none"]}
  ]`);
  for (const command of bad) {
    assert.notEqual(play.refusal(command), "accepted", JSON.stringify(command));
  }
  for (const amount of [NaN, Infinity, -Infinity]) {
    assert.equal(play.refusal({ type: "Heal", ids: ["Ada"], amount }), "INVALID_INPUT");
  }
  const good = play.envelope({ type: "NextTurn" });
  for (const wrong of [{ id: "" }, { at: NaN }, { at: -1 }, { seed: "12" }, { id: "a b" }]) {
    const refused = decide(play.state, { ...good, ...wrong });
    assert.equal(refused.ok ? "" : refused.code, "INVALID_INPUT");
  }
  assert.equal(JSON.stringify(play.state), before);
  play.damage("Ada", -0);
  assert.ok(!JSON.stringify(play.lastEvents).includes("-0"));
});

Deno.test("[INV-5] any logged event folds into any state", () => {
  fc.assert(
    fc.property(arbitraryScript(20), arbitraryScript(20), (item, other) => {
      const { state } = playScript(item);
      for (const entry of playScript(other).entriesAfter(0)) {
        if (entry.version > 1) evolve(state, entry);
      }
    }),
    propertyRuns("[INV-5] any event, any state", 300),
  );
  const unknownEvent = JSON.parse(`{"type":"SomethingNewer","x":1}`) as CombatEvent;
  const { state } = startedEncounter();
  const entry = startedEncounter().entries[0];
  assert.ok(entry);
  const after = evolve(state, { ...entry, version: 99, events: [unknownEvent] });
  assert.equal(after.version, 99);
});

Deno.test("[TURN-2] a fight knows who follows, for players too", () => {
  const play = startedEncounter().next().damage("wolf", 99);
  assert.equal(nextUp(play.state), "ogre");
  play.run({ type: "SetHidden", ids: ["ogre"], hidden: "until-revealed" });
  assert.equal(nextUp(play.state, { visibleOnly: true }), "Ada");
  assert.deepEqual(turnOfRound(play.state), { turn: 2, of: 3 });
});

Deno.test("[INV-4] the engine's refusal is the app's refusal", () => {
  const refused: EngineRefusal = { ok: false, code: "NOT_FOUND", message: "" };
  const fits: Refusal = refused;
  assert.equal(fits.ok, false);
});
