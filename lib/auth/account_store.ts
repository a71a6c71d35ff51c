import { digest, randomText } from "@/lib/auth/keys.ts";
import {
  type AccountKey,
  accountKey,
  type AccountRecord,
  accountRecord,
  type AuthRecords,
  DIRECTORY,
} from "@/lib/auth/records.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { DocumentWrite } from "@/lib/store/ports/document_store.ts";

/** An account and its id. */
export interface Account extends AccountRecord {
  readonly id: string;
}

/** Two that change one account at once each lose at most a few races. */
const ATTEMPTS = 8;

/** Finds and changes accounts. An address belongs to one account at most. */
export class AccountStore {
  constructor(
    private readonly deps: {
      readonly records: AuthRecords;
      readonly now: () => number;
      readonly random: (length: number) => Uint8Array;
    },
  ) {}

  async find(id: string): Promise<Account | undefined> {
    const kept = await this.deps.records.accounts.get(id, "account");
    return kept === null ? undefined : { id, ...kept.body };
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    return await this.#byKey(emailKey(email));
  }

  /** The account that an identity at a provider opens. */
  async findByIdentity(hash: string): Promise<Account | undefined> {
    return await this.#byKey(hash);
  }

  async #byKey(key: string): Promise<Account | undefined> {
    const found = await this.deps.records.keys.get(DIRECTORY, key);
    // Whether there is one or not, the store is asked twice: the time tells nothing.
    return await this.find(found?.body.accountId ?? "account_none");
  }

  /** A new account; undefined when the address has one already. */
  async create(
    made: { readonly email: string; readonly passwordHash: string | null },
    identity?: string,
  ): Promise<Account | undefined> {
    const { records, now, random } = this.deps;
    const at = now();
    const id = `account_${randomText(random, 16)}`;
    const body = accountRecord.parse({
      ...made,
      createdAt: at,
      passwordChangedAt: made.passwordHash === null ? null : at,
      identities: identity === undefined ? [] : [identity],
    });
    const put = await records.documents.putMany([
      { ownerId: id, kind: "account", id: "account", body, at, expectedVersion: 0 },
      this.#keyWrite(emailKey(made.email), { accountId: id, email: made.email }),
      ...identity === undefined ? [] : [this.#keyWrite(identity, { accountId: id, email: "" })],
    ]);
    return put.kind === "saved" ? { id, ...body } : undefined;
  }

  #keyWrite(id: string, body: AccountKey): DocumentWrite {
    const at = this.deps.now();
    const key = { ownerId: DIRECTORY, kind: "account-key" as const, id };
    return { ...key, body: accountKey.parse(body), at, expectedVersion: 0 };
  }

  /**
   * Changes an account; `change` may be called again when somebody else was first. A refusal of
   * `change` is handed on and nothing is written.
   */
  async change(
    id: string,
    change: (account: Account) => AccountRecord | Refusal,
  ): Promise<Result<Account>> {
    const { accounts } = this.deps.records;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const kept = await accounts.get(id, "account");
      if (kept === null) return refuse("NOT_FOUND", "That account is not here any more.");
      const next = change({ id, ...kept.body });
      if ("ok" in next) return next;
      const { id: _id, ...rest } = { id, ...next };
      const body = accountRecord.parse(rest);
      const put = await accounts.put({
        ownerId: id,
        id: "account",
        body,
        at: this.deps.now(),
        expectedVersion: kept.version,
      });
      if (put.kind === "saved") return ok({ id, ...body });
    }
    return refuse("CONFLICT", "The account was changed elsewhere just now. Try again.");
  }

  /** Gives an account another address; false when that belongs to one already. */
  async changeEmail(id: string, email: string): Promise<boolean> {
    const { records, now } = this.deps;
    const kept = await records.accounts.get(id, "account");
    if (kept === null) return false;
    const at = now();
    const body = { ...kept.body, email };
    const put = await records.documents.putMany([
      { ownerId: id, kind: "account", id: "account", body, at, expectedVersion: kept.version },
      this.#keyWrite(emailKey(email), { accountId: id, email }),
    ]);
    if (put.kind === "conflict") return false;
    await records.keys.delete(DIRECTORY, emailKey(kept.body.email));
    return true;
  }

  /** Ties an identity at a provider to an account; false when it opens one already. */
  async addIdentity(id: string, identity: string): Promise<boolean> {
    const { records, now } = this.deps;
    const kept = await records.accounts.get(id, "account");
    if (kept === null) return false;
    const body = { ...kept.body, identities: [...kept.body.identities, identity] };
    const at = now();
    const put = await records.documents.putMany([
      { ownerId: id, kind: "account", id: "account", body, at, expectedVersion: kept.version },
      this.#keyWrite(identity, { accountId: id, email: "" }),
    ]);
    return put.kind === "saved";
  }

  /** Accounts by address, last made first; for the next page give the last one as `after`. */
  async list(
    limit: number,
    after?: { readonly updatedAt: number; readonly id: string },
  ): Promise<readonly { readonly account: Account; readonly key: typeof after }[]> {
    const page = await this.deps.records.keys.list(DIRECTORY, { limit, ...after ? { after } : {} });
    const found = await Promise.all(
      page.filter(({ body }) => body.email !== "").map(async ({ id, updatedAt, body }) => {
        const account = await this.find(body.accountId);
        return account && { account, key: { id, updatedAt } };
      }),
    );
    return found.filter((candidate) => candidate !== undefined);
  }
}

/** The key of an address in the directory: a hash, so that logs and errors never show it. */
export function emailKey(email: string): string {
  return digest(`email ${email}`);
}
