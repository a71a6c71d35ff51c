/** What tests of rooms share: devices that listen, and a fight that is told step by step. */
import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import { patched } from "@/lib/contracts/player_patch.ts";
import type { SeatView, TableView } from "@/lib/contracts/player_view.ts";
import { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import { SseConnection } from "@/lib/encounters/live/sse_connection.ts";
import type { Room } from "@/lib/encounters/live/room.ts";

export const KEY = new Uint8Array(32).fill(9);

/** Three whom players must not hear of. */
export const SECRETS: Command = {
  type: "AddCombatants",
  combatants: [
    { id: "s1", name: "Xanthor the Veiled", hidden: "until-revealed" },
    { id: "s2", name: "Quillon Marsh", hidden: "until-turn" },
    { id: "s3", name: "Ombre Sentinel", hidden: "until-revealed", nameHidden: true },
  ].map((item, index) => ({
    ...item,
    kind: "monster" as const,
    hidden: item.hidden === "until-turn" ? "until-turn" as const : "until-revealed" as const,
    hp: { max: 900_001 + 100 * index },
    notes: `note of the cellar key ${index}`,
    initiative: 18 - index * 5,
  })),
};

/** A player's device: keeps what it was told and every byte of the last step. */
export class Device {
  readonly connection = new SseConnection();
  fresh = "";
  table: TableView | undefined;
  seat: SeatView | undefined;

  constructor() {
    this.connection.write = (bytes) => {
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

export const pc = (id: string, initiative: number) =>
  ({ id, kind: "character", name: id, hp: { max: 20 }, initiative, slots: [4] }) as const;
export const foe = (id: string, name: string, initiative: number, hidden = false) => ({
  ...{ id, name, initiative, kind: "monster" as const, hp: { max: 20 } },
  hidden: hidden ? "until-revealed" as const : false as const,
});

/** A fight that is told step by step, and a way to open devices on it. */
export function told() {
  const encounter = new LiveEncounter(NOTHING_YET, KEY, 0);
  const timeline = new DecidableHistory(NOTHING_YET);
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
    encounter.advance([entry]);
  };
  send({ type: "CreateEncounter", encounterId: "fight", name: "A bridge", edition: "2024" });
  return { encounter, send };
}

/** A device at the table that forgets the greeting. */
export function watching(room: Room): Device {
  const device = new Device();
  room.addPlayer(device.connection, 1, undefined, undefined);
  device.fresh = "";
  return device;
}
