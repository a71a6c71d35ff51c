import type { LimitRule, LimitVerdict } from "@/lib/cache/port.ts";
import type { AccountStore } from "@/lib/auth/account_store.ts";
import type { MailLinks } from "@/lib/auth/mail_links.ts";
import type { AccountLetters, PasswordHasher } from "@/lib/auth/port.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";

/** What the use cases of accounts need from outside. */
export interface AccountDeps {
  readonly accounts: AccountStore;
  readonly links: MailLinks;
  readonly letters: AccountLetters;
  readonly hasher: PasswordHasher;
  readonly sessions: Sessions;
  readonly limiter: { limit(rule: LimitRule, subject: string): Promise<LimitVerdict> };
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** Counts one attempt; a refusal when there were too many. */
export async function admit(
  { limiter }: Pick<AccountDeps, "limiter">,
  rule: LimitRule,
  subject: string,
): Promise<Result<null>> {
  const verdict = await limiter.limit(rule, subject);
  if (verdict.allowed) return ok(null);
  const minutes = Math.max(1, Math.ceil(verdict.retryAfterMs / 60_000));
  const when = minutes === 1 ? "in a minute" : `in ${minutes} minutes`;
  return refuse("TOO_MANY_REQUESTS", `Too many attempts. Try again ${when}.`);
}
