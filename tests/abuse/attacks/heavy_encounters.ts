/** Many fights, each with long lists of dice in its log. */
import type { Command } from "@/lib/combat/commands.ts";
import { batch } from "@/tests/api/encounters.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import type { Attack } from "../attack.ts";

const ENCOUNTERS = 88;
const BATCHES = 3;
const ROLLS = 180;
const AT_A_TIME = 4;

export const heavyEncounters: Attack = {
  name: "88 fights with 540 rolls of 400d1000 each",
  seconds: 90,
  async run({ origin, sent, signal }) {
    const rolls = Array.from({ length: ROLLS }, (): Command => ({
      type: "RollDice",
      dice: "400d1000",
    }));
    let made = 0;
    let answered = 0;
    let next = 0;
    const one = async () => {
      // A visitor of their own each: limits by cookie do not help here.
      const person = new HttpPerson(origin);
      const opened = await person.send("POST", "/api/v1/encounters", {
        name: "x",
        edition: "2024",
      });
      const { id } = await opened.json().catch(() => ({}));
      if (opened.status !== 201) return;
      made++;
      for (let n = 0; n < BATCHES && !signal.aborted; n++) {
        const body = batch(...rolls);
        sent(JSON.stringify(body).length);
        const answer = await person.send("POST", `/api/v1/encounters/${id}/commands`, body)
          .catch(() => null);
        await answer?.body?.cancel();
        if (answer?.ok) answered++;
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
      while (next++ < ENCOUNTERS && !signal.aborted) await one().catch(() => {});
    }));
    return `${made} fights, ${answered} batches carried out`;
  },
};
