import { type LimitRule, LIMITS } from "@/lib/cache/port.ts";
import type { EncounterDeps } from "@/lib/encounters/deps.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";

/**
 * A DM's requests with commands. Far above what a hand does: a browser that was offline sends its
 * queue in a burst, and every request may carry a whole batch.
 */
const DM_COMMANDS: LimitRule = {
  name: "dm_commands",
  scope: "instance",
  kind: "bucket",
  perSecond: 250,
  burst: 500,
};

/** Files to import: each may keep a core busy for seconds. */
const IMPORTS: LimitRule = {
  name: "imports",
  scope: "instance",
  kind: "window",
  limit: 60,
  windowMs: 600_000,
};

const RULES = {
  imports: IMPORTS,
  dmCommands: DM_COMMANDS,
  proposals: LIMITS.commands,
  /** Only codes that do not exist count, so that a full table behind one address gets in. */
  wrongCodes: LIMITS.joinCode,
  reads: LIMITS.reads,
  writes: LIMITS.writes,
} as const;
export type EncounterLimit = keyof typeof RULES;

/** Counts one attempt of `subject`; a refusal when there were too many. */
export async function countAttempt(
  { limiter }: EncounterDeps,
  limit: EncounterLimit,
  subject: string,
): Promise<Result<null>> {
  const verdict = await limiter.limit(RULES[limit], subject);
  if (verdict.allowed) return ok(null);
  const seconds = Math.max(1, Math.ceil(verdict.retryAfterMs / 1000));
  return refuse("TOO_MANY_REQUESTS", `Too many requests. Try again in ${seconds} s.`);
}
