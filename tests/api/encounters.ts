/** Fights for tests, made through the API as a DM's browser would. */
import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import type { Person } from "./harness.ts";

/** A command as it is sent, with an id and a seed of its own. */
export function sent(command: Command, id: string = crypto.randomUUID()) {
  const seed = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { id, at: Date.now(), seed, command };
}

/** A batch of commands as it is sent. */
export function batch(...commands: readonly Command[]) {
  return { sentAt: Date.now(), commands: commands.map((item) => sent(item)) };
}

/** Sends commands; they must all be carried out. */
export async function command(dm: Person, id: string, ...commands: readonly Command[]) {
  const response = await dm.send("POST", `/api/v1/encounters/${id}/commands`, batch(...commands));
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  assert.equal(answer.refused, undefined, JSON.stringify(answer.refused));
  return answer;
}

/** A new fight of this DM. */
export async function newEncounter(dm: Person, name = "Ember on the causeway"): Promise<string> {
  const response = await dm.send("POST", "/api/v1/encounters", { name, edition: "2024" });
  assert.equal(response.status, 201);
  return (await response.json()).id;
}

/** A code for players. */
export async function share(dm: Person, id: string): Promise<string> {
  const response = await dm.send("POST", `/api/v1/encounters/${id}/share`);
  assert.equal(response.status, 201);
  return (await response.json()).code;
}

export const PARTY: Command = {
  type: "AddCombatants",
  combatants: [
    {
      id: "wren",
      kind: "character",
      name: "Wren Halloway",
      side: "party",
      ac: 15,
      hp: { max: 67 },
    },
    {
      id: "bram",
      kind: "character",
      name: "Bram Oakhollow",
      side: "party",
      ac: 18,
      hp: { max: 121 },
    },
  ],
};

export const FOES: Command = {
  type: "AddCombatants",
  combatants: [
    { id: "ogre", kind: "monster", name: "Ogre", side: "foe", ac: 11, hp: { max: 59 } },
    {
      id: "lurker",
      kind: "monster",
      name: "Veiled Lurker",
      side: "foe",
      ac: 14,
      hp: { max: 77 },
      hidden: "until-revealed",
      notes: "waits behind the tapestry",
    },
  ],
};

/** Everybody's initiative: Wren 20, the lurker 15, the ogre 10, Bram 5. */
export const ORDER: readonly Command[] = [
  { type: "SetInitiative", id: "wren", value: 20 },
  { type: "SetInitiative", id: "lurker", value: 15 },
  { type: "SetInitiative", id: "ogre", value: 10 },
  { type: "SetInitiative", id: "bram", value: 5 },
];
