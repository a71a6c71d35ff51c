import { isDeepStrictEqual } from "node:util";
import type { AccountStore } from "@/lib/auth/account_store.ts";
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  type DocumentStore,
  RECOVERY_LINK,
  type StoredDocument,
} from "@/lib/store/ports/document_store.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

const PAGE = 100;
const DAY = 86_400_000;
/** A request of the guest's that was on its way may write after the move: fetched for so long. */
const LATE_MS = DAY;
const NAME_LENGTH = 80;

export interface TakeOverDeps {
  readonly documents: DocumentStore;
  readonly encounters: Pick<EncounterStore, "changeOwner">;
  readonly accounts: AccountStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface TakenOver {
  readonly encounters: number;
  readonly documents: number;
}

/** Moves what a guest has to another owner, most often an account. Every step may be repeated: what was moved stays moved. */
export class TakeOverGuest {
  constructor(private readonly deps: TakeOverDeps) {}

  /** Moves everything; seats are added to the account's. */
  async run(
    guestId: string | null,
    accountId: string,
    seatIds: readonly string[] = [],
  ): Promise<TakenOver> {
    const at = this.deps.now();
    // Noted first: if this stops half-way, the next sign of the account goes on with it.
    await this.deps.accounts.change(accountId, (account) => ({
      ...account,
      guests: [
        ...account.guests.filter(({ id }) => id !== guestId),
        ...guestId === null ? [] : [{ id: guestId, at }],
      ].slice(-20),
      seatIds: [...account.seatIds.filter((id) => !seatIds.includes(id)), ...seatIds].slice(-12),
    }));
    return guestId === null
      ? { encounters: 0, documents: 0 }
      : await this.#move(guestId, accountId);
  }

  /** Fetches what guests of this account wrote after they had been taken over. */
  async late(accountId: string): Promise<void> {
    const account = await this.deps.accounts.find(accountId);
    const since = this.deps.now() - LATE_MS;
    for (const { id, at } of account?.guests ?? []) {
      if (at >= since) await this.#move(id, accountId);
    }
  }

  /** Moves what a guest has to another guest, as whom the browser goes on. */
  merge(guestId: string, intoGuestId: string): Promise<TakenOver> {
    return this.#move(guestId, intoGuestId);
  }

  async #move(from: string, to: string): Promise<TakenOver> {
    const { documents, encounters } = this.deps;
    // There is nothing behind it any more.
    await documents.delete({ ownerId: from, kind: RECOVERY_LINK, id: RECOVERY_LINK });
    for (const kind of DOCUMENT_KINDS) await this.#untangle(kind, from, to);
    return {
      documents: await documents.changeOwner(from, to),
      encounters: await encounters.changeOwner(from, to),
    };
  }

  /** Gives the guest's documents other ids where the account has the same ones. */
  async #untangle(kind: DocumentKind, guestId: string, accountId: string): Promise<void> {
    let after: { readonly updatedAt: number; readonly id: string } | undefined;
    for (;;) {
      const page = await this.deps.documents.list(guestId, kind, {
        limit: PAGE,
        ...after ? { after } : {},
      });
      for (const mine of page) {
        const theirs = await this.deps.documents.get({ ownerId: accountId, kind, id: mine.id });
        if (theirs !== null) await this.#keepBoth(mine, theirs, accountId);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = { updatedAt: last.updatedAt, id: last.id };
    }
  }

  async #keepBoth(
    mine: StoredDocument,
    theirs: StoredDocument,
    accountId: string,
  ): Promise<void> {
    const { documents, now } = this.deps;
    const { kind } = mine;
    for (let number = 2; !isDeepStrictEqual(mine.body, theirs.body); number++) {
      const id = `${mine.id.slice(0, 70)}-${number}`;
      const body = renamed(mine.body, id);
      const key = { ownerId: accountId, kind, id };
      const put = await documents.put({ ...key, body, at: now(), expectedVersion: 0 });
      if (put.kind === "saved") break;
      // Taken by a copy of an earlier try, or by something else: the next number then.
      if (isDeepStrictEqual((await documents.get(key))?.body, body)) break;
    }
    // Changed in the meantime: it stays and is looked at again with the next sign of the account.
    await documents.delete(mine, mine.version);
  }
}

/** A body under another id, its name saying where it comes from. */
function renamed(body: StoredDocument["body"], id: string): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const inner = ["party", "block"].find((key) => key in body);
  if (inner !== undefined) {
    const { before: _, ...rest } = { before: undefined, ...body };
    return { ...rest, [inner]: renamed(Reflect.get(body, inner), id) };
  }
  const fields: Record<string, unknown> = { ...body };
  if (typeof fields["name"] === "string") {
    const mark = " (as a guest)";
    fields["name"] = fields["name"].slice(0, NAME_LENGTH - mark.length) + mark;
  }
  if (typeof fields["id"] === "string") fields["id"] = id;
  if ("isDefault" in fields) fields["isDefault"] = false;
  return fields;
}
