// The way back: the release of before gets the traffic again, is looked at, and what the failed one
// left behind is taken away. Every part may be done again after an interruption.
import { z } from "zod";
import { type Context } from "@/tasks/deploy/context.ts";
import { passGate } from "@/tasks/deploy/gate.ts";
import type { Journal } from "@/tasks/deploy/journal.ts";
import { StepError, timed, wordsOf } from "@/tasks/deploy/work.ts";

const TRIES = 3;
const never = new AbortController().signal;

const Status = z.object({ applied: z.array(z.object({ id: z.string() })) });

/** The newest migration that the store has; null when it has none. */
export async function newestMigration(
  { platform }: Context,
  release: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { code, text } = await platform.task(release, ["migrate", "status", "--json"], signal);
  const line = text.split("\n").find((part) => part.startsWith("{")) ?? "";
  if (code !== 0 || line === "") {
    throw new StepError(`the schema cannot be read: ${lastLine(text)}`);
  }
  return Status.parse(JSON.parse(line)).applied.at(-1)?.id ?? null;
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}

/** Tries a part of the way back three times; a signal from the terminal does not stop it. */
async function insist(
  context: Context,
  step: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { target, report } = context;
  for (let attempt = 1;; attempt++) {
    try {
      return await timed(report, step, { seconds: target.stepSeconds, signals: [never] }, work);
    } catch (error) {
      if (attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
    }
  }
}

async function lowerSchema(context: Context, journal: Journal): Promise<void> {
  const { platform } = context;
  const { release, schemaBefore, migrated } = journal;
  if (!migrated || schemaBefore === null) return;
  await insist(context, "schema", async (signal) => {
    if (await newestMigration(context, release, signal) === schemaBefore) return;
    const words = ["migrate", "down", "--to", schemaBefore, "--yes", "--wait", "60"];
    const { code, text } = await platform.task(release, words, signal);
    if (code !== 0) throw new StepError(`the schema did not go down: ${lastLine(text)}`);
  });
}

async function restoreTraffic(context: Context, previous: string): Promise<void> {
  const { platform, target, env, report } = context;
  const look = async (addresses: Readonly<Record<string, string>>, signal: AbortSignal) => {
    const wrong = await passGate(addresses, {
      release: previous,
      answers: target.answers,
      everyMs: target.everyMs,
      deadlineMs: target.gateSeconds * 1_000,
      token: env["OPS_TOKEN"],
      signal,
      note: (detail) => report.tell({ step: "verify", state: "note", detail }),
    });
    if (wrong.length > 0) throw new StepError(wrong.join("; "));
  };
  await insist(context, "promote", async (signal) => {
    const before = await platform.start(previous, signal);
    await look({ before }, signal);
    await platform.promote(previous, signal);
  });
  await insist(context, "verify", (signal) => look(target.addresses, signal));
}

/**
 * Brings the release of before back.
 *
 * @returns Nothing, or one sentence on what a person has to do.
 */
export async function goBack(context: Context, journal: Journal): Promise<string | undefined> {
  const { platform, report } = context;
  const { release, previous } = journal;
  report.tell({
    step: "back",
    state: "note",
    detail: previous === null ? `takes ${release} away` : `goes back to ${previous}`,
  });
  try {
    if (journal.promoted && previous === null) {
      return `${release} did not pass, and nothing served before it`;
    }
    let lowered = false;
    if (journal.promoted && previous !== null) {
      const up = await platform.running(previous, AbortSignal.timeout(10_000)).catch(() => false);
      if (!up) {
        // It refuses to start on a schema that is newer than itself.
        await lowerSchema(context, journal);
        lowered = true;
      }
      await restoreTraffic(context, previous);
    }
    if (journal.started && release !== previous) {
      await insist(context, "stop", (signal) => platform.stop(release, signal));
    }
    if (!lowered) await lowerSchema(context, journal);
    return undefined;
  } catch (error) {
    return wordsOf(error);
  }
}
