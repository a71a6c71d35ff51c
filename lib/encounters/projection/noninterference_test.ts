// Two fights step by step: one with hidden creatures and its twin that never had them. What
// players of both receive has to be the same, byte by byte.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { entryOf, findCombatant, findGroup } from "@/lib/combat/lookup.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import { canTakeTurn } from "@/lib/combat/turn_places.ts";
import { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import { SseConnection } from "@/lib/encounters/live/sse_connection.ts";
import { Room } from "@/lib/encounters/live/room.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const KEY = new Uint8Array(32).fill(9);
const SEAT = "seat-of-wren";

/** One fight and the bytes that its two devices got since they were last asked. */
class TwinEncounter {
  readonly timeline = new DecidableHistory(NOTHING_YET);
  readonly live = new LiveEncounter(NOTHING_YET, KEY, 0);
  readonly room = new Room(this.live);
  #connections: SseConnection[] = [];
  #bytes = "";

  get state(): EncounterState {
    return this.timeline.state;
  }

  /** Whether the command was carried out. */
  run(command: Command, number: number): boolean {
    const at = 1_700_000_000_000 + 1_000 * number;
    const seed = number.toString(16).padStart(32, "3");
    const envelope = { id: `c${number}`, at, seed, actor: { kind: "dm" } as const, command };
    const decided = this.timeline.decide(envelope);
    if (!decided.ok) return false;
    const entry = toEntry(this.state, envelope, decided);
    this.timeline.append(entry);
    assert.ok(this.live.advance([entry]));
    this.room.update();
    return true;
  }

  /** A watcher and the phone of a seat come, or come back. */
  open(has: string | undefined): void {
    for (const connection of this.#connections) this.room.remove(connection);
    this.#connections = [undefined, SEAT].map((seatId) => {
      const connection = new SseConnection();
      connection.write = (bytes) => {
        this.#bytes += `${seatId ?? "watcher"}: ${new TextDecoder().decode(bytes)}`;
        return true;
      };
      this.room.addPlayer(connection, 1, has, seatId);
      return connection;
    });
  }

  /** What the devices got since the last time. */
  told(): string {
    const bytes = this.#bytes;
    this.#bytes = "";
    return bytes;
  }
}

interface Step {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly flag: boolean;
}

/** Both fights; ids tell who is who: `p1` a character, `g1` in both, `h1` in the first only. */
class Pair {
  readonly full = new TwinEncounter();
  readonly twin = new TwinEncounter();
  #number = 0;

