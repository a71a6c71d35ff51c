// Properties of whole random fights.
import assert from "node:assert/strict";
import fc from "fast-check";
import { maximumHp } from "./maximum_hp.ts";
import { decide, toEntry } from "./decide.ts";
import { NOTHING_YET } from "./defaults.ts";
import { isStep, replay } from "./evolve.ts";
import { holdsStep } from "./history/undo_stack.ts";
import { LOG_FORMATS } from "./log/log_export.ts";
import { wholeLog } from "./testing/whole_log.ts";
import type { LogEntry } from "./log/log_entry.ts";
import { initiativeOf } from "./order.ts";
import { conditionsOf } from "./conditions.ts";
import type { Combatant, EncounterState } from "./state.ts";
import { summarize } from "./summary.ts";
import { arbitraryScript, arbitraryStep, envelopeFor, playScript } from "./testing/arbitraries.ts";
import type { DecidableHistory } from "./history/decidable_history.ts";
import { propertyRuns } from "@/tests/help/property.ts";

/** A test of one property of random fights. */
function test<T>(title: string, runs: number, property: fc.IProperty<T>): void {
  Deno.test(title, () => fc.assert(property, propertyRuns(title, runs)));
}

function roundTrip<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** All that undo covers; a time measured on the clock is none of the entries that stay. */
function undoable(state: EncounterState) {
  const { version: _v, seats: _s, proposals: _p, clock: _c, history: _h, ...others } = state;
  const { barredDevices: _b, ...rest } = others;
  return rest;
}

function withoutTimes({ stoodBefore: _stood, ...rest }: ReturnType<typeof undoable>) {
  return rest;
}

test(
  "[LOG-1] replay of the log, also after JSON, gives the state",
  2000,
  fc.property(arbitraryScript(40), (script) => {
    const timeline = playScript(script);
    const entries = roundTrip(timeline.entriesAfter(0));
    assert.deepEqual(replay(NOTHING_YET, entries), timeline.state);
    const half = Math.floor(timeline.state.version / 2);
    const snapshot = timeline.stateAt(half);
    assert.ok(snapshot);
    assert.deepEqual(replay(roundTrip(snapshot), entries.slice(half)), timeline.state);
  }),
);

test(
  "[UNDO-1] the state is the fold of the entries that are not undone",
  1500,
  fc.property(arbitraryScript(40), (script) => {
    const timeline = playScript(script);
    const kept = withoutTimes(undoable(foldOfKept(timeline)));
    assert.deepEqual(kept, withoutTimes(undoable(timeline.state)));
  }),
);

Deno.test("[UNDO-1] members that came back by an undo leave their group in its order", () => {
  // Found by the property above: add three, begin, remove two, undo, split the group.
  const step = { a: 0, b: 0, amount: 0, flag: false, seed: "0".repeat(32) };
  const timeline = playScript([
    { ...step, kind: 0 },
    { ...step, kind: 0, a: 42, flag: true },
    { ...step, kind: 0 },
    { ...step, kind: 0 },
    { ...step, kind: 9499, b: 10 },
    { ...step, kind: 667, b: 43 },
    { ...step, kind: 8181, b: 15 },
  ]);
  const kept = withoutTimes(undoable(foldOfKept(timeline)));
  assert.deepEqual(kept, withoutTimes(undoable(timeline.state)));
});

function foldOfKept(timeline: DecidableHistory): EncounterState {
  const { done, joined } = timeline.state.history;
  const stays = ({ version, events }: LogEntry) => {
    if (version === 1) return true;
    if (!isStep(events)) return false;
    const step = joined.find(([late]) => late === version)?.[1] ?? version;
    return holdsStep(done, step);
  };
  return replay(NOTHING_YET, timeline.entriesAfter(0).filter(stays));
}

test(
  "[UNDO-3] undo takes back exactly the last step",
  2500,
  fc.property(arbitraryScript(25), arbitraryStep, (script, step) => {
    const timeline = playScript(script);
    const before = timeline.state;
    const envelope = envelopeFor(before, step, 500);
    const decided = timeline.decide(envelope);
    if (!decided.ok || envelope.command.type === "Undo" || envelope.command.type === "Redo") {
      return;
    }
    if (!isStep(decided.events) || decided.events.some(({ type }) => type === "StepJoined")) {
      return;
    }
    timeline.append(toEntry(before, envelope, decided));
    const after = timeline.state;
    travel(timeline, "Undo", 501);
    assert.deepEqual(undoable(timeline.state), undoable(before));
    assert.deepEqual(timeline.state.history.done, before.history.done);
    travel(timeline, "Redo", 502);
    assert.deepEqual(undoable(timeline.state), undoable(after));
    assert.deepEqual(timeline.state.history, after.history);
  }),
);

