/** Tokens for programs: each opens a part of the API to whoever has it, as the account. */
import { z } from "zod";
import type { AccountStore } from "@/lib/auth/account_store.ts";
import { digest, randomText, sameText } from "@/lib/auth/keys.ts";
import { type Scope, SCOPES } from "@/lib/auth/policy.ts";
import type { Revocations } from "@/lib/auth/revocations.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { type Collection, collection } from "@/lib/store/ports/document_collection.ts";
import type { DocumentStore, StoredDocument } from "@/lib/store/ports/document_store.ts";

const DAY = 86_400_000;
const MOST_TOKENS = 20;
/** The last use is written down so often at most. */
const NOTED_MS = 60_000;
/** `et_`, the account's name, the token's own name, 256 bits of secret. */
const TOKEN = /^et_([\w-]{22})([\w-]{22})([\w-]{43})$/;

/** How long a token may work; null is without an end. */
export const TOKEN_DAYS = [30, 90, 365, null] as const;

const instant = z.number().int().nonnegative();
const tokenRecord = z.strictObject({
  name: z.string().max(80),
  /** Hash of the secret. */
  hash: z.string().max(64),
  scopes: z.array(z.enum(SCOPES)).max(SCOPES.length),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable().default(null),
});
type TokenRecord = z.output<typeof tokenRecord>;

/** A token as its owner sees it: never the secret. */
export interface TokenInfo extends Omit<TokenRecord, "hash"> {
  readonly id: string;
}

/** Whom a token speaks for, and what it opens. */
export interface TokenHolder {
  readonly accountId: string;
  /** What streams that it opens hang on. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

export interface ApiTokenDeps {
  readonly documents: DocumentStore;
  readonly accounts: Pick<AccountStore, "find">;
  readonly revocations: Revocations;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** Whether a bearer's text looks like one of these tokens. */
export function isApiToken(text: string): boolean {
  return text.startsWith("et_");
}

export class ApiTokens {
  readonly #tokens: Collection<TokenRecord>;

  constructor(private readonly deps: ApiTokenDeps) {
    this.#tokens = collection(deps.documents, "api-token", tokenRecord);
  }

  /** A new token; its text is known only now. */
  async make(
    accountId: string,
    said: {
      readonly name: string;
      readonly scopes: readonly Scope[];
      readonly days: number | null;
    },
  ): Promise<Result<string>> {
    const { now, random } = this.deps;
    const name = said.name.trim();
    if (name === "") return refuse("INVALID_INPUT", "Write what the token is for.");
    if (said.scopes.length === 0) return refuse("INVALID_INPUT", "Choose what the token may do.");
    if (await this.#tokens.count(accountId) >= MOST_TOKENS) {
      return refuse("LIMIT_REACHED", "That is as many tokens as fit. Revoke one first.");
    }
    const [id, secret] = [randomText(random, 16), randomText(random, 32)];
    const at = now();
    const body: TokenRecord = {
      name,
      hash: digest(secret),
      scopes: [...new Set(said.scopes)],
      createdAt: at,
      expiresAt: said.days === null ? null : at + said.days * DAY,
      lastUsedAt: null,
    };
    const put = await this.#tokens.put({ ownerId: accountId, id, body, at, expectedVersion: 0 });
    if (put.kind === "conflict") return refuse("CONFLICT", "That did not work. Try again.");
    return ok(`et_${accountId.replace(/^account_/, "")}${id}${secret}`);
  }

  /** The account's tokens, last made first. */
  async list(accountId: string): Promise<readonly TokenInfo[]> {
    const kept = await this.#tokens.list(accountId, { limit: MOST_TOKENS });
    return kept.map(({ id, body: { hash: _, ...rest } }) => ({ id, ...rest }))
      .toSorted((a, b) => b.createdAt - a.createdAt);
  }

  /** Ends a token: what it has open closes within seconds, on every instance. */
  async revoke(accountId: string, id: string): Promise<Result<null>> {
    if (!await this.#tokens.delete(accountId, id)) {
      return refuse("NOT_FOUND", "That token is not here any more.");
    }
    await this.deps.revocations.add(accountId, [nameOf(id)]);
    return ok(null);
  }

  /** Whom a token speaks for; undefined when it is not ours, has ended, or its account is disabled. */
  async read(text: string): Promise<TokenHolder | undefined> {
    const [, account = "", id = "", secret = ""] = TOKEN.exec(text) ?? [];
    if (secret === "") return undefined;
    const accountId = `account_${account}`;
    const kept = await this.#tokens.get(accountId, id);
    if (kept === null || !sameText(kept.body.hash, digest(secret))) return undefined;
    const { expiresAt, scopes } = kept.body;
    if (expiresAt !== null && expiresAt <= this.deps.now()) return undefined;
    const owner = await this.deps.accounts.find(accountId);
    if (owner === undefined || owner.disabledAt !== null) return undefined;
    await this.#noteUse(kept);
    return { accountId, name: nameOf(id), scopes };
  }

  async #noteUse({ ownerId, id, version, body }: StoredDocument<TokenRecord>): Promise<void> {
    const at = this.deps.now();
    if (body.lastUsedAt !== null && at - body.lastUsedAt < NOTED_MS) return;
    // Who loses this race was used in the same moment as who won it.
    const next = { ...body, lastUsedAt: at };
    await this.#tokens.put({ ownerId, id, body: next, at, expectedVersion: version });
  }
}

function nameOf(id: string): string {
  return `token_${id}`;
}