  /** In both fights. */
  both(command: Command): void {
    this.#number++;
    const done = this.full.run(command, this.#number);
    assert.equal(this.twin.run(command, this.#number), done, command.type);
  }

  /** Something that the twin knows nothing of. */
  full1(command: Command): void {
    this.full.run(command, ++this.#number);
  }

  /** What goes on in the turn of a hidden one is no turn in the twin. */
  turn(command: Command, inTwin = command): void {
    const [full, twin] = [this.full, this.twin];
    if (!full.run(command, ++this.#number)) return;
    const { activeId, round } = full.state;
    if (activeId === null || !canTakeTurn(twin.state, activeId)) return;
    if (twin.state.activeId === activeId && twin.state.round === round) return;
    const building = twin.state.status === "building";
    assert.ok(twin.run(building ? { type: "StartCombat" } : inTwin, this.#number));
    assert.deepEqual([twin.state.activeId, twin.state.round], [activeId, round]);
  }

  /** The next number for an id or an initiative. */
  get next(): number {
    return this.#number + 1;
  }

  /** Whether it is the same turn in both. */
  get inStep(): boolean {
    const [full, twin] = [this.full.state, this.twin.state].map((state) => {
      const { status, round, activeId, lastActiveId, turnStartedAt } = state;
      return [status, round, status === "ended" ? lastActiveId : activeId, turnStartedAt].join();
    });
    return full === twin;
  }

  ids(letter: string): readonly Id[] {
    return Object.keys(this.full.state.combatants).filter((id) => id.startsWith(letter));
  }
}

/** Names of the hidden alone, with words that name nobody else. */
const OWN_NAMES = ["Xanthor the Veiled", "Strahd von Zarovich"];
const NAMES = ["Goblin", "Goblin", "Orc", "Wolf"];

function pick<T>(all: readonly T[], at: number): T | undefined {
  return all[at % Math.max(1, all.length)];
}

/** Those whom only the first fight has never tie with others: no die is rolled between them. */
function newcomer(pair: Pair, letter: "g" | "h", { a, b, flag }: Step): CombatantDraft {
  const odd = letter === "h";
  return {
    id: `${letter}${pair.next}`,
    kind: "monster",
    name: pick(odd ? [...NAMES, ...OWN_NAMES] : NAMES, a) ?? "Wolf",
    hp: { max: 10 },
    initiative: 2 * (b % 20) + (odd ? 1 : 0),
    hidden: odd || b % 4 === 0 ? "until-revealed" : false,
    ...flag && a % 3 === 0 ? { nameHidden: true } : {},
  };
}

type Act = (pair: Pair, step: Step) => void;

/** The same to somebody in both fights, or to a hidden one. */
function onSomebody(make: (id: Id, step: Step) => Command): Act {
  return (pair, step) => {
    const seen = pick([...pair.ids("g"), ...pair.ids("p")], step.a);
    const hidden = pick(pair.ids("h"), step.a);
    if (step.flag && hidden !== undefined) pair.full1(make(hidden, step));
    else if (seen !== undefined) pair.both(make(seen, step));
  };
}

const join: Act = (pair, step) => {
  // Who joins between the last seen turn and the hidden one acts this round in the twin alone.
  if (!pair.inStep) return;
  pair.both({ type: "AddCombatants", combatants: [newcomer(pair, "g", step)] });
};
const lurk: Act = (pair, step) => {
  pair.full1({ type: "AddCombatants", combatants: [newcomer(pair, "h", step)] });
};
const next: Act = (pair) => {
  if (pair.full.state.status === "running") pair.turn({ type: "NextTurn" });
  else if (pair.full.state.status === "building") pair.turn({ type: "StartCombat" });
};
const back: Act = (pair) => {
  if (pair.twin.state.status === "running") pair.turn({ type: "PreviousTurn" });
};
const jump: Act = (pair, { a }) => {
  const row = pick(pair.twin.state.order, a);
  if (pair.twin.state.status !== "running" || row === undefined) return;
  if (pair.full.state.round === pair.twin.state.round) pair.turn({ type: "JumpToTurn", id: row });
};
/** Whether it acts in the twin and players do not see it. */
function hasUnseenTurn({ twin: { state } }: Pair, id: Id): boolean {
  return entryOf(state, id) === state.activeId && findCombatant(state, id)?.hidden !== false;
}
const leave: Act = (pair, { a, flag }) => {
  const id = pick(pair.ids(flag ? "h" : "g"), a);
  // An ended fight goes on elsewhere when the last one to act has left.
  if (id === undefined || pair.full.state.status === "ended") return;
  // When an unseen turn is cut short, the next one that players see comes earlier in the twin.
  if (hasUnseenTurn(pair, id)) return;
  if (flag) pair.turn({ type: "RemoveCombatants", ids: [id] }, { type: "NextTurn" });
  else pair.both({ type: "RemoveCombatants", ids: [id] });
};
const end: Act = (pair) => {
  const { status } = pair.twin.state;
  if (status === "running") pair.both({ type: "EndCombat" });
  if (status === "ended") pair.both({ type: "ResumeCombat" });
};
const clock: Act = (pair) => {
  pair.both({ type: pair.full.state.clock.paused ? "ResumeClock" : "PauseClock" });
};
/** Whether the foes stand for players already; until then their numbers may change. */
const isWaiting = ({ full, twin }: Pair) =>
  full.state.status === "running" && twin.state.status === "building";
const hide: Act = (pair, { a }) => {
  const id = pick(pair.ids("g"), a);
  const one = id === undefined ? undefined : findCombatant(pair.full.state, id);
  if (one === undefined || isWaiting(pair)) return;
  const hidden = one.hidden === false ? "until-revealed" : false;
  // A turn that is over in truth is still the current one in the twin.
  const { activeId, lastActiveId } = pair.twin.state;
  const row = entryOf(pair.twin.state, one.id);
  if (!pair.inStep && (row === activeId || row === lastActiveId)) return;
  pair.both({ type: "SetHidden", ids: [one.id], hidden });
};
const unname: Act = (pair, { a, flag }) => {
  const id = pick(pair.ids("g"), a);
  if (id === undefined || isWaiting(pair)) return;
  pair.both({ type: "EditCombatant", id, patch: { nameHidden: flag } });
};
const band: Act = (pair, { a, b }) => {
  const seen = [pick(pair.ids("g"), a), pick(pair.ids("g"), b)].filter((id) => id !== undefined);
  const hidden = pick(pair.ids("h"), b);
  if (seen.length === 0 || !pair.inStep || pair.full.state.status === "ended") return;
  // What is left of a group whose turn it is acts on in one fight and is gone in the other.
  if (findGroup(pair.twin.state, pair.twin.state.activeId ?? "") !== undefined) return;
  const id = `band${pair.next}`;
  const group = { id, name: `Band ${a}`, memberIds: [...new Set(seen)], shared: true };
  pair.both({ type: "GroupCombatants", group });
  if (hidden === undefined || findGroup(pair.full.state, id) === undefined) return;
  pair.full1({
    type: "GroupCombatants",
    group: { ...group, memberIds: [...group.memberIds, hidden] },
  });
};

const ACTS: readonly Act[] = [
  ...[join, join, lurk, lurk, next, next, next, next, next, back, jump, leave, leave],
  ...[end, clock, clock, hide, hide, unname, band],
  (pair, { a, b, flag }) => {
    const id = pick(pair.ids(flag ? "h" : "g"), a);
    if (id === undefined) return;
    const damage = [{ amount: b % 4 }];
    if (flag) pair.full1({ type: "ApplyDamage", targets: [{ id }], damage });
    else pair.both({ type: "ApplyDamage", targets: [{ id }], damage });
  },
  onSomebody((id) => ({ type: "AddEffect", ids: [id], effect: { name: "Marked" } })),
  onSomebody((id, { b }) => ({ type: "EditCombatant", id, patch: { notes: `note ${b}` } })),
  (pair, { a, flag }) => {
    const id = pick(pair.ids(flag ? "h" : "g"), a);
    if (id === undefined) return;
    if (flag) pair.full1({ type: "Defeat", ids: [id] });
    else pair.both({ type: "Defeat", ids: [id] });
  },
  // What the seat alone sees: its spell, what it is asked and told. (A readied action ends with a
  // turn, when that ends in truth.)
  (pair, { b }) => {
    if (!pair.inStep) return;
    pair.both({ type: "StartConcentration", id: "p1", name: pick(["Bless", "Moonbeam"], b) ?? "" });
  },
  (pair, { b }) => {
    // After a step back nobody is asked again, until the turn that was reached before.
    if (!pair.inStep) return;
    const damage = [{ amount: 1 + b % 9 }];
    pair.both({ type: "ApplyDamage", targets: [{ id: "p1" }], damage });
  },
  (pair, { a, flag }) => {
    const proposalId = `told${pair.next}`;
    const body = { kind: "heal", amount: 1 + a } as const;
    pair.both({ type: "Propose", proposalId, seatId: SEAT, body });
    const answer = flag
      ? { type: "RejectProposal", proposalId, reason: "Too far away" } as const
      : { type: "AcceptProposal", proposalId } as const;
    pair.both(answer);
  },
  (pair, { b }) => pair.both({ type: "SpendSlot", id: "p1", level: 1 + b % 2 }),
  (pair, { a }) => pair.full1({ type: "SetNotes", notes: `the lurkers wait ${a}` }),
  (pair) => pair.full1({ type: "RollDice", dice: "1d20" }),
];

function character(id: Id, initiative: number): CombatantDraft {
  return { id, kind: "character", name: id, hp: { max: 900 }, initiative, slots: [4, 3] };
}

function opened(): Pair {
  const pair = new Pair();
  const encounterId = "fight";
  pair.both({ type: "CreateEncounter", encounterId, name: "A bridge", edition: "2014" });
  pair.both({ type: "AddCombatants", combatants: [character("p1", 20), character("p2", 6)] });
  pair.both({ type: "ClaimSeat", seatId: SEAT, combatantId: "p1", player: "Kim" });
  const settings = { showTimerToPlayers: true, partyHp: "words", turnLimit: 90 } as const;
  pair.both({ type: "ChangeSettings", settings });
  return pair;
}

function play(script: readonly Step[]): void {
  const pair = opened();
  for (const encounter of [pair.full, pair.twin]) encounter.open(undefined);
  for (const step of script) {
    pick(ACTS, step.kind)?.(pair, step);
    if (step.kind % 7 === 0) {
      const has = step.flag ? pair.twin.room.shown.version : undefined;
      for (const encounter of [pair.full, pair.twin]) encounter.open(has);
    }
    assert.equal(pair.full.told(), pair.twin.told());
  }
}

const arbitraryStep: fc.Arbitrary<Step> = fc.noBias(fc.record({
  kind: fc.nat(9999),
  a: fc.nat(50),
  b: fc.nat(50),
  flag: fc.boolean(),
}));

Deno.test("players of a fight and of its twin without the hidden ones receive the same bytes", () => {
  const script = fc.array(arbitraryStep, { maxLength: 50, size: "max" });
  fc.assert(fc.property(script, play), propertyRuns("twins", 300));
});
