// Single cases in which players must not learn that somebody hidden is there.
import assert from "node:assert/strict";
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import { PlayerProjection } from "@/lib/encounters/projection/player_projection.ts";
import { Room } from "./room.ts";
import { foe, pc, SECRETS, told, watching } from "./testing/table.ts";

Deno.test("what players do not see sends them nothing at all", () => {
  const { encounter, send } = told();
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), pc("Bram", 2)] });
  send(SECRETS);
  send({ type: "ChangeSettings", settings: { showTimerToPlayers: true } });
  send({ type: "StartCombat" });
  const room = new Room(encounter);
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
  const { encounter, send } = told();
  const [wren, bram] = [pc("Wren", 20), pc("Bram", 2)];
  const combatants = [wren, foe("h", "Lurker", 15, true), foe("i", "Shade", 14, true), bram];
  send({ type: "AddCombatants", combatants });
  send({ type: "ChangeSettings", settings: { showTimerToPlayers: true } });
  send({ type: "StartCombat" });
  send({ type: "PauseClock" });
  const room = new Room(encounter);
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
  const { encounter, send } = told();
  const combatants = [pc("Wren", 20), foe("h", "Lurker", 30, true), foe("o", "Ogre", 10)];
  send({ type: "AddCombatants", combatants });
  const room = new Room(encounter);
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
  const { encounter, send } = told();
  const combatants = [pc("Wren", 20), foe("o", "Ogre", 16), foe("h", "Lurker", 15, true)];
  send({ type: "AddCombatants", combatants });
  send({ type: "StartCombat" });
  send({ type: "NextTurn" });
  const room = new Room(encounter);
  const device = watching(room);
  send({ type: "NextTurn" });
  send({ type: "SetInitiative", id: "h", value: 30 });
  send({ type: "RemoveCombatants", ids: ["o"] });
  room.update();
  assert.deepEqual([device.table?.round, device.table?.active], [1, device.table?.order[0]]);
});

Deno.test("the mark of the turn does not stop at a group for its hidden member", () => {
  const { encounter, send } = told();
  const orcs = [foe("a", "Orc", 15), foe("b", "Archer", 15, true)];
  const groups = [{ id: "grp", name: "Orcs", memberIds: ["a", "b"], shared: true }];
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), ...orcs, pc("Bram", 2)], groups });
  send({ type: "StartCombat" });
  send({ type: "Defeat", ids: ["a"] });
  const before = new PlayerProjection(encounter).table.active;
  send({ type: "NextTurn" });
  assert.equal(new PlayerProjection(encounter).table.active, before);
});

Deno.test("a turn that players saw begin goes on when the visible of its group fall", () => {
  const { encounter, send } = told();
  const orcs = [foe("a", "Orc", 15), foe("b", "Archer", 15, true)];
  const groups = [{ id: "grp", name: "Orcs", memberIds: ["a", "b"], shared: true }];
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), ...orcs], groups });
  send({ type: "StartCombat" });
  send({ type: "NextTurn" });
  const before = new PlayerProjection(encounter).table.active;
  send({ type: "Defeat", ids: ["a"] });
  assert.equal(new PlayerProjection(encounter).table.active, before);
});

Deno.test("going back over a hidden turn and forward again tells nothing", () => {
  const { encounter, send } = told();
  const combatants = [pc("Wren", 20), foe("h", "Lurker", 15, true), pc("Bram", 2)];
  send({ type: "AddCombatants", combatants });
  send({ type: "ChangeSettings", settings: { showTimerToPlayers: true } });
  for (const type of ["StartCombat", "NextTurn", "NextTurn"] as const) send({ type });
  const room = new Room(encounter);
  const device = watching(room);
  for (const type of ["PreviousTurn", "NextTurn"] as const) {
    send({ type });
    room.update();
    assert.equal(device.fresh, "", type);
  }
});

Deno.test("a hidden turn that opens a round is not counted at the end or after a break", () => {
  const { encounter, send } = told();
  const combatants = [foe("h", "Lurker", 30, true), pc("Wren", 20), pc("Bram", 2)];
  send({ type: "AddCombatants", combatants });
  for (const type of ["StartCombat", "NextTurn", "NextTurn", "NextTurn"] as const) send({ type });
  assert.equal(encounter.state.round, 2);
  const before = new PlayerProjection(encounter).table;
  send({ type: "EndCombat" });
  assert.equal(new PlayerProjection(encounter).table.round, 1);
  send({ type: "ResumeCombat" });
  const { round, active } = new PlayerProjection(encounter).table;
  assert.deepEqual([round, active], [1, before.active]);
});

Deno.test("when the row of the shown turn leaves, the round goes on and the clock starts once", () => {
  const { encounter, send } = told();
  const combatants = [pc("Wren", 20), foe("h", "Lurker", 15, true), pc("Bram", 2)];
  send({ type: "AddCombatants", combatants });
  send({ type: "ChangeSettings", settings: { showTimerToPlayers: true } });
  for (let turn = 0; turn < 5; turn++) send({ type: turn === 0 ? "StartCombat" : "NextTurn" });
  const room = new Room(encounter);
  const device = watching(room);
  assert.deepEqual([encounter.state.activeId, device.table?.round], ["h", 2]);
  send({ type: "RemoveCombatants", ids: ["Wren"] });
  room.update();
  assert.deepEqual([device.table?.round, device.table?.active], [2, device.table?.order[0]]);
  device.fresh = "";
  send({ type: "NextTurn" });
  room.update();
  assert.equal(device.fresh, "");
});

Deno.test("whoever leaves takes along neither a secret nor what players knew", () => {
  const named = (name: string, combatants: readonly CombatantDraft[], leave: readonly string[]) => {
    const { encounter, send } = told();
    const ids = combatants.map(({ id }) => id);
    const groups = [{ id: "band", name: "Ashen Circle", memberIds: ids, shared: true }];
    send({ type: "AddCombatants", combatants: [pc("Wren", 20)] });
    send({ type: "AddCombatants", combatants, groups });
    send({ type: "RenameEncounter", name });
    send({ type: "StartCombat" });
    send({ type: "RemoveCombatants", ids: leave });
    return new PlayerProjection(encounter).table.name;
  };
  const cultists = [foe("x", "Cultist", 9, true), foe("y", "Cultist", 8, true)];
  assert.equal(named("Cultist hunt", cultists, ["x", "y"]), "Encounter");
  assert.equal(named("The Ashen Circle", cultists, ["x", "y"]), "Encounter");
  const goblins = [foe("x", "Goblin", 9), foe("y", "Goblin", 8, true)];
  assert.equal(named("Goblin ambush", goblins, ["x"]), "Goblin ambush");
});

Deno.test("who left unseen stays unknown", () => {
  const { encounter, send } = told();
  send(SECRETS);
  send({ type: "AddCombatants", combatants: [pc("Wren", 20)] });
  send({ type: "RenameEncounter", name: "Xanthor the Veiled waits" });
  send({ type: "AddEffect", ids: ["Wren"], effect: { name: "Quillon Marsh's mark" } });
  send({ type: "RemoveCombatants", ids: ["s1", "s2"] });
  assert.doesNotMatch(new PlayerProjection(encounter).json, /Xanthor|Quillon/);
});
