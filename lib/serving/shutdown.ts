import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** What the app does when the process is asked to end, in this order. */
export interface ShutdownSteps {
  /** Readiness says no from now on: load balancers send new requests elsewhere. */
  readonly drain: () => void;
  /** Ends the open streams in order: their readers connect again, to another instance. */
  readonly endStreams: () => void;
  /** Closes every part; no request is running any more. */
  readonly close: () => Promise<void>;
}

/** The longest times of each part of the end, in milliseconds. */
export interface ShutdownTimes {
  /** How long requests are still accepted after `drain`: a load balancer's checking interval. */
  readonly drainMs: number;
  /** How long requests that are running may go on. */
  readonly requestsMs: number;
  readonly closeMs: number;
}

export const SHUTDOWN_TIMES: ShutdownTimes = { drainMs: 0, requestsMs: 10_000, closeMs: 5_000 };

/** A listener that accepts nothing new after `stop`, which resolves when its last request ended. */
export interface StoppableServer {
  stop(): Promise<void>;
}

interface Lifecycle {
  steps?: ShutdownSteps;
  times: ShutdownTimes;
  servers: StoppableServer[];
  signalled: boolean;
}

/**
 * Kept outside this module: the built app and the task that serves it load it twice, and Vite
 * evaluates it again after a change.
 */
const KEY = Symbol.for("encounter-tracker.lifecycle");
const kept = globalThis as typeof globalThis & { [KEY]?: Lifecycle };

function lifecycle(): Lifecycle {
  return kept[KEY] ??= { times: SHUTDOWN_TIMES, servers: [], signalled: false };
}

/** Adds a listener to those that are stopped before the parts are closed. */
export function stopAtShutdown(server: StoppableServer): void {
  lifecycle().servers.push(server);
}

/**
 * Runs `steps` when the process is asked to end (SIGTERM, SIGINT), then ends it: with 0, or 1 when
 * closing failed or took too long. A second signal ends it at once.
 */
export function onShutdown(steps: ShutdownSteps, times: Partial<ShutdownTimes> = {}): void {
  const life = lifecycle();
  const earlier = life.steps;
  life.steps = steps;
  life.times = { ...SHUTDOWN_TIMES, ...times };
  if (earlier !== undefined) {
    // In development the old parts are closed when changed code brings new ones.
    void earlier.close();
    return;
  }
  const end = (signal: "SIGTERM" | "SIGINT") => {
    if (life.signalled) process.exit(signal === "SIGINT" ? 130 : 143);
    life.signalled = true;
    void shutDown(life).then((code) => process.exit(code));
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}

/** The whole order of the end; resolves with the exit code. */
async function shutDown({ steps, times, servers }: Lifecycle): Promise<number> {
  try {
    steps?.drain();
    if (times.drainMs > 0) await sleep(times.drainMs);
    const stopped = Promise.all(servers.map((server) => server.stop()));
    steps?.endStreams();
    if (!await within(stopped, times.requestsMs)) {
      console.error(`Requests were cut off: they ran longer than ${times.requestsMs / 1_000} s`);
    }
    return steps === undefined || await within(steps.close(), times.closeMs) ? 0 : 1;
  } catch (error) {
    console.error(error);
    return 1;
  }
}

/** Whether `work` ended within so many milliseconds. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timeout = new AbortController();
  try {
    return await Promise.race([
      work.then(() => true),
      sleep(ms, false, { signal: timeout.signal }),
    ]);
  } finally {
    timeout.abort();
  }
}
