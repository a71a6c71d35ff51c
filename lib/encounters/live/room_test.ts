// What players receive over whole random fights, byte by byte.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Command } from "@/lib/combat/commands.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { Combatant, EncounterState } from "@/lib/combat/state.ts";
import { arbitraryScript, envelopeFor, type Step } from "@/lib/combat/testing/arbitraries.ts";
import { Timeline } from "@/lib/combat/timeline.ts";
import { patched } from "@/lib/contracts/player_patch.ts";
import type { SeatView, TableView } from "@/lib/contracts/player_view.ts";
import { PlayerProjection } from "@/lib/encounters/player_projection.ts";
import { LiveFight } from "./live_fight.ts";
import { Outlet } from "./outlet.ts";
import { Room } from "./room.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const KEY = new Uint8Array(32).fill(9);

const SECRETS: Command = {
  type: "AddCombatants",
  combatants: [
    { id: "s1", name: "Xanthor the Veiled", hidden: "until-revealed" },
    { id: "s2", name: "Quillon Marsh", hidden: "until-turn" },
    { id: "s3", name: "Ombre Sentinel", hidden: "until-revealed", nameHidden: true },
  ].map((one, index) => ({
    ...one,
    kind: "monster" as const,
    hidden: one.hidden === "until-turn" ? "until-turn" as const : "until-revealed" as const,
    hp: { max: 900_001 + 100 * index },
    notes: `note of the cellar key ${index}`,
    initiative: 18 - index * 5,
  })),
};

/** A player's device: keeps what it was told and every byte of the last step. */
class Device {
  readonly outlet = new Outlet();
  fresh = "";
  table: TableView | undefined;
  seat: SeatView | undefined;

  constructor() {
    this.outlet.write = (bytes) => {
      this.#take(new TextDecoder().decode(bytes));
      return true;
    };
  }

  #take(frame: string): void {
    this.fresh += frame;
    const event = /^event:(\w+)$/m.exec(frame)?.[1] ?? "message";
    const data = /^data:(.*)$/m.exec(frame)?.[1] ?? "null";
    const value = JSON.parse(data);
    if (event === "table") this.table = value;
    if (event === "message" && this.table) this.table = patched(this.table, value);
    if (event === "seat") this.seat = value ?? undefined;
    if (event === "own" && this.seat) this.seat = patched(this.seat, value);
  }
}

function same(a: unknown, b: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(a ?? null)), JSON.parse(JSON.stringify(b ?? null)));
}

/** Words that would give a hidden combatant away, unless somebody visible shares them. */
function secretsOf(state: EncounterState, one: Combatant): readonly string[] {
  const others = Object.values(state.combatants).filter((other) => other.hidden === false);
  const named = others.some((other) => other.name.includes(one.name) && !other.nameHidden);
  const figures = one.hp === null || one.hp.max < 900_000
    ? []
    : [String(one.hp.max), String(one.hp.current)].filter((text) => text.length >= 6);
  return [...named ? [] : [one.name], ...figures, one.id, ...one.notes === "" ? [] : [one.notes]];
}

function leaks(state: EncounterState, text: string, own: string | undefined): string[] {
  const hidden = Object.values(state.combatants)
    .filter((one) => one.hidden !== false && one.id !== own);
  // Short ids of the generator ("m3-1") also occur in opaque names by chance.
  return hidden.flatMap((one) => secretsOf(state, one))
    .filter((word) => word.length > 5 && text.includes(word));
}

interface Table {
  readonly room: Room;
  /** Whether devices come anew after this step. */
  readonly reopens: () => boolean;
  readonly fight: LiveFight;
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
    room.remove(old.outlet);
    const device = new Device();
    seats.set(id, device);
    room.addPlayer(device.outlet, 1, undefined, id);
  }
}

