import { LIMITS } from "@/lib/cache/port.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import { type AccountDeps, admit } from "@/lib/auth/deps.ts";
import { newPassword, normalPassword } from "@/lib/auth/password_rules.ts";
import type { SignedIn } from "@/lib/auth/port.ts";
import type { Preferences } from "@/lib/auth/records.ts";
import { linkOver } from "@/lib/auth/registration.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

function wrongPassword(): Refusal {
  const message = "That is not your password. Try again.";
  return refuse("FORBIDDEN", message, [{ path: "password", message }]);
}

/** What people change about their own account. Whoever calls has made sure of a fresh proof. */
export class AccountSettings {
  constructor(private readonly deps: AccountDeps) {}

  rename(who: SignedIn, name: string): Promise<Result<Account>> {
    return this.deps.accounts.change(who.id, (account) => ({ ...account, name }));
  }

  prefer(who: SignedIn, wanted: Partial<Preferences>): Promise<Result<Account>> {
    return this.deps.accounts.change(who.id, (account) => ({
      ...account,
      preferences: { ...account.preferences, ...wanted },
    }));
  }

  /** Proves again who the person is, for the next ten minutes. */
  async prove(who: SignedIn, password: string): Promise<Result<SignedIn>> {
    const account = await this.#withPassword(who, password);
    if (!account.ok) return account;
    const proven = await this.deps.sessions.prove(who);
    return proven === undefined
      ? refuse("NOT_SIGNED_IN", "That session is over. Sign in again.")
      : ok(proven);
  }

  /** The account, if the password is the right one. */
  async #withPassword(who: SignedIn, password: string): Promise<Result<Account>> {
    const { accounts, hasher } = this.deps;
    const requireWithinLimit = await admit(this.deps, LIMITS.signInAccount, `prove ${who.id}`);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    const account = await accounts.find(who.id);
    if (account === undefined || account.passwordHash === null) return wrongPassword();
    const done = await hasher.verify(normalPassword(password), account.passwordHash);
    if (!done.ok) return done;
    return done.value.right ? ok(account) : wrongPassword();
  }

  /** Sets another password; every other device is signed out. */
  async changePassword(
    who: SignedIn,
    { password, next }: { readonly password: string; readonly next: string },
  ): Promise<Result<Account>> {
    const { accounts, hasher, letters, links, now, sessions } = this.deps;
    const account = await this.#withPassword(who, password);
    if (!account.ok) return account;
    const good = newPassword(next, account.value.email);
    if (!good.ok) return atField(good, "next");
    const hashed = await hasher.hash(good.value);
    if (!hashed.ok) return hashed;
    const changed = await accounts.change(who.id, (item) => ({
      ...item,
      passwordHash: hashed.value,
      passwordChangedAt: now(),
    }));
    if (!changed.ok) return changed;
    await links.purge(who.id);
    await sessions.endAll(who.id, who.sessionId);
    await letters.send({ kind: "password-changed", to: changed.value.email });
    return changed;
  }

  /**
   * Sends a letter to the new address, which counts only when its link was opened. The answer is
   * the same when that address has an account of its own.
   */
  async askEmailChange(who: SignedIn, email: string): Promise<Result<null>> {
    const { accounts, letters, links } = this.deps;
    const requireWithinLimit = await admit(this.deps, LIMITS.resetAccount, `email ${who.id}`);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    if (!letters.delivers) {
      return refuse("UNAVAILABLE", "This site sends no mail, so addresses stay as they are.");
    }
    const taken = await accounts.findByEmail(email);
    const secret = await links.issue({ kind: "change-email", accountId: who.id, email });
    await letters.send(
      taken === undefined
        ? { kind: "change-email", to: email, link: `/account/confirm-email?key=${secret}` }
        : { kind: "already-registered", to: email },
    );
    return ok(null);
  }

  /** The address that a link confirms; only for the account that asked for it. */
  async lookEmailChange(who: SignedIn, secret: string): Promise<Result<string>> {
    const token = await this.deps.links.look("change-email", secret);
    return token === undefined || token.accountId !== who.id ? linkOver() : ok(token.email);
  }

  /** Takes the new address; the old one is told. */
  async confirmEmail(who: SignedIn, secret: string): Promise<Result<null>> {
    const { accounts, letters, links } = this.deps;
    const looked = await this.lookEmailChange(who, secret);
    if (!looked.ok) return looked;
    const before = await accounts.find(who.id);
    const taken = await links.take("change-email", secret);
    if (taken === undefined || before === undefined) return linkOver();
    if (!await accounts.changeEmail(who.id, taken.email)) {
      return refuse("CONFLICT", "That address cannot be used. Ask for another change.");
    }
    // Links to the old address must open nothing any more.
    await links.purge(who.id);
    await letters.send({ kind: "email-changed", to: before.email, newEmail: taken.email });
    return ok(null);
  }
}

/** The same refusal about another field. */
function atField(refusal: Refusal, path: string): Refusal {
  return { ...refusal, issues: [{ path, message: refusal.message }] };
}
