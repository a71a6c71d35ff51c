import { z } from "zod";
import { LIMITS } from "@/lib/cache/port.ts";
import { type Account, emailKey } from "@/lib/auth/account_store.ts";
import { type AccountDeps, admit } from "@/lib/auth/deps.ts";
import { digest, type SigningKeys } from "@/lib/auth/keys.ts";
import { normalPassword, PASSWORD_MAX } from "@/lib/auth/password_rules.ts";
import { Tickets } from "@/lib/auth/tickets.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

/** A hash of nothing anybody knows: an unknown address costs the same time as a known one. */
const DUMMY =
  "$argon2id$v=19$m=19456,t=2,p=1$8O3edjJbCCWm4QSKQUvu/w$DVz3nftOT3MGF7DgdMKcDPfJvCa7jKUMt0cb2xoLfDg";

const YEAR = 365 * 86_400;
const deviceClaims = z.object({ sub: z.string(), mark: z.string() });

/** Which wrong sign-in it was is not said: one sentence for all of them. */
export function wrongSignIn(): Refusal {
  return refuse("NOT_SIGNED_IN", "That address and password do not fit together. Try again.");
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Where an attempt comes from. */
export interface Attempt {
  readonly address: string;
  /** The note of a browser in which somebody signed in before. */
  readonly device: string | undefined;
}

/** Signing in with a password. */
export class PasswordSignIn {
  readonly #devices: Tickets<z.output<typeof deviceClaims>>;

  constructor(private readonly deps: AccountDeps, keys: SigningKeys) {
    this.#devices = new Tickets({
      keys,
      purpose: "known device",
      schema: deviceClaims,
      seconds: YEAR,
      now: deps.now,
    });
  }

  /** The account whose address and password these are. */
  async check({ email, password }: Credentials, attempt: Attempt): Promise<Result<Account>> {
    const requireWithinLimit = await this.#admit(email, attempt);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    const { accounts, hasher } = this.deps;
    const account = await accounts.findByEmail(email);
    const hash = account?.passwordHash ?? DUMMY;
    const given = normalPassword(password.slice(0, PASSWORD_MAX * 4));
    const done = await hasher.verify(given, hash);
    if (!done.ok) return done;
    const open = done.value.right && account !== undefined && account.passwordHash !== null &&
      account.disabledAt === null;
    if (!open) {
      this.deps.log.info("sign-in refused", { account: account?.id ?? "unknown" });
      return wrongSignIn();
    }
    if (done.value.outdated) await this.#renew(account, given);
    return ok(account);
  }

  /**
   * Strangers share the attempts of an account, however many addresses they come from. A browser
   * in which its owner signed in before has attempts of its own, so nobody can lock the owner out.
   */
  async #admit(email: string, { address, device }: Attempt): Promise<Result<null>> {
    const byAddress = await admit(this.deps, LIMITS.loginAddress, address);
    if (!byAddress.ok) return byAddress;
    const known = await this.#devices.read(device);
    const own = known !== undefined && known.mark === emailKey(email);
    const subject = own ? `device ${digest(device ?? "")}` : `account ${emailKey(email)}`;
    return await admit(this.deps, LIMITS.signInAccount, subject);
  }

  /** The note that makes a browser known, after somebody signed in there. */
  deviceNote(account: Account): Promise<string> {
    return this.#devices.write({ sub: account.id, mark: emailKey(account.email) });
  }

  get deviceSeconds(): number {
    return this.#devices.seconds;
  }

  async #renew(account: Account, password: string): Promise<void> {
    const hashed = await this.deps.hasher.hash(password);
    if (!hashed.ok) return;
    await this.deps.accounts.change(account.id, (now) => ({
      ...now,
      passwordHash: now.passwordHash === account.passwordHash ? hashed.value : now.passwordHash,
    }));
  }
}