function checkStep(table: Table): void {
  const { room, fight, watcher, seats } = table;
  room.update();
  checkBytes(watcher, fight.state);
  for (const [id, device] of seats) checkBytes(device, fight.state, id);
  const shown = new PlayerProjection(fight);
  same(watcher.table, shown.table);
  for (const [id, device] of seats) {
    same(device.table, shown.table);
    same(device.seat, shown.seat(id));
  }
  if (table.reopens()) {
    reopen(table);
    for (const [id, device] of seats) {
      same(device.seat, shown.seat(id));
      checkBytes(device, fight.state, id);
    }
  }
  for (const id of Object.keys(fight.state.seats)) {
    if (seats.has(id)) continue;
    const device = new Device();
    seats.set(id, device);
    room.addPlayer(device.outlet, 1, undefined, id);
    checkBytes(device, fight.state, id);
  }
}

function play(script: readonly Step[], opens: readonly boolean[]): void {
  const timeline = new Timeline(NOTHING_YET);
  const fight = new LiveFight(NOTHING_YET, KEY, 0);
  const room = new Room(fight);
  let number = 0;
  const reopens = () => opens[number % opens.length] === true;
  const table: Table = { room, fight, reopens, watcher: new Device(), seats: new Map() };
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
    assert.ok(fight.advance([entry]));
    checkStep(table);
  };
  room.addPlayer(table.watcher.outlet, 1, undefined, undefined);
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

const pc = (id: string, initiative: number) =>
  ({ id, kind: "character", name: id, hp: { max: 20 }, initiative, slots: [4] }) as const;
const foe = (id: string, name: string, initiative: number, hidden = false) => ({
  ...{ id, name, initiative, kind: "monster" as const, hp: { max: 20 } },
  hidden: hidden ? "until-revealed" as const : false as const,
});

/** A fight that is told step by step, and a way to open devices on it. */
function told() {
  const fight = new LiveFight(NOTHING_YET, KEY, 0);
  const timeline = new Timeline(NOTHING_YET);
  let number = 0;
  const send = (command: Command) => {
    const id = `c-${++number}`;
    const at = 1_700_000_000_000 + number * 1000;
    const actor = { kind: "dm" } as const;
    const envelope = { id, at, seed: "7".repeat(32), actor, command };
    const decided = timeline.decide(envelope);
    assert.ok(decided.ok, JSON.stringify(decided));
    const entry = toEntry(timeline.state, envelope, decided);
    timeline.append(entry);
    fight.advance([entry]);
  };
  send({ type: "CreateEncounter", encounterId: "fight", name: "A bridge", edition: "2024" });
  return { fight, send };
}

/** A device at the table that forgets the greeting. */
function watching(room: Room): Device {
  const device = new Device();
  room.addPlayer(device.outlet, 1, undefined, undefined);
  device.fresh = "";
  return device;
}

Deno.test("a phone that comes back sees what changed for its seat alone", () => {
  const { fight, send } = told();
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), pc("Bram", 2)] });
  send({ type: "StartCombat" });
  send({ type: "ClaimSeat", seatId: "seat-w", combatantId: "Wren", player: "Kim" });
  const room = new Room(fight);
  watching(room);
  const save = { ability: "dex", dc: 15, onSave: "half" } as const;
  const damage = [{ amount: 10 }];
  send({ type: "StartArea", areaId: "a", targetIds: ["Wren"], damage, save });
  send({ type: "SpendSlot", id: "Wren", level: 1 });
  room.update();
  const phone = new Device();
  room.addPlayer(phone.outlet, 1, undefined, "seat-w");
  assert.deepEqual(Object.values(phone.seat?.requests ?? {}).map(({ kind }) => kind), ["save"]);
  assert.deepEqual(phone.seat?.own.slots?.[0], { left: 3, max: 4 });
});

