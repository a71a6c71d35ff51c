/** Texts that leave for players name nobody whom they do not see, wherever they come from. */
import assert from "node:assert/strict";
import type { CombatantDraft } from "@/lib/combat/commands.ts";
import { Room } from "@/lib/encounters/live/room.ts";
import { Device, foe, pc, told } from "@/lib/encounters/live/testing/table.ts";
import { PlayerProjection } from "@/lib/encounters/projection/player_projection.ts";

const STRAHD = foe("s", "Strahd von Zarovich", 15, true);

/** Names of the rows that players see, in order; "?" for one without. */
function shownNames(hidden: readonly CombatantDraft[], visible: readonly string[]) {
  const { encounter, send } = told();
  const foes = visible.map((name, index) => foe(`v${index}`, name, 10 - index));
  send({ type: "AddCombatants", combatants: [pc("Ireena", 20), ...hidden, ...foes] });
  send({ type: "StartCombat" });
  const { rows, order } = new PlayerProjection(encounter).table;
  return order.slice(1).map((id) => rows[id]?.name ?? "?");
}

Deno.test("a creature's name does not say whom it serves", () => {
  const names = ["Servant of Strahd", "Strahd's Zombie", "Strahd von Zarovich's steed", "Wolf"];
  assert.deepEqual(shownNames([STRAHD], names), ["?", "?", "?", "Wolf"]);
  assert.deepEqual(shownNames([], names), names);
});

Deno.test("names that only share common words with a hidden one are shown", () => {
  const names = ["Goblin Boss", "Goblin", "Kragmaw Raider", "Bugbear of the Red Hand"];
  const hidden = [
    foe("h1", "Goblin", 14, true),
    foe("h2", "Kragmaw Chief", 13, true),
    foe("h3", "Red Dragon", 12, true),
  ];
  assert.deepEqual(shownNames(hidden, names), names);
});

Deno.test("a part of a hidden name is a name, with or without accents", () => {
  const { encounter, send } = told();
  const hidden = [STRAHD, foe("m", "Béatrix Ångström", 14, true)];
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), ...hidden] });
  const shown = (name: string) => {
    send({ type: "RenameEncounter", name });
    return new PlayerProjection(encounter).table.name;
  };
  for (
    const name of [
      "Castle of Strahd Zarovich",
      "Zarovich's end",
      "The Zarovichs",
      "STRAHD",
      "Beatrix and her court",
      "angstrom",
    ]
  ) {
    assert.equal(shown(name), "Encounter", name);
  }
  for (const name of ["Castle in the mist", "Von and of", "A strand of hope"]) {
    assert.equal(shown(name), name);
  }
  send({ type: "SetHidden", ids: ["s"], hidden: false });
  send({ type: "StartCombat" });
  assert.equal(shown("Castle of Strahd Zarovich"), "Castle of Strahd Zarovich");
});

Deno.test("a seat's own spell, readied action and request name nobody hidden", () => {
  const { encounter, send } = told();
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), STRAHD, foe("o", "Ogre", 5)] });
  send({ type: "ClaimSeat", seatId: "seat", combatantId: "Wren", player: "Kim" });
  send({ type: "StartCombat" });
  const room = new Room(encounter);
  const phone = new Device();
  room.addPlayer(phone.connection, 1, undefined, "seat");
  send({ type: "StartConcentration", id: "Wren", name: "Hex on Strahd" });
  send({ type: "ReadyAction", id: "Wren", note: "shoot Zarovich when he shows" });
  send({ type: "AddEffect", ids: ["Wren"], effect: { name: "Zarovich's gaze" } });
  send({
    type: "ApplyDamage",
    targets: [{ id: "Wren" }],
    damage: [{ amount: 4 }],
  });
  room.update();
  assert.ok(phone.seat);
  const { own, requests } = phone.seat;
  assert.equal(own.concentration, "Spell");
  assert.equal(own.readied, "Readied action");
  assert.ok(Object.values(requests).some((request) => request.kind === "concentration"));
  const heard = phone.fresh + JSON.stringify(room.shown.view("seat"));
  assert.doesNotMatch(heard, /strahd|zarovich/i);
});

Deno.test("the reason of a refusal names nobody hidden", () => {
  const { encounter, send } = told();
  send({ type: "AddCombatants", combatants: [pc("Wren", 20), STRAHD] });
  send({ type: "ClaimSeat", seatId: "seat", combatantId: "Wren", player: "Kim" });
  send({ type: "StartCombat" });
  const room = new Room(encounter);
  const phone = new Device();
  room.addPlayer(phone.connection, 1, undefined, "seat");
  for (const [index, reason] of ["Strahd counters it", "Not in reach"].entries()) {
    const proposalId = `p${index}`;
    send({ type: "Propose", proposalId, seatId: "seat", body: { kind: "heal", amount: 5 } });
    send({ type: "RejectProposal", proposalId, reason });
  }
  room.update();
  assert.match(phone.fresh, /event:notice\ndata:.*Not in reach/);
  assert.doesNotMatch(phone.fresh, /Strahd/);
});
