// The engine: one command with 200 combatants, and 200 added at once.
import type { Command, CommandEnvelope } from "@/lib/combat/commands.ts";
import { decide, toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import { type Row, row, timed } from "@/tasks/bench/row.ts";

let sent = 0;

function envelope(command: Command): CommandEnvelope {
  sent++;
  const seed = sent.toString(16).padStart(32, "0123456789abcdef");
  return {
    id: `bench-${sent}`,
    at: 1_700_000_000_000 + sent,
    seed,
    actor: { kind: "dm" },
    command,
  };
}

function after(state: EncounterState, command: Command): EncounterState {
  const sending = envelope(command);
  const decided = decide(state, sending);
  if (!decided.ok) throw new Error(`Cannot bench ${command.type}: ${decided.message}`);
  return evolve(state, toEntry(state, sending, decided));
}

const IDS = Array.from({ length: 200 }, () => crypto.randomUUID());

const ADD: Command = {
  type: "AddCombatants",
  combatants: IDS.map((id, index) => ({
    id,
    kind: index < 5 ? "character" : "monster",
    name: index < 5 ? `Hero ${index}` : "Goblin",
    hp: { max: 30 },
  })),
};

const CREATE: Command = {
  type: "CreateEncounter",
  encounterId: "bench",
  name: "Bench",
  edition: "2014",
};

/** The same command over and over on a fight of 200 that goes on. */
function repeated(name: string, start: EncounterState, command: Command): Row {
  let state = start;
  const value = timed(() => state = after(state, command), { runs: 25, batch: 200 });
  return row({ name, value, unit: "ms", budget: 0.1, runs: 5000 });
}

/** Damage to one, and its undo: two commands, so half of their time counts. */
function undone(start: EncounterState): Row {
  const timeline = new DecidableHistory(start);
  const [id = ""] = IDS;
  const hurt: Command = { type: "ApplyDamage", targets: [{ id }], damage: [{ amount: 1 }] };
  const send = (command: Command): void => {
    const sending = envelope(command);
    const decided = timeline.decide(sending);
    if (!decided.ok) throw new Error(`Cannot bench ${command.type}`);
    timeline.append(toEntry(timeline.state, sending, decided));
  };
  const value = timed(() => {
    send(hurt);
    send({ type: "Undo" });
  }, { runs: 25, batch: 40 }) / 2;
  const name = "engine: damage or its undo with 200 combatants";
  return row({ name, value, unit: "ms", budget: 0.1, runs: 2000 });
}

function manyEntries(start: EncounterState): Row {
  const timeline = new DecidableHistory(start);
  const [first = ""] = IDS;
  const hurt: Command = { type: "ApplyDamage", targets: [{ id: first }], damage: [{ amount: 1 }] };
  for (let i = 0; i < 1000; i++) {
    const sending = envelope(i % 2 ? hurt : { type: "NextTurn" });
    const decided = timeline.decide(sending);
    if (decided.ok) timeline.append(toEntry(timeline.state, sending, decided));
  }
  const entries = timeline.entriesAfter(0);
  const value = timed(() => new DecidableHistory(start, entries), { runs: 7 });
  return row({
    name: "engine: replay of 1,000 entries, 200 combatants",
    value,
    unit: "ms",
    budget: 100,
    runs: 7,
  });
}

export function rows(): Promise<readonly Row[]> {
  const created = after(NOTHING_YET, CREATE);
  const started = after(after(created, ADD), { type: "StartCombat" });
  // As pages and servers have it, who read it from JSON: objects are laid out differently then.
  const running: EncounterState = JSON.parse(JSON.stringify(started));
  const [id = ""] = IDS;
  const hurt: Command = {
    type: "ApplyDamage",
    targets: [{ id }],
    damage: [{ amount: "2d6+3", type: "fire" }],
    sourceId: IDS[1] ?? id,
  };
  const typed: Command = { type: "SetInitiative", id, value: 10 };
  const value = timed(() => after(created, ADD), { runs: 25, batch: 4 });
  const name = "engine: 200 combatants added in one batch";
  return Promise.resolve([
    repeated("engine: next turn with 200 combatants", running, { type: "NextTurn" }),
    repeated("engine: damage to one of 200 combatants", running, hurt),
    repeated("engine: initiative typed with 200 combatants", running, typed),
    undone(running),
    row({ name, value, unit: "ms", budget: 50, runs: 100 }),
    manyEntries(running),
  ]);
}
