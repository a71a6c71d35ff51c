/** A large fight whose turns are taken back, a hundred in one batch. */
import type { Command } from "@/lib/combat/commands.ts";
import { batch, newEncounter } from "@/tests/api/encounters.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import type { Attack } from "../attack.ts";

const CREATURES = 500;
const EFFECTS = 50;
const TURNS = 200;
const UNDOS = 100;

export const manyUndos: Attack = {
  name: "500 creatures with 50 effects each, 200 turns, 100 undos in one batch",
  seconds: 120,
  async run({ origin, sent, signal }) {
    const dm = new HttpPerson(origin);
    const id = await newEncounter(dm);
    const send = async (commands: readonly Command[]) => {
      const body = batch(...commands);
      sent(JSON.stringify(body).length);
      const answer = await dm.send("POST", `/api/v1/encounters/${id}/commands`, body);
      const text = await answer.text();
      if (!answer.ok || text.includes('"refused"')) throw new Error(text.slice(-300));
    };
    const ids = Array.from({ length: CREATURES }, (_, n) => `c${n}`);
    const combatants = ids.map((id, n) => ({
      id,
      kind: "monster" as const,
      name: `Goblin ${n}`,
      hp: { max: 20 },
      initiative: n,
    }));
    await send([{ type: "AddCombatants", combatants }]);
    for (let n = 0; n < EFFECTS && !signal.aborted; n++) {
      await send([{ type: "AddEffect", ids, effect: { name: `Effect ${n}` } }]);
    }
    await send([{ type: "StartCombat" }]);
    await send(Array.from({ length: TURNS }, (): Command => ({ type: "NextTurn" })));
    const start = performance.now();
    await send(Array.from({ length: UNDOS }, (): Command => ({ type: "Undo" })));
    return `${UNDOS} undos in ${Math.round(performance.now() - start)} ms`;
  },
};
