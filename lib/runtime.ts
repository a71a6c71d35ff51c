import process from "node:process";

/** Where the closing of an earlier evaluation of the app is kept (Vite evaluates it again). */
const KEY = Symbol.for("encounter-tracker.close");
type Close = () => Promise<void>;
const kept = globalThis as typeof globalThis & { [KEY]?: Close };

/** Writes one line to the standard output. */
export function writeLine(line: string): void {
  process.stdout.write(line + "\n");
}

/**
 * Calls `close` once when the process is asked to end (SIGTERM, SIGINT), then ends it: with 0, or
 * 1 when closing failed or took longer than `graceMs` milliseconds.
 */
export function onShutdown(close: Close, graceMs = 5_000): void {
  const earlier = kept[KEY];
  kept[KEY] = close;
  if (earlier !== undefined) {
    // In development the old parts are closed when changed code brings new ones.
    void earlier();
    return;
  }
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    kept[KEY]?.().then(() => process.exit(0), () => process.exit(1));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

/** Says in one line why the process cannot serve, and ends it with 1. */
export function refuseToStart(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
