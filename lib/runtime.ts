import { writeSync } from "node:fs";
import process from "node:process";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "node:timers";

const FLUSH_MS = 25;
const MOST_WAITING = 256;
let waiting: (string | (() => string))[] = [];
let flushing: ReturnType<typeof setTimeout> | undefined;
let flushesAtExit = false;
let dropped = 0;

/** Lines that could not be written since the start: a full disk, or a reader that is gone. */
export function droppedLines(): number {
  return dropped;
}

/**
 * Writes one line to the standard output, or the line that a function makes when it is written.
 * Lines of the same moment go out together: a system call for each would cost a request more than
 * everything else that watches it. Whatever ends the process but `kill -9`, they are written.
 */
export function writeLine(line: string | (() => string)): void {
  waiting.push(line);
  if (waiting.length >= MOST_WAITING) return flushLines();
  if (flushing !== undefined) return;
  if (!flushesAtExit) flushWhenEnding();
  flushing = setTimeout(flushLines, FLUSH_MS).unref();
}

/** A fault that nobody catches ends the process without its "exit" in Deno, but not in silence. */
function flushWhenEnding(): void {
  flushesAtExit = true;
  process.on("exit", flushAtExit);
  process.on("uncaughtExceptionMonitor", flushAtExit);
  for (const event of ["error", "unhandledrejection"]) {
    globalThis.addEventListener?.(event, flushAtExit);
  }
}

/** Everything that waits, as text; nothing waits after that. */
function takeLines(): string {
  const lines = waiting;
  waiting = [];
  let text = "";
  for (const line of lines) {
    try {
      text += (typeof line === "string" ? line : line()) + "\n";
    } catch {
      // A line that cannot be made is dropped, as one that cannot be written is.
    }
  }
  return text;
}

/** Not through `process.stdout`: after one failed write that stays silent for good. */
function writeOut(text: string): void {
  let rest: Uint8Array = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
}

function flushLines(): void {
  clearTimeout(flushing);
  flushing = undefined;
  const lines = waiting.length;
  const text = takeLines();
  if (text === "") return;
  try {
    writeOut(text);
  } catch {
    // Serving matters more than telling of it; the lines are counted in the metrics.
    dropped += lines;
  }
}

function flushAtExit(): void {
  const text = takeLines();
  if (text === "") return;
  try {
    writeOut(text);
  } catch {
    // Nobody reads any more.
  }
}

/**
 * Says why the process cannot serve, and ends it with the error's `exitCode`: 78 when only another
 * configuration helps; else 1.
 */
export function refuseToStart(error: unknown, reason: string): never {
  console.error(reason);
  const code = error instanceof Error && "exitCode" in error ? error.exitCode : undefined;
  process.exit(typeof code === "number" ? code : 1);
}

type Cron = (name: string, schedule: string, handler: () => Promise<void>) => unknown;

/** The platform's own scheduler, where the platform has one. */
export function platformCron(): Cron | undefined {
  const platform: unknown = Reflect.get(globalThis, "Deno");
  if (typeof platform !== "object" || platform === null) return undefined;
  const cron: unknown = Reflect.get(platform, "cron");
  if (typeof cron !== "function") return undefined;
  return (name, schedule, handler) => Reflect.apply(cron, platform, [name, schedule, handler]);
}

/** Does `work` every so many seconds until stopped; the timer holds no process alive. */
export function every(seconds: number, work: () => Promise<unknown>): () => void {
  const timer = setInterval(() => void work().catch(() => {}), seconds * 1_000).unref();
  return () => clearInterval(timer);
}

/** Does `work` once after so many milliseconds; the timer holds no process alive. */
export function later(ms: number, work: () => Promise<unknown>): void {
  setTimeout(() => void work().catch(() => {}), ms).unref();
}

interface DenoServeOptions {
  readonly hostname: string;
  readonly port: number;
  readonly onListen: (hostname: string, port: number) => void;
}

/**
 * Listens with Deno's own listener; undefined on another runtime.
 *
 * @throws What the system says when the address cannot be had, with its `code`.
 */
export function denoServe<Info>(
  fetch: (request: Request, info: Info) => Response | Promise<Response>,
  { hostname, port, onListen }: DenoServeOptions,
): { stop(): Promise<void> } | undefined {
  const platform: unknown = Reflect.get(globalThis, "Deno");
  if (typeof platform !== "object" || platform === null) return undefined;
  const options = {
    hostname,
    port,
    onListen: (bound: { port: number }) => onListen(hostname, bound.port),
  };
  const server: { shutdown(): Promise<void> } = Reflect.apply(
    Reflect.get(platform, "serve"),
    platform,
    [options, fetch],
  );
  return { stop: () => server.shutdown() };
}
