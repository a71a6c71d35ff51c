import { z } from "zod";
import { LIMITS } from "@/lib/cache/port.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import { type AccountDeps, admit } from "@/lib/auth/deps.ts";
import { digest, type SigningKeys } from "@/lib/auth/keys.ts";
import type { IdentityProvider, ProviderClaims, SignedIn } from "@/lib/auth/port.ts";
import { Tickets } from "@/lib/auth/tickets.ts";
import { emailAddress } from "@/lib/contracts/account.ts";
import { DependencyError, ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

const MINUTES = 10;

const flow = z.object({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  to: z.string(),
  /** The account that connects the provider; "" for signing in. */
  sub: z.string(),
});

/** Signing in with an account at another site, where one is configured. */
export class ProviderSignIn {
  readonly #flows: Tickets<z.output<typeof flow>>;

  constructor(
    private readonly deps: AccountDeps,
    private readonly parts: {
      readonly provider: IdentityProvider | undefined;
      readonly keys: SigningKeys;
    },
  ) {
    this.#flows = new Tickets({
      keys: parts.keys,
      purpose: "sign-in elsewhere",
      schema: flow,
      seconds: MINUTES * 60,
      now: deps.now,
    });
  }

  /** What the button says; undefined where no provider is configured. */
  get name(): string | undefined {
    return this.parts.provider?.name;
  }

  get seconds(): number {
    return this.#flows.seconds;
  }

  /** Where the browser goes, and the note that it carries. `who` connects an account. */
  async begin(
    wanted: { readonly redirectUri: string; readonly to: string; readonly address: string },
    who?: SignedIn,
  ): Promise<Result<{ readonly location: string; readonly note: string }>> {
    const { provider } = this.parts;
    if (provider === undefined) return refuse("NOT_FOUND", "Nothing is at this address.");
    const requireWithinLimit = await admit(this.deps, LIMITS.loginAddress, wanted.address);
    if (!requireWithinLimit.ok) return requireWithinLimit;
    const { address, verifier, state, nonce } = await asked(provider.begin(wanted.redirectUri));
    const { to } = wanted;
    const note = await this.#flows.write({ verifier, state, nonce, to, sub: who?.id ?? "" });
    return ok({ location: address, note });
  }

  /** Who came back, and where they want to go. */
  async finish(
    callback: URL,
    note: string | undefined,
    who?: SignedIn,
  ): Promise<Result<{ readonly account: Account; readonly to: string }>> {
    const { provider } = this.parts;
    const begun = await this.#flows.read(note);
    if (provider === undefined || begun === undefined) return refused();
    const claims = await asked(provider.finish(callback, begun));
    if (claims === undefined) return refused();
    const identity = digest(`identity ${JSON.stringify([claims.issuer, claims.subject])}`);
    const account = begun.sub === ""
      ? await this.#signIn(claims, identity)
      : await this.#connect(begun.sub, identity, who);
    return account.ok ? ok({ account: account.value, to: begun.to }) : account;
  }

  async #signIn({ email }: ProviderClaims, identity: string): Promise<Result<Account>> {
    const { accounts } = this.deps;
    const known = await accounts.findByIdentity(identity);
    if (known !== undefined) return known.disabledAt === null ? ok(known) : refused();
    const address = emailAddress.safeParse(email).data;
    if (address === undefined) {
      return refuse("FORBIDDEN", "That site names no confirmed address. Sign up with one here.");
    }
    const made = await accounts.create({ email: address, passwordHash: null }, identity);
    // Who has that address elsewhere need not be who has it here: the account's owner connects it.
    return made === undefined
      ? refuse("CONFLICT", "That address has an account. Sign in to it, then connect the two.")
      : ok(made);
  }

  async #connect(
    accountId: string,
    identity: string,
    who: SignedIn | undefined,
  ): Promise<Result<Account>> {
    const { accounts, letters } = this.deps;
    if (who?.id !== accountId) return refused();
    if (!await accounts.addIdentity(accountId, identity)) {
      return refuse("CONFLICT", "That identity opens an account already.");
    }
    const account = await accounts.find(accountId);
    if (account === undefined) return refused();
    const what = `Signing in with ${this.name ?? "another site"} was turned on.`;
    await letters.send({ kind: "security-changed", to: account.email, what });
    return ok(account);
  }
}

function refused(): Refusal {
  return refuse("FORBIDDEN", "That sign-in did not work. Begin again.");
}

/** An answer of the provider; a provider that does not answer is a part that is away. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new DependencyError("identity provider", "Cannot reach the identity provider", { cause });
  }
}