Deno.test("what players do not see sends them nothing at all", () => {
  const { fight, send } = told();
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), pc("Bram", 2)] });
  send(SECRETS);
  send({ type: "ChangeSettings", settings: { showTimerToPlayers: true } });
  send({ type: "StartCombat" });
  const room = new Room(fight);
  const device = watching(room);
  const quiet: readonly Command[] = [
    { type: "SetHidden", ids: ["s2"], hidden: "until-revealed" },
    { type: "NextTurn" },
    { type: "AddCombatants", combatants: [foe("w2", "Bram", 1, true)] },
    { type: "ApplyDamage", targets: [{ id: "s1" }], damage: [{ amount: 7 }] },
    { type: "AddEffect", ids: ["s1"], effect: { condition: "prone" } },
    { type: "NextTurn" },
    { type: "EditCombatant", id: "s2", patch: { notes: "changed" } },
    { type: "SetNotes", notes: "the cultists flee" },
    { type: "NextTurn" },
  ];
  for (const command of quiet) {
    send(command);
    room.update();
    assert.equal(device.fresh, "", `${command.type} was told to players`);
  }
  send({ type: "NextTurn" });
  room.update();
  const bytes = new TextEncoder().encode(device.fresh).length;
  assert.ok(bytes > 0 && bytes < 200, `${bytes} bytes for a next turn`);
});

Deno.test("the clock of a hidden turn tells nothing, whether it stands or goes", () => {
  const { fight, send } = told();
  const [wren, bram] = [pc("Wren", 20), pc("Bram", 2)];
  const combatants = [wren, foe("h", "Lurker", 15, true), foe("i", "Shade", 14, true), bram];
  send({ type: "AddCombatants", combatants });
  send({ type: "ChangeSettings", settings: { showTimerToPlayers: true } });
  send({ type: "StartCombat" });
  send({ type: "PauseClock" });
  const room = new Room(fight);
  const device = watching(room);
  send({ type: "NextTurn" });
  room.update();
  assert.equal(device.fresh, "");
  // Going on is seen: the pause was.
  send({ type: "ResumeClock" });
  room.update();
  assert.equal(device.table?.timer?.pausedFor, 2_000);
  device.fresh = "";
  send({ type: "NextTurn" });
  room.update();
  assert.equal(device.fresh, "");
});

Deno.test("for players the fight begins with the first turn that they see", () => {
  const { fight, send } = told();
  const combatants = [pc("Wren", 20), foe("h", "Lurker", 30, true), foe("o", "Ogre", 10)];
  send({ type: "AddCombatants", combatants });
  const room = new Room(fight);
  const device = watching(room);
  send({ type: "StartCombat" });
  room.update();
  assert.equal(device.fresh, "");
  send({ type: "NextTurn" });
  room.update();
  assert.deepEqual([device.table?.status, device.table?.round, device.table?.order.length], [
    "running",
    1,
    2,
  ]);
});

Deno.test("the round that players see never goes back", () => {
  const { fight, send } = told();
  const combatants = [pc("Wren", 20), foe("o", "Ogre", 16), foe("h", "Lurker", 15, true)];
  send({ type: "AddCombatants", combatants });
  send({ type: "StartCombat" });
  send({ type: "NextTurn" });
  const room = new Room(fight);
  const device = watching(room);
  send({ type: "NextTurn" });
  send({ type: "SetInitiative", id: "h", value: 30 });
  send({ type: "RemoveCombatants", ids: ["o"] });
  room.update();
  assert.deepEqual([device.table?.round, device.table?.active], [1, device.table?.order[0]]);
});

Deno.test("the mark of the turn does not stop at a group for its hidden member", () => {
  const { fight, send } = told();
  const orcs = [foe("a", "Orc", 15), foe("b", "Archer", 15, true)];
  const groups = [{ id: "grp", name: "Orcs", memberIds: ["a", "b"], shared: true }];
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), ...orcs, pc("Bram", 2)], groups });
  send({ type: "StartCombat" });
  send({ type: "Defeat", ids: ["a"] });
  const before = new PlayerProjection(fight).table.active;
  send({ type: "NextTurn" });
  assert.equal(new PlayerProjection(fight).table.active, before);
});

Deno.test("who left unseen stays unknown", () => {
  const { fight, send } = told();
  send(SECRETS);
  send({ type: "AddCombatants", combatants: [pc("Wren", 20)] });
  send({ type: "RenameEncounter", name: "Xanthor the Veiled waits" });
  send({ type: "AddEffect", ids: ["Wren"], effect: { name: "Quillon Marsh's mark" } });
  send({ type: "RemoveCombatants", ids: ["s1", "s2"] });
  assert.doesNotMatch(new PlayerProjection(fight).json, /Xanthor|Quillon/);
});
