/** Bodies far above what a request may send, with and without a word about their length. */
import type { Attack } from "../attack.ts";
import { HttpPerson } from "@/tests/help/person.ts";

const BODIES = 50;
const MIB = 1024 * 1024;

function streamed(bytes: number, sent: (bytes: number) => void): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(64 * 1024).fill(0x20);
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close();
      left -= piece.byteLength;
      sent(piece.byteLength);
      controller.enqueue(piece);
    },
  });
}

export const largeBodies: Attack = {
  name: "fifty bodies of 16 MiB",
  seconds: 30,
  async run({ origin, sent, signal }) {
    const person = new HttpPerson(origin);
    let refused = 0;
    await Promise.all(Array.from({ length: BODIES }, async (_, n) => {
      const body = n % 2 === 0 ? streamed(16 * MIB, sent) : new Uint8Array(16 * MIB);
      const headers = { "content-type": "application/json" };
      const response = await person.fetch("/api/v1/encounters", {
        method: "POST",
        body,
        headers,
        signal,
      }).catch(() => null);
      await response?.body?.cancel();
      // Whoever goes on sending after the refusal is cut off, which a client may see as a fault.
      if (response === null || response.status === 413) refused++;
      if (n % 2 === 1) sent(16 * MIB);
    }));
    return `${refused} of ${BODIES} refused`;
  },
};
