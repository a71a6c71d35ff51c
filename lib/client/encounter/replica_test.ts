import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { History } from "@/lib/combat/history/history.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { predict } from "./prediction.ts";
import type { QueuedCommand } from "./queue_storage.ts";
import { Replica } from "./replica.ts";

let made = 0;

function item(command: Command): QueuedCommand {
  made++;
  return { id: `command-${made}`, at: made, seed: `${made}`.padStart(32, "0"), command };
}

/** The entry that the server makes of a command. */
function entryOf(state: EncounterState, { id, at, seed, command }: QueuedCommand): LogEntry {
  const told = predict(new History(state), { id, at, seed, command, actor: { kind: "dm" } });
  assert.ok(told.ok && told.entry !== null);
  return told.entry;
}

function opened(): EncounterState {
  const create = item({
    type: "CreateEncounter",
    encounterId: "fight",
    name: "Ford",
    edition: "2014",
  });
  const past = new History(NOTHING_YET);
  return past.append(entryOf(past.state, create));
}

const RENAME: Command = { type: "RenameEncounter", name: "Bridge" };
const NOTES: Command = { type: "SetNotes", notes: "Mist" };

Deno.test("before the rules are there a command waits, and shows once they are", () => {
  const replica = new Replica(opened(), [], () => 0);
  assert.equal(replica.add(item(RENAME), true), undefined);
  assert.equal(replica.add(item({ type: "Undo" }), true), undefined);
  assert.equal(replica.add(item(NOTES), true), undefined);
  assert.equal(replica.state.name, "Ford");
  assert.equal(replica.pending.length, 3);

  replica.learn(predict);
  assert.equal(replica.state.name, "Ford", "renamed and taken back");
  assert.equal(replica.state.notes, "Mist");
  assert.equal(replica.log.length, 3);
  replica.learn(predict);
  assert.equal(replica.log.length, 3, "the rules are learned once");
});

Deno.test("without the rules the server's entries are followed all the same", () => {
  const replica = new Replica(opened(), [], () => 0);
  const rename = item(RENAME);
  replica.add(rename, true);
  replica.add(item(NOTES), true);
  assert.equal(replica.receive([entryOf(replica.state, rename)]), false);
  assert.equal(replica.state.name, "Bridge");
  assert.deepEqual(replica.pending.map(({ command }) => command.type), ["SetNotes"]);
  assert.equal(replica.state.notes, "");

  replica.learn(predict);
  assert.equal(replica.state.notes, "Mist");
  assert.equal(replica.drop(replica.pending[0]?.id ?? "")?.command.type, "SetNotes");
  assert.equal(replica.state.notes, "");
});

Deno.test("with the rules a refusal is told at once", () => {
  const replica = new Replica(opened(), [], () => 0, predict);
  const refused = replica.add(item({ type: "NextTurn" }), true);
  assert.equal(refused?.code, "NOT_POSSIBLE_NOW");
  assert.equal(replica.pending.length, 0);
});

Deno.test("the server's entry that says what shows already changes nothing", () => {
  const replica = new Replica(opened(), [], () => 0, predict);
  const rename = item(RENAME);
  replica.add(rename, true);
  replica.add(item(NOTES), true);
  const { state, log } = replica;
  const [shown] = log;
  assert.ok(shown !== undefined);
  assert.equal(replica.receive([structuredClone(shown)]), false);
  assert.equal(replica.confirmed, shown.version);
  assert.equal(replica.pending.length, 1);
  assert.equal(replica.state, state, "the very same state");
  assert.equal(replica.log, log, "the very same log");
});

Deno.test("an entry that differs in its moment is taken as the server has it", () => {
  const replica = new Replica(opened(), [], () => 0, predict);
  replica.add(item(RENAME), true);
  const [shown] = replica.log;
  assert.ok(shown !== undefined);
  replica.receive([{ ...shown, at: shown.at + 5 }]);
  assert.equal(replica.log[0]?.at, shown.at + 5);
  assert.equal(replica.pending.length, 0);
});

Deno.test("a command whose entry is in the past already waits no longer", () => {
  const replica = new Replica(opened(), [], () => 0, predict);
  const rename = item(RENAME);
  const entry = entryOf(replica.state, rename);
  replica.receive([entry]);
  // The page before sent it, and this one took it up out of the queue.
  replica.add(rename, false);
  assert.equal(replica.pending.length, 1);
  replica.receive([entry]);
  assert.equal(replica.pending.length, 0);
  assert.equal(replica.state.version, entry.version);
});
