// What players receive over whole random fights, byte by byte.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Command } from "@/lib/combat/commands.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { Combatant, EncounterState } from "@/lib/combat/state.ts";
import { arbitraryScript, envelopeFor } from "@/lib/combat/testing/arbitraries.ts";
import type { Step } from "@/lib/combat/testing/step.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import { PlayerProjection } from "@/lib/encounters/projection/player_projection.ts";
import { LiveEncounter } from "./live_encounter.ts";
import { Room } from "./room.ts";
import { Device, KEY, pc, SECRETS, told, watching } from "./testing/table.ts";
import { propertyRuns } from "@/tests/help/property.ts";

function same(a: unknown, b: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(a ?? null)), JSON.parse(JSON.stringify(b ?? null)));
}

/** Words that would give a hidden combatant away, unless somebody visible shares them. */
function secretsOf(state: EncounterState, combatant: Combatant): readonly string[] {
  const others = Object.values(state.combatants).filter((other) => other.hidden === false);
  const named = others.some((other) => other.name.includes(combatant.name) && !other.nameHidden);
  const figures = combatant.hp === null || combatant.hp.max < 900_000
    ? []
    : [String(combatant.hp.max), String(combatant.hp.current)].filter((text) => text.length >= 6);
  return [
    ...named ? [] : [combatant.name],
    ...figures,
    combatant.id,
    ...combatant.notes === "" ? [] : [combatant.notes],
  ];
}

function leaks(state: EncounterState, text: string, own: string | undefined): string[] {
  const hidden = Object.values(state.combatants)
    .filter((combatant) => combatant.hidden !== false && combatant.id !== own);
  // Short ids of the generator ("m3-1") also occur in opaque names by chance.
  // A hidden copy of somebody's own character bears a name that its player knows.
  const ownName = state.combatants[own ?? ""]?.name;
  return hidden.flatMap((combatant) => secretsOf(state, combatant))
    .filter((word) => word.length > 5 && word !== ownName && text.includes(word));
}

interface Table {
  readonly room: Room;
  /** Whether devices come anew after this step. */
  readonly reopens: () => boolean;
  readonly encounter: LiveEncounter;
  readonly watcher: Device;
  readonly seats: Map<string, Device>;
}

/** Whoever plays a hidden character still knows it: `seatId` names the device's own seat. */
function checkBytes(device: Device, state: EncounterState, seatId?: string): void {
  const own = state.seats[seatId ?? ""]?.combatantId;
  assert.deepEqual(leaks(state, device.fresh, own), []);
  assert.ok(!device.fresh.includes("note of"), "notes are the DM's");
  device.fresh = "";
}

/** A phone that was locked and comes back: it gets everything anew. */
function reopen({ room, seats }: Table): void {
  for (const [id, old] of seats) {
    room.remove(old.connection);
    const device = new Device();
    seats.set(id, device);
    room.addPlayer(device.connection, 1, undefined, id);
  }
}

function checkStep(table: Table): void {
  const { room, encounter, watcher, seats } = table;
  room.update();
  checkBytes(watcher, encounter.state);
  for (const [id, device] of seats) checkBytes(device, encounter.state, id);
  const shown = new PlayerProjection(encounter);
  same(watcher.table, shown.table);
  for (const [id, device] of seats) {
    same(device.table, shown.table);
    same(device.seat, shown.seat(id));
  }
  if (table.reopens()) {
    reopen(table);
    for (const [id, device] of seats) {
      same(device.seat, shown.seat(id));
      checkBytes(device, encounter.state, id);
    }
  }
  for (const id of Object.keys(encounter.state.seats)) {
    if (seats.has(id)) continue;
    const device = new Device();
    seats.set(id, device);
    room.addPlayer(device.connection, 1, undefined, id);
    checkBytes(device, encounter.state, id);
  }
}

function play(script: readonly Step[], opens: readonly boolean[]): void {
  const timeline = new DecidableHistory(NOTHING_YET);
  const encounter = new LiveEncounter(NOTHING_YET, KEY, 0);
  const room = new Room(encounter);
  let number = 0;
  const reopens = () => opens[number % opens.length] === true;
  const table: Table = { room, encounter, reopens, watcher: new Device(), seats: new Map() };
  const send = (step: Step | undefined, command?: Command) => {
    const made = step && envelopeFor(timeline.state, step, ++number);
    const envelope = command === undefined ? made : {
      id: `opening-${++number}`,
      at: 1_700_000_000_000,
      seed: "7".repeat(32),
      actor: { kind: "dm" } as const,
      command,
    };
    if (envelope === undefined) return;
    const decided = timeline.decide(envelope);
    if (!decided.ok) return;
    const entry = toEntry(timeline.state, envelope, decided);
    timeline.append(entry);
    assert.ok(encounter.advance([entry]));
    checkStep(table);
  };
  room.addPlayer(table.watcher.connection, 1, undefined, undefined);
  send(undefined, {
    type: "CreateEncounter",
    encounterId: "fight",
    name: "The bridge",
    edition: "2014",
  });
  send(undefined, SECRETS);
  send(undefined, { type: "RenameEncounter", name: "Xanthor the Veiled waits" });
  for (const step of script) send(step);
}

Deno.test("no byte that a player receives gives a hidden creature away", () => {
  const opens = fc.array(fc.boolean(), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(arbitraryScript(40), opens, play),
    propertyRuns("hidden from players", 300),
  );
});

Deno.test("a phone that comes back sees what changed for its seat alone", () => {
  const { encounter, send } = told();
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), pc("Bram", 2)] });
  send({ type: "StartCombat" });
  send({ type: "ClaimSeat", seatId: "seat-w", combatantId: "Wren", player: "Kim" });
  const room = new Room(encounter);
  watching(room);
  const save = { ability: "dex", dc: 15, onSave: "half" } as const;
  const damage = [{ amount: 10 }];
  send({ type: "StartArea", areaId: "a", targetIds: ["Wren"], damage, save });
  send({ type: "SpendSlot", id: "Wren", level: 1 });
  room.update();
  const phone = new Device();
  room.addPlayer(phone.connection, 1, undefined, "seat-w");
  assert.deepEqual(Object.values(phone.seat?.requests ?? {}).map(({ kind }) => kind), ["save"]);
  assert.deepEqual(phone.seat?.own.slots?.[0], { left: 3, max: 4 });
});
