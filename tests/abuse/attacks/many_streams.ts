/** Far more live streams of one table than one network may have. */
import { command, newEncounter, PARTY, share } from "@/tests/api/encounters.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import type { Attack } from "../attack.ts";

const STREAMS = 600;
const AT_A_TIME = 50;
const TURNS = 60;

export const manyStreams: Attack = {
  name: "600 streams of one network, and 60 turns at their table",
  seconds: 30,
  async run({ origin, sent, signal }) {
    const dm = new HttpPerson(origin);
    const id = await newEncounter(dm);
    await command(dm, id, PARTY);
    const code = await share(dm, id);
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    let open = 0;
    let refused = 0;
    const path = `/api/v1/play/${code}/stream`;
    for (let n = 0; n < STREAMS && !signal.aborted; n += AT_A_TIME) {
      await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
        sent(path.length);
        const answer = await new HttpPerson(origin).fetch(path, { signal: either })
          .catch(() => null);
        if (answer?.status === 200) {
          open++;
          // Read, so that nothing piles up on this side.
          void answer.body?.pipeTo(new WritableStream()).catch(() => {});
        } else {
          refused++;
          await answer?.body?.cancel();
        }
      }));
    }
    for (let n = 0; n < TURNS && !signal.aborted; n++) {
      await command(dm, id, { type: "RollDice", dice: "1d20" });
    }
    ended.abort();
    return `${open} of ${STREAMS} opened, ${refused} refused`;
  },
};
