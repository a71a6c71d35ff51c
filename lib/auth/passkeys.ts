import { z } from "zod";
import { LIMITS } from "@/lib/cache/port.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import { type AccountDeps, admit } from "@/lib/auth/deps.ts";
import { digest, type SigningKeys } from "@/lib/auth/keys.ts";
import type { NewPasskey, PasskeyCeremonies, SignedIn } from "@/lib/auth/port.ts";
import { Tickets } from "@/lib/auth/tickets.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

const CHALLENGE_SECONDS = 5 * 60;
const MOST_PASSKEYS = 20;

const challengeClaims = z.object({ challenge: z.string(), sub: z.string() });

/** Whoever signs in has no account yet; whoever adds a passkey has one. */
const NOBODY = "-";

/** Remembers for a while what was used up. True for the first one to say so. */
export interface UsedOnce {
  setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean>;
}

/** The options for a browser, and the note that it carries to the next step. */
export interface Ceremony {
  readonly options: unknown;
  readonly note: string;
}

function refused(): Refusal {
  return refuse("FORBIDDEN", "That passkey does not fit. Try again, or sign in another way.");
}

/** Signing in by passkey: the device proves a key, and that its owner unlocked it. */
export class Passkeys {
  readonly #challenges: Tickets<z.output<typeof challengeClaims>>;

  constructor(
    private readonly deps: AccountDeps,
    private readonly parts: {
      /** The ceremonies of the site at `origin`; its host is what passkeys are bound to. */
      readonly ceremonies: (origin: string) => PasskeyCeremonies;
      readonly used: UsedOnce;
      readonly keys: SigningKeys;
    },
  ) {
    this.#challenges = new Tickets({
      keys: parts.keys,
      purpose: "passkey challenge",
      schema: challengeClaims,
      seconds: CHALLENGE_SECONDS,
      now: deps.now,
    });
  }

  get seconds(): number {
    return this.#challenges.seconds;
  }

  /** Begins to add a passkey to an account. */
  async beginAdding(origin: string, account: Account): Promise<Result<Ceremony>> {
    if (account.passkeys.length >= MOST_PASSKEYS) {
      return refuse("LIMIT_REACHED", "That is as many passkeys as fit. Remove one first.");
    }
    const known = account.passkeys.map(({ id }) => id);
    const { challenge, options } = await this.parts.ceremonies(origin).registration(account, known);
    return ok({ options, note: await this.#challenges.write({ challenge, sub: account.id }) });
  }

  /** Adds the passkey that the browser made. */
  async finishAdding(
    origin: string,
    who: SignedIn,
    note: string | undefined,
    answer: unknown,
    name: string,
  ): Promise<Result<NewPasskey>> {
    const { accounts, letters, now } = this.deps;
    const challenge = await this.#challenge(note, who.id);
    const made = challenge === undefined
      ? undefined
      : await this.parts.ceremonies(origin).registered(answer, challenge);
    if (made === undefined) return refused();
    const changed = await accounts.change(who.id, (account) => {
      if (account.passkeys.some(({ id }) => id === made.id)) {
        return refuse("CONFLICT", "That passkey is in your account already.");
      }
      const passkey = { ...made, transports: [...made.transports], name, createdAt: now() };
      const passkeys = [...account.passkeys, { ...passkey, lastUsedAt: null }];
      return { ...account, passkeys: passkeys.slice(-MOST_PASSKEYS) };
    });
    if (!changed.ok) return changed;
    const what = `A passkey was added: ${name}.`;
    await letters.send({ kind: "security-changed", to: changed.value.email, what });
    return ok(made);
  }

  /** Removes a passkey. */
  async remove(who: SignedIn, id: string): Promise<Result<Account>> {
    const { accounts, letters } = this.deps;
    let name = "";
    const changed = await accounts.change(who.id, (account) => {
      const found = account.passkeys.find((passkey) => passkey.id === id);
      if (found === undefined) return refuse("NOT_FOUND", "That passkey is gone already.");
      name = found.name;
      const left = account.passkeys.filter((passkey) => passkey !== found);
      if (left.length === 0 && account.passwordHash === null && account.identities.length === 0) {
        return refuse("NOT_POSSIBLE_NOW", "Nothing else opens this account. Add another first.");
      }
      return { ...account, passkeys: left };
    });
    if (!changed.ok) return changed;
    const what = `A passkey was removed: ${name}.`;
    await letters.send({ kind: "security-changed", to: changed.value.email, what });
    return changed;
  }

  /** Begins a sign-in: with whichever passkey of this site the device offers. */
  async beginSignIn(origin: string, address: string): Promise<Result<Ceremony>> {
    const requireWithinLimit = await admit(this.deps, LIMITS.loginAddress, address);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    const { challenge, options } = await this.parts.ceremonies(origin).authentication();
    return ok({ options, note: await this.#challenges.write({ challenge, sub: NOBODY }) });
  }

  /** The account whose passkey the browser proved. */
  async finishSignIn(
    origin: string,
    note: string | undefined,
    answer: unknown,
  ): Promise<Result<Account>> {
    const ceremonies = this.parts.ceremonies(origin);
    const claimed = ceremonies.claimed(answer);
    const challenge = await this.#challenge(note, NOBODY);
    if (claimed === undefined || challenge === undefined) return refused();
    const { accounts, log, now } = this.deps;
    const account = await accounts.find(claimed.accountId);
    const passkey = account?.passkeys.find(({ id }) => id === claimed.passkeyId);
    if (account === undefined || account.disabledAt !== null || passkey === undefined) {
      return refused();
    }
    const counter = await ceremonies.authenticated(answer, challenge, passkey);
    if (counter === undefined) {
      log.warn("passkey refused", { account: account.id });
      return refused();
    }
    return await accounts.change(account.id, (item) => {
      const current = item.passkeys.find(({ id }) => id === passkey.id);
      // Somebody else used the same counter in this very moment: one of the two is a copy.
      if (current === undefined || (counter > 0 && current.counter >= counter)) return refused();
      const passkeys = item.passkeys.map((each) =>
        each === current ? { ...each, counter, lastUsedAt: now() } : each
      );
      return { ...item, passkeys };
    });
  }

  /** The challenge of a note, once: of many who send it at once one gets it. */
  async #challenge(note: string | undefined, sub: string): Promise<string | undefined> {
    const claims = await this.#challenges.read(note);
    if (claims === undefined || claims.sub !== sub) return undefined;
    const key = `challenge/${digest(claims.challenge)}`;
    const first = await this.parts.used.setIfAbsent(key, "1", CHALLENGE_SECONDS * 1_000);
    return first ? claims.challenge : undefined;
  }
}
