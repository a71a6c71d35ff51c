// Properties of the order of turns, whatever happens to those who are in it.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { CommandType } from "./commands.ts";
import { membersOf } from "./lookup.ts";
import type { EncounterState } from "./state.ts";
import { arbitraryStep } from "./testing/arbitraries.ts";
import { ORDER_MOVES, ROSTER_MOVES, TurnEncounter } from "./testing/turn_encounters.ts";
import { isToBegin } from "./turn_places.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const TURNS: readonly CommandType[] = ["NextTurn", "NextTurn", "NextTurn", "PreviousTurn"];

function moves(kinds: readonly CommandType[]) {
  const move = fc.record({
    type: fc.oneof(fc.constantFrom(...TURNS), fc.constantFrom(...kinds)),
    step: arbitraryStep,
  });
  return fc.array(move, { maxLength: 40, size: "max" });
}

/** Nothing of a turn happens twice to anybody in a round. */
function checkOnce({ counted }: TurnEncounter): void {
  for (const [what, rounds] of counted) {
    assert.equal(new Set(rounds).size, rounds.length, `${what}: ${rounds}`);
  }
}

/**
 * Where the next turn stopped, it has begun, or a later one has when the marker is further back.
 * Who joined others in their turn has it next round.
 */
function checkBegun(encounter: TurnEncounter): void {
  const { state } = encounter;
  const members = state.activeId === null ? [] : membersOf(state, state.activeId);
  const known = members.filter(({ id }) => (encounter.since.get(id) ?? state.round) < state.round);
  if (members.length === 0 || known.length < members.length) return;
  const begun = known.some(({ id }) =>
    encounter.rounds("start", id).some((candidate) => candidate >= state.round)
  );
  assert.ok(begun, `the turn of ${state.activeId} begins in ${state.round}`);
}

/** When a round is over, every turn that began in it has ended in it. */
function checkEnded(encounter: TurnEncounter, round: number): void {
  for (const id of Object.keys(encounter.state.combatants)) {
    if ((encounter.since.get(id) ?? round) >= round) continue;
    if (!encounter.rounds("start", id).includes(round)) continue;
    assert.ok(encounter.rounds("end", id).includes(round), `the turn of ${id} ends in ${round}`);
  }
}

Deno.test("[TURN-6] start and end of a turn happen once a round, whoever comes, leaves or moves", () => {
  const kinds = [...ROSTER_MOVES, ...ORDER_MOVES];
  fc.assert(
    fc.property(moves(kinds), fc.boolean(), (script, rerolls) => {
      const encounter = new TurnEncounter(rerolls);
      for (const { type, step } of script) {
        const latest = encounter.state.latestRound ?? 0;
        if (!encounter.move(type, step)) continue;
        checkOnce(encounter);
        if (type === "NextTurn") checkBegun(encounter);
        if ((encounter.state.latestRound ?? 0) > latest) checkEnded(encounter, latest);
      }
    }),
    propertyRuns("[TURN-6] once a round", 600),
  );
});

/** Nobody new: whose place was never passed would be passed now. */
const FALLING: readonly CommandType[] = [
  "RemoveCombatants",
  "Defeat",
  "Revive",
  "DelayTurn",
  "ResumeTurn",
  "EndCombat",
  "ResumeCombat",
];

/** All but times, and that a current turn was a delayed one: that is over with the first step. */
function timeless({ version: _v, history: _h, ...state }: EncounterState) {
  const { turnStartedAt: _t, stoodBefore: _s, clock: _c, tally, combatants, ...rest } = state;
  const bodies = Object.values(combatants).map(({ resumed: _r, ...body }) => body);
  return { ...rest, bodies, tally: { ...tally, turnTime: null } };
}

/** A current turn; the marker may stand at one that was jumped over, or at somebody who fell. */
function isCurrent(state: EncounterState): boolean {
  const members = state.activeId === null ? [] : membersOf(state, state.activeId);
  return members.some((member) => member.life === "up" && !isToBegin(member, state.round));
}

Deno.test("[TURN-6] one turn back and forward again is as if nothing had been done", () => {
  fc.assert(
    fc.property(moves(FALLING), fc.boolean(), arbitraryStep, (script, rerolls, step) => {
      const encounter = new TurnEncounter(rerolls);
      for (const { type, step } of script) encounter.move(type, step);
      const before = encounter.state;
      if (!isCurrent(before)) return;
      if (!encounter.move("PreviousTurn", step)) return;
      assert.ok(encounter.move("NextTurn", step));
      assert.deepEqual(timeless(encounter.state), timeless(before));
    }),
    propertyRuns("[TURN-6] back and forward", 600),
  );
});
