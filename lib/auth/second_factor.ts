import { Buffer } from "node:buffer";
import { z } from "zod";
import { LIMITS } from "@/lib/cache/port.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import { type AccountDeps, admit } from "@/lib/auth/deps.ts";
import { digest, type SigningKeys } from "@/lib/auth/keys.ts";
import type { OneTimeCodes, SignedIn } from "@/lib/auth/port.ts";
import type { SealedTexts } from "@/lib/auth/sealed.ts";
import { Tickets } from "@/lib/auth/tickets.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

const MINUTES = 5;
const SETUP_MINUTES = 15;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;

const owesClaims = z.object({ sub: z.string(), to: z.string() });
const setupClaims = z.object({ sub: z.string(), secret: z.string() });

function wrongCode(): Refusal {
  const message = "That code does not fit. Wait for the next one and try again.";
  return refuse("FORBIDDEN", message, [{ path: "code", message }]);
}

/** Codes of an authenticator app after the password, and codes for when the app is lost. */
export class SecondFactor {
  readonly #owes: Tickets<z.output<typeof owesClaims>>;
  readonly #setup: Tickets<z.output<typeof setupClaims>>;

  constructor(
    private readonly deps: AccountDeps,
    private readonly parts: {
      readonly codes: OneTimeCodes;
      /** Null where no key is configured that lasts: secrets could not be kept then. */
      readonly sealed: SealedTexts | null;
      readonly keys: SigningKeys;
    },
  ) {
    const { keys } = parts;
    const { now } = deps;
    const schema = owesClaims;
    this.#owes = new Tickets({ keys, purpose: "owes a code", schema, seconds: MINUTES * 60, now });
    this.#setup = new Tickets({
      keys,
      purpose: "sets up codes",
      schema: setupClaims,
      seconds: SETUP_MINUTES * 60,
      now,
    });
  }

  /** Whether codes can be set up here. */
  get available(): boolean {
    return this.parts.sealed !== null;
  }

  get seconds(): number {
    return this.#owes.seconds;
  }

  /** The note of somebody whose password was right and who owes a code. */
  note(account: Account, to: string): Promise<string> {
    return this.#owes.write({ sub: account.id, to });
  }

  /** Whose note it is, and where they want to go. */
  owing(
    note: string | undefined,
  ): Promise<{ readonly sub: string; readonly to: string } | undefined> {
    return this.#owes.read(note);
  }

  /** The account of a note, if the code is right: of the app, or a recovery code, each once. */
  async check(note: string | undefined, code: string): Promise<Result<Account>> {
    const owing = await this.owing(note);
    if (owing === undefined) return refuse("NOT_SIGNED_IN", "That took too long. Sign in again.");
    return await this.checkCode(owing.sub, code);
  }

  /** The account, if the code is right. Every code passes once, also of two sent at once. */
  async checkCode(accountId: string, code: string): Promise<Result<Account>> {
    const requireWithinLimit = await admit(this.deps, LIMITS.signInAccount, `code ${accountId}`);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    return await this.deps.accounts.change(accountId, (account) => {
      if (account.disabledAt !== null) return wrongCode();
      return this.#afterCode(account, code.replaceAll(/[\s-]/g, "")) ?? wrongCode();
    });
  }

  #afterCode(account: Account, code: string): Account | undefined {
    const { totp } = account;
    if (totp === null) return undefined;
    const { sealed } = this.parts;
    const secret = sealed?.open(totp.secret, account.id);
    const step = secret === undefined || !/^\d{6}$/.test(code)
      ? null
      : this.parts.codes.step(secret, code, this.deps.now());
    if (sealed !== null && secret !== undefined && step !== null && step > totp.lastStep) {
      // Sealed anew with every use, so that a rotation of keys leaves none behind.
      const renewed = { ...totp, secret: sealed.seal(secret, account.id), lastStep: step };
      return { ...account, totp: renewed };
    }
    const hash = digest(`recovery ${account.id} ${code.toUpperCase()}`);
    if (!account.recoveryCodes.includes(hash)) return undefined;
    return {
      ...account,
      recoveryCodes: account.recoveryCodes.filter((recoveryCode) => recoveryCode !== hash),
    };
  }

  /** A new secret to be put into an app. Nothing is kept before a first code proved it. */
  async begin(
    account: Account,
  ): Promise<Result<{ readonly note: string; readonly secret: string; readonly address: string }>> {
    if (!this.available) {
      return refuse("UNAVAILABLE", "Codes need ENCRYPTION_KEYS. Ask whoever runs this site.");
    }
    const secret = this.parts.codes.newSecret();
    const note = await this.#setup.write({ sub: account.id, secret });
    return ok({ note, secret, address: this.parts.codes.address(secret, account.email) });
  }

  /** What a note of `begin` holds, to be shown again. */
  async pending(
    who: SignedIn,
    email: string,
    note: string | undefined,
  ): Promise<{ readonly secret: string; readonly address: string } | undefined> {
    const claims = await this.#setup.read(note);
    if (claims?.sub !== who.id) return undefined;
    const { secret } = claims;
    return { secret, address: this.parts.codes.address(secret, email) };
  }

  /** Turns codes on when the first one is right; answers with the recovery codes, shown once. */
  async finish(
    who: SignedIn,
    note: string | undefined,
    code: string,
  ): Promise<Result<readonly string[]>> {
    const { accounts, letters, now } = this.deps;
    const { sealed, codes } = this.parts;
    const claims = await this.#setup.read(note);
    if (claims === undefined || claims.sub !== who.id || sealed === null) {
      return refuse("NOT_POSSIBLE_NOW", "That took too long. Begin again.");
    }
    const requireWithinLimit = await admit(this.deps, LIMITS.signInAccount, `setup ${who.id}`);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    const step = codes.step(claims.secret, code.replaceAll(/\s/g, ""), now());
    if (step === null) return wrongCode();
    const recovery = this.#recoveryCodes();
    const changed = await accounts.change(who.id, (account) => ({
      ...account,
      totp: { secret: sealed.seal(claims.secret, who.id), lastStep: step, confirmedAt: now() },
      recoveryCodes: recovery.map((value) => recoveryHash(who.id, value)),
    }));
    if (!changed.ok) return changed;
    const what = "Codes of an authenticator app were turned on.";
    await letters.send({ kind: "security-changed", to: changed.value.email, what });
    return ok(recovery);
  }

  /** New recovery codes; the ones before open nothing any more. */
  async renewRecovery(who: SignedIn): Promise<Result<readonly string[]>> {
    const recovery = this.#recoveryCodes();
    const changed = await this.deps.accounts.change(who.id, (account) => ({
      ...account,
      recoveryCodes: account.totp === null
        ? []
        : recovery.map((value) => recoveryHash(who.id, value)),
    }));
    return changed.ok ? ok(recovery) : changed;
  }

  /** Turns codes off. */
  async end(accountId: string): Promise<Result<Account>> {
    const changed = await this.deps.accounts.change(accountId, (account) => ({
      ...account,
      totp: null,
      recoveryCodes: [],
    }));
    if (!changed.ok) return changed;
    const what = "Codes of an authenticator app were turned off.";
    await this.deps.letters.send({ kind: "security-changed", to: changed.value.email, what });
    return changed;
  }

  #recoveryCodes(): string[] {
    return Array.from({ length: RECOVERY_CODES }, () => {
      const text = Buffer.from(this.deps.random(RECOVERY_BYTES)).toString("hex").toUpperCase();
      return text.replaceAll(/(.{5})(?=.)/g, "$1-");
    });
  }
}

function recoveryHash(accountId: string, code: string): string {
  return digest(`recovery ${accountId} ${code.replaceAll("-", "")}`);
}
