// One piece of work with a time limit, told of as it begins and ends.
import type { Report } from "@/tasks/deploy/report.ts";

/** A step refused or failed for a reason that a person can read. */
export class StepError extends Error {
  override name = "StepError";
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Rejects as soon as `signal` is aborted, also when the work does not listen to it. */
function untilAborted(signal: AbortSignal): { promise: Promise<never>; end: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const fail = () => reject(signal.reason);
  if (signal.aborted) fail();
  signal.addEventListener("abort", fail);
  promise.catch(() => {});
  return { promise, end: () => signal.removeEventListener("abort", fail) };
}

/** Runs `work` until it ends, `signals` say stop, or `seconds` are over. */
export async function timed<T>(
  report: Report,
  step: string,
  { seconds, signals }: { seconds: number; signals: readonly AbortSignal[] },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new StepError(`took longer than ${seconds} s`)),
    seconds * 1_000,
  );
  const signal = AbortSignal.any([...signals, limit.signal]);
  const aborted = untilAborted(signal);
  report.tell({ step, state: "started" });
  try {
    const result = await Promise.race([work(signal), aborted.promise]);
    report.tell({ step, state: "done", ms: Math.round(performance.now() - start) });
    return result;
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    const detail = wordsOf(reason);
    report.tell({ step, state: "failed", detail, ms: Math.round(performance.now() - start) });
    throw reason;
  } finally {
    aborted.end();
    clearTimeout(timer);
  }
}
