import { LIMITS } from "@/lib/cache/port.ts";
import type { EncounterDeps } from "@/lib/encounters/deps.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";

const RULES = {
  imports: LIMITS.imports,
  dmCommands: LIMITS.dmCommands,
  proposals: LIMITS.proposals,
  seatChanges: LIMITS.seatChanges,
  deviceSeats: LIMITS.deviceSeats,
  reads: LIMITS.reads,
  writes: LIMITS.writes,
  streams: LIMITS.streams,
  readsOfAddress: LIMITS.readsOfAddress,
  writesOfAddress: LIMITS.writesOfAddress,
  importsOfAddress: LIMITS.importsOfAddress,
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
  const wait = waitingTime(verdict.retryAfterMs);
  return refuse("TOO_MANY_REQUESTS", `Too many requests. Try again in ${wait}.`);
}

/** A wait for people: seconds below two minutes, else minutes. */
export function waitingTime(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
