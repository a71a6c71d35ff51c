import { LIMITS } from "@/lib/cache/port.ts";
import { type Account, emailKey } from "@/lib/auth/account_store.ts";
import { type AccountDeps, admit } from "@/lib/auth/deps.ts";
import { newPassword } from "@/lib/auth/password_rules.ts";
import { linkOver } from "@/lib/auth/registration.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";

/** Forgotten passwords. */
export class PasswordReset {
  constructor(private readonly deps: AccountDeps) {}

  /** Sends a link, if the address has an account. The answer never says whether it has. */
  async ask(email: string, address: string): Promise<Result<null>> {
    if (!this.deps.letters.delivers) {
      return refuse("UNAVAILABLE", "This site sends no mail. Ask whoever runs it for a link.");
    }
    const byAddress = await admit(this.deps, LIMITS.resetAddress, address);
    if (!byAddress.ok) return byAddress;
    const requireWithinLimit = await admit(this.deps, LIMITS.resetAccount, emailKey(email));
    // Somebody else may have asked three times: the address must not learn of it by another answer.
    if (!requireWithinLimit.ok) return ok(null);
    const { accounts, letters, links } = this.deps;
    const account = await accounts.findByEmail(email);
    const known = account !== undefined && account.disabledAt === null;
    // An unknown address costs the same writes; its letter is dropped by the outbox.
    const secret = await links.issue({
      kind: "reset-password",
      accountId: known ? account.id : "account_none",
    });
    const link = `/reset-password?key=${secret}`;
    await letters.send({ kind: "reset-password", to: known ? account.email : "", link });
    return ok(null);
  }

  /** Whether a link still opens. */
  async look(secret: string): Promise<Result<null>> {
    return await this.deps.links.look("reset-password", secret) === undefined
      ? linkOver()
      : ok(null);
  }

  /** Sets the new password and signs every device out. The person signs in anew. */
  async finish(secret: string, password: string): Promise<Result<Account>> {
    const { accounts, hasher, letters, links, sessions, now } = this.deps;
    const token = await links.look("reset-password", secret);
    const account = token === undefined ? undefined : await accounts.find(token.accountId);
    if (account === undefined || account.disabledAt !== null) return linkOver();
    const good = newPassword(password, account.email);
    if (!good.ok) return good;
    const hashed = await hasher.hash(good.value);
    if (!hashed.ok) return hashed;
    if (await links.take("reset-password", secret) === undefined) return linkOver();
    const changed = await accounts.change(account.id, (item) => ({
      ...item,
      passwordHash: hashed.value,
      passwordChangedAt: now(),
    }));
    if (!changed.ok) return changed;
    await links.purge(account.id);
    await sessions.endAll(account.id);
    await letters.send({ kind: "password-changed", to: account.email });
    return changed;
  }
}
