import { LIMITS } from "@/lib/cache/port.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import { type AccountDeps, admit } from "@/lib/auth/deps.ts";
import { digest, randomText, sameText } from "@/lib/auth/keys.ts";
import { newPassword, normalPassword } from "@/lib/auth/password_rules.ts";
import type { MailToken } from "@/lib/auth/records.ts";
import type { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

type Pending = Extract<MailToken, { kind: "sign-up" }>;

/** The same words whether the link never was, was used or is too old. */
export function linkOver(): Refusal {
  return refuse("NOT_FOUND", "That link was used already or is too old. Ask for a new one.");
}

export interface SignUp {
  readonly email: string;
  readonly password: string;
  /** The guest whose things move into the account. */
  readonly guestId: string | null;
}

/**
 * Making an account. There is none before the link in the letter was opened, so nobody can take
 * another's address; and the answer is the same whether an address has an account or not.
 */
export class Registration {
  constructor(
    private readonly deps: AccountDeps,
    private readonly takeOver: TakeOverGuest,
  ) {}

  /**
   * Begins: a letter goes out. Answers with the secret that this browser keeps, so that the link
   * opened here needs no password; and with the link itself where no letters can be sent.
   */
  async begin(
    { email, password, guestId }: SignUp,
    address: string,
  ): Promise<Result<{ readonly browser: string; readonly link: string | null }>> {
    const good = newPassword(password, email);
    if (!good.ok) return good;
    const requireWithinLimit = await admit(this.deps, LIMITS.signUp, address);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    const { accounts, hasher, letters, links, random } = this.deps;
    const hashed = await hasher.hash(good.value);
    if (!hashed.ok) return hashed;
    const known = await accounts.findByEmail(email);
    const browser = randomText(random, 32);
    const secret = await links.issue({
      kind: "sign-up",
      email,
      passwordHash: hashed.value,
      guestId,
      browserHash: digest(browser),
    });
    const link = `/sign-up/finish?key=${secret}`;
    if (!letters.delivers) {
      if (known === undefined) return ok({ browser, link });
      return refuse("CONFLICT", "There is an account with that address. Sign in instead.");
    }
    await letters.send(
      known === undefined
        ? { kind: "sign-up", to: email, link }
        : { kind: "already-registered", to: email },
    );
    return ok({ browser, link: null });
  }

  /** What the page of a link shows: for which address, and whether this browser asked for it. */
  async look(
    secret: string,
    browser: string | undefined,
  ): Promise<Result<{ readonly email: string; readonly sameBrowser: boolean }>> {
    const pending = await this.deps.links.look("sign-up", secret);
    if (pending === undefined) return linkOver();
    return ok({ email: pending.email, sameBrowser: isSameBrowser(pending, browser) });
  }

  /**
   * Makes the account. From another browser it takes the password that was chosen: somebody else
   * may have asked for an account with this address.
   */
  async finish(
    secret: string,
    proof: { readonly browser: string | undefined; readonly password: string },
  ): Promise<Result<Account>> {
    const { accounts, hasher, links } = this.deps;
    const pending = await links.look("sign-up", secret);
    if (pending === undefined) return linkOver();
    if (!isSameBrowser(pending, proof.browser)) {
      const requireWithinLimit = await admit(
        this.deps,
        LIMITS.signInAccount,
        `finish ${digest(secret)}`,
      );
      if (!requireWithinLimit.ok) return requireWithinLimit;
      const right = await hasher.verify(normalPassword(proof.password), pending.passwordHash);
      if (!right.ok) return right;
      if (!right.value.right) {
        const message = "That is not the password you chose when you signed up.";
        return refuse("FORBIDDEN", message, [{ path: "password", message }]);
      }
    }
    const taken = await links.take("sign-up", secret);
    if (taken === undefined) return linkOver();
    const { email, passwordHash, guestId } = taken;
    const made = await accounts.create({ email, passwordHash });
    if (made === undefined) {
      return refuse("CONFLICT", "There is an account with that address. Sign in instead.");
    }
    if (guestId !== null) await this.takeOver.run(guestId, made.id);
    return ok(made);
  }
}

function isSameBrowser({ browserHash }: Pending, browser: string | undefined): boolean {
  return browser !== undefined && sameText(digest(browser), browserHash);
}
