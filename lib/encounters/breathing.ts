import { setImmediate } from "node:timers";

/** How long work for one fight goes on before others have their turn, in milliseconds. */
const SLICE_MS = 12;

/** To be called between pieces of long work: gives others their turn when it is time. */
export function breathing(sliceMs: number = SLICE_MS): () => Promise<void> {
  let until = performance.now() + sliceMs;
  return async () => {
    if (performance.now() < until) return;
    await new Promise<void>((resolve) => void setImmediate(() => resolve()));
    until = performance.now() + sliceMs;
  };
}
