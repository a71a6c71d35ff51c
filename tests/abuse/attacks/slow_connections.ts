/** Connections that never say what they want: half a head, half a body, nothing, a byte a second. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Attack } from "../attack.ts";

const EACH = 150;
const DRIP_MS = 1_000;

const OPENINGS: readonly (readonly [opening: string, drip: string])[] = [
  // Nothing at all.
  ["", ""],
  // Half a head that stops.
  ["GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b", ""],
  // A head that goes on for ever, a byte at a time.
  ["GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", "a"],
  // A body that is announced and comes a byte at a time.
  [
    "POST /api/v1/encounters HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n" +
    "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{",
    " ",
  ],
];

export const slowConnections: Attack = {
  name: "600 idle, half-open and dripping connections",
  seconds: 12,
  async run({ port, sent, signal }) {
    const encoder = new TextEncoder();
    let open = 0;
    let refused = 0;
    const one = async ([opening, drip]: readonly [string, string]) => {
      const socket = await Deno.connect({ hostname: "127.0.0.1", port }).catch(() => undefined);
      if (socket === undefined) return void refused++;
      open++;
      const hangUp = () => {
        try {
          socket.close();
        } catch {
          // The server has done it.
        }
      };
      signal.addEventListener("abort", hangUp, { once: true });
      try {
        for (let text = opening; !signal.aborted; text = drip) {
          const bytes = encoder.encode(text);
          if (bytes.length > 0) sent(await socket.write(bytes));
          await sleep(DRIP_MS);
        }
      } catch {
        open--;
      } finally {
        hangUp();
      }
    };
    const all = OPENINGS.flatMap((opening) => Array.from({ length: EACH }, () => one(opening)));
    await Promise.all(all);
    return `${open} of ${all.length} still open after ${this.seconds} s, ${refused} refused`;
  },
};
