import { z } from "zod";

const Health = z.object({ release: z.string(), status: z.enum(["ok", "degraded", "down"]) });

export interface GateOptions {
  readonly release: string;
  /** Answers in a row that every address has to give. */
  readonly answers: number;
  readonly everyMs: number;
  readonly deadlineMs: number;
  /** Bearer that opens /health. */
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  /** Told of the first answer that is not what it should be, and of each new kind of one. */
  readonly note: (line: string) => void;
}

/** Why one address does not pass yet; undefined when this answer was right. */
async function wrongAnswer(address: string, options: GateOptions): Promise<string | undefined> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(5_000)]);
  const headers: Record<string, string> = options.token === undefined
    ? {}
    : { authorization: `Bearer ${options.token}` };
  try {
    // A cache in between must not answer for the instance.
    const url = new URL(`/health?at=${crypto.randomUUID()}`, address);
    const response = await fetch(url, { headers, signal, redirect: "manual" });
    const text = await response.text();
    if (response.status === 404) return "answers 404: is OPS_TOKEN the one of this environment?";
    const parsed = Health.safeParse(jsonOf(text));
    if (!parsed.success) return `answers ${response.status}, but no report`;
    if (parsed.data.release !== options.release) return `still answers with ${parsed.data.release}`;
    return parsed.data.status === "down" ? "is down" : undefined;
  } catch {
    return "does not answer";
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function passAddress(name: string, address: string, options: GateOptions): Promise<string> {
  const until = Date.now() + options.deadlineMs;
  let row = 0;
  let last = "does not answer";
  while (Date.now() < until && !options.signal.aborted) {
    const wrong = await wrongAnswer(address, options);
    row = wrong === undefined ? row + 1 : 0;
    if (row >= options.answers) return "";
    if (wrong !== undefined && wrong !== last) options.note(`${name} ${wrong}`);
    if (wrong !== undefined) last = wrong;
    await new Promise((resolve) => setTimeout(resolve, options.everyMs));
  }
  return `${name} ${last}`;
}

/**
 * Waits until every address has answered with the release so many times in a row.
 *
 * @returns Nothing, or one line for each address that did not get there in time.
 */
export async function passGate(
  addresses: Readonly<Record<string, string>>,
  options: GateOptions,
): Promise<readonly string[]> {
  const all = Object.entries(addresses);
  const results = await Promise.all(all.map(([name, at]) => passAddress(name, at, options)));
  return results.filter((line) => line !== "");
}
