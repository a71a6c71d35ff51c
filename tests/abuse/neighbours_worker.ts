/** Watches the neighbours on a thread of its own, so that what the attacker does costs them nothing. */
import { type Neighbours, watchNeighbours } from "./neighbours.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<{ origin: string; dataDir: string } | "done">) => void;
  postMessage(message: unknown): void;
};

let watching: Promise<Neighbours> | undefined;

scope.onmessage = async ({ data }) => {
  try {
    if (data !== "done") {
      watching = watchNeighbours(data);
      await watching;
      scope.postMessage({ kind: "watching" });
    } else scope.postMessage({ kind: "noticed", noticed: await (await watching)?.done() });
  } catch (error) {
    scope.postMessage({ kind: "failed", reason: String(error) });
  }
};
