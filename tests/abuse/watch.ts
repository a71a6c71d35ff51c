import { z } from "zod";
import type { Neighbours, Noticed } from "./neighbours.ts";

const answer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("watching") }),
  z.object({ kind: z.literal("noticed"), noticed: z.custom<Noticed>() }),
  z.object({ kind: z.literal("failed"), reason: z.string() }),
]);

/** Neighbours on a thread of their own: their clock does not wait for what an attack computes. */
export async function watchFromThread(
  { origin, dataDir }: { readonly origin: string; readonly dataDir: string },
): Promise<Neighbours> {
  const worker = new Worker(new URL("./neighbours_worker.ts", import.meta.url), { type: "module" });
  const ask = async (message: unknown) => {
    const heard = Promise.withResolvers<unknown>();
    worker.onmessage = ({ data }) => heard.resolve(data);
    worker.onerror = (event) => heard.reject(new Error(event.message));
    worker.postMessage(message);
    const said = answer.parse(await heard.promise);
    if (said.kind === "failed") throw new Error(`Cannot watch the neighbours: ${said.reason}`);
    return said;
  };
  try {
    await ask({ origin, dataDir });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    async done() {
      const said = await ask("done");
      worker.terminate();
      if (said.kind !== "noticed") throw new Error("Cannot watch the neighbours: no answer");
      return said.noticed;
    },
  };
}