function travel(timeline: DecidableHistory, type: "Undo" | "Redo", number: number): void {
  const envelope = {
    id: `travel-${number}`,
    at: 1_700_000_100_000,
    seed: "ab".repeat(16),
    actor: { kind: "dm" },
    command: { type },
  } as const;
  const decided = timeline.decide(envelope);
  assert.ok(decided.ok, JSON.stringify(decided));
  timeline.append(toEntry(timeline.state, envelope, decided));
}

test(
  "[UNDO-4] everything can be undone to the beginning, and done again",
  600,
  fc.property(arbitraryScript(20), (script) => {
    const timeline = playScript(script);
    const end = timeline.state;
    let count = 0;
    while (timeline.state.history.done.length > 0) travel(timeline, "Undo", 600 + count++);
    const bare = timeline.stateAt(1);
    assert.ok(bare);
    assert.deepEqual(undoable(timeline.state), undoable(bare));
    for (let redo = 0; redo < count; redo++) travel(timeline, "Redo", 800 + redo);
    assert.deepEqual(undoable(timeline.state), undoable(end));
  }),
);

function checkBody(state: EncounterState, { hp, life, deathSaves, ...rest }: Combatant): void {
  assert.ok(deathSaves.successes >= 0 && deathSaves.successes <= 3);
  assert.ok(deathSaves.failures >= 0 && deathSaves.failures <= 3);
  if (rest.concentration !== null) {
    assert.equal(life, "up");
    assert.ok(rest.effects.every(({ condition }) => condition !== "incapacitated"));
  }
  const down = conditionsOf({ ...rest, hp, life, deathSaves }).includes("unconscious");
  if (life === "dying" || life === "stable") assert.ok(down);
  if (hp === null) return;
  for (const figure of [hp.current, hp.temp]) {
    assert.ok(Number.isInteger(figure) && figure >= 0 && !Object.is(figure, -0));
  }
  assert.ok(hp.current <= maximumHp(state, hp, rest.exhaustion));
  assert.equal(hp.current > 0, life === "up");
}

function checkOrder(state: EncounterState): void {
  assert.equal(new Set(state.order).size, state.order.length);
  const shared = Object.values(state.groups).filter((group) => group.shared);
  const members = shared.flatMap(({ memberIds }) => memberIds);
  const alone = Object.keys(state.combatants).filter((id) => !members.includes(id));
  const wanted = [...alone, ...shared.map(({ id }) => id)];
  assert.deepEqual([...state.order].sort(), wanted.sort());
  const values = state.order.map((id) => initiativeOf(state, id)?.value ?? -Infinity);
  for (let at = 1; at < values.length; at++) {
    assert.ok((values[at - 1] ?? 0) >= (values[at] ?? 0), `order ${values}`);
  }
  for (const { id, memberIds } of Object.values(state.groups)) {
    for (const member of memberIds) assert.equal(state.combatants[member]?.groupId, id);
  }
}

function checkTurn(state: EncounterState): void {
  if (state.status !== "running") assert.equal(state.activeId, null);
  else assert.ok(state.round >= 1);
  if (state.activeId !== null) assert.ok(state.order.includes(state.activeId));
  assert.ok(state.round <= (state.latestRound ?? 0));
}

test(
  "[INV-1] hit points, order and turns stay sound through whole fights",
  2000,
  fc.property(arbitraryScript(40), (script) => {
    playScript(script, ({ after }) => {
      for (const combatant of Object.values(after.combatants)) checkBody(after, combatant);
      checkOrder(after);
      checkTurn(after);
      for (const { combatantId } of after.prompts) assert.ok(after.combatants[combatantId]);
    });
  }),
);

test(
  "[INV-2] a decision or a refusal changes no byte of the state it was asked of",
  1000,
  fc.property(arbitraryScript(15), fc.array(arbitraryStep, { maxLength: 12 }), (script, more) => {
    const { state } = playScript(script);
    const before = JSON.stringify(state);
    more.forEach((step, index) => decide(state, envelopeFor(state, step, 900 + index)));
    assert.equal(JSON.stringify(state), before);
  }),
);

test(
  "[INV-3] the same command on the same state gives the same events",
  500,
  fc.property(arbitraryScript(15), arbitraryStep, (script, step) => {
    const { state } = playScript(script);
    const envelope = envelopeFor(state, step, 700);
    assert.deepEqual(decide(roundTrip(state), envelope), decide(state, envelope));
  }),
);

test(
  "[LOG-2] every entry has its line, in every format",
  500,
  fc.property(arbitraryScript(25), (script) => {
    const timeline = playScript(script);
    const { state } = timeline;
    for (const format of LOG_FORMATS) {
      const text = wholeLog(state, timeline.entriesAfter(0), format);
      assert.ok(!/undefined|\[object|NaN/.test(text), text);
    }
    assert.ok(summarize(state, 0).xp >= 0);
  }),
);
