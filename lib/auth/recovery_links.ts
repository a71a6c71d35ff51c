/**
 * Links with which a guest opens their fights on a second device, or again when their browser has
 * forgotten the cookie. One a guest: it is shown once, kept as a hash, and works until it is
 * revoked, replaced, or unused for as long as a cookie lives.
 */
import { z } from "zod";
import { admit } from "@/lib/auth/deps.ts";
import { digest, randomText, sameText } from "@/lib/auth/keys.ts";
import type { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import { type LimitRule, LIMITS, type LimitVerdict } from "@/lib/cache/port.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { GUEST_DAYS } from "@/lib/encounters/tokens.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import { collection } from "@/lib/store/ports/document_collection.ts";
import { type DocumentStore, RECOVERY_LINK } from "@/lib/store/ports/document_store.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

const DAY = 86_400_000;
const GUEST = "guest_";
/** Characters of a guest's name, and of the secret after it in a link's key. */
const PART = 22;

const instant = z.number().int().nonnegative();

const recoveryRecord = z.strictObject({
  /** Hash of the link's secret. */
  hash: z.string().max(64),
  madeAt: instant,
  usedAt: instant.nullable().default(null),
});
type RecoveryRecord = z.output<typeof recoveryRecord>;

/** What a guest may know of their link. The link itself is not kept. */
export interface RecoveryStatus {
  readonly madeAt: number;
  /** When it was opened last; null when it never was. */
  readonly usedAt: number | null;
}

/** What opening a link would do in a browser. */
export interface RecoveryOffer {
  /** Fights that it opens; a hundred stands for more. */
  readonly encounters: number;
  /** Fights that this browser has as another guest, counted so too; they are added. */
  readonly own: number;
  /** Whether this browser is that guest already, somebody else or nobody, or an account. */
  readonly as: "same" | "guest" | "account";
}

export interface RecoveryDeps {
  readonly documents: DocumentStore;
  readonly encounters: Pick<EncounterStore, "list">;
  readonly takeOver: Pick<TakeOverGuest, "run" | "merge">;
  readonly limiter: { limit(rule: LimitRule, subject: string): Promise<LimitVerdict> };
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

const NO_LINK = refuse(
  "NOT_FOUND",
  "This link does not work any more. Make a new one in a browser that still has the fights.",
);

/** The use cases of recovery links; each decides itself who may. */
export class RecoveryLinks {
  readonly #deps: RecoveryDeps;
  readonly #records;

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
    this.#records = collection(deps.documents, RECOVERY_LINK, recoveryRecord);
  }

  /** The visitor's link, if they are a guest with one that works. */
  async status(who: Visitor): Promise<RecoveryStatus | null> {
    const guest = guestOf(who);
    if (!guest.ok) return null;
    const kept = await this.#records.get(guest.value, RECOVERY_LINK);
    if (kept === null || this.#isOver(kept.body)) return null;
    const { madeAt, usedAt } = kept.body;
    return { madeAt, usedAt };
  }

  /** Makes the key of a new link for the guest who asks; one that was there before works no more. */
  async make(who: Visitor): Promise<Result<string>> {
    const guest = guestOf(who);
    if (!guest.ok) return guest;
    const { now, random, log } = this.#deps;
    const often = await admit(this.#deps, LIMITS.recoveryMake, guest.value);
    if (!often.ok) return often;
    const secret = randomText(random, 16);
    const before = await this.#records.get(guest.value, RECOVERY_LINK);
    const put = await this.#records.put({
      ownerId: guest.value,
      id: RECOVERY_LINK,
      body: { hash: digest(secret), madeAt: now(), usedAt: null },
      at: now(),
      expectedVersion: before?.version ?? 0,
    });
    if (put.kind === "conflict") {
      return refuse("CONFLICT", "Another link was made at the same moment. Make one more.");
    }
    log.info("recovery link made", { owner: guest.value, replaced: before !== null });
    return ok(guest.value.slice(GUEST.length) + secret);
  }

  /** Ends the guest's link; without one too. Devices that opened it keep what they opened. */
  async revoke(who: Visitor): Promise<Result<null>> {
    const guest = guestOf(who);
    if (!guest.ok) return guest;
    const gone = await this.#records.delete(guest.value, RECOVERY_LINK);
    if (gone) this.#deps.log.info("recovery link revoked", { owner: guest.value });
    return ok(null);
  }

  /** What opening the link would do here. Changes nothing: programs that look at links may come. */
  async look(who: Visitor, key: string): Promise<Result<RecoveryOffer>> {
    const found = await this.#find(who, key);
    if (!found.ok) return found;
    const { guestId } = found.value;
    const encounters = await this.#count(guestId);
    if (who.account !== undefined) return ok({ encounters, own: 0, as: "account" });
    if (who.ownerId === guestId) return ok({ encounters, own: 0, as: "same" });
    const own = who.ownerId === null ? 0 : await this.#count(who.ownerId);
    return ok({ encounters, own, as: "guest" });
  }

  /**
   * Opens the link for the visitor. An account takes everything over, which ends the link: the
   * answer is null. Else the answer is the guest whom this browser becomes; what it had as
   * another guest is theirs now.
   */
  async open(who: Visitor, key: string): Promise<Result<string | null>> {
    const found = await this.#find(who, key);
    if (!found.ok) return found;
    const { guestId, body, version } = found.value;
    const { takeOver, log, now } = this.#deps;
    if (who.account !== undefined) {
      await takeOver.run(guestId, who.account.id);
      log.info("recovery link opened", { owner: guestId, account: who.account.id });
      return ok(null);
    }
    const own = who.ownerId === guestId ? null : who.ownerId;
    if (own !== null) await takeOver.merge(own, guestId);
    // Somebody who opened it at the same moment has noted the time as well.
    await this.#records.put({
      ownerId: guestId,
      id: RECOVERY_LINK,
      body: { ...body, usedAt: now() },
      at: now(),
      expectedVersion: version,
    });
    log.info("recovery link opened", { owner: guestId, ...own === null ? {} : { added: own } });
    return ok(guestId);
  }

  async #count(ownerId: string): Promise<number> {
    const limit = 100;
    const lists = await Promise.all(
      (["open", "archived"] as const).map((which) =>
        this.#deps.encounters.list(ownerId, { which, limit })
      ),
    );
    return Math.min(limit, lists.flat().length);
  }

  /** Counts the attempt first: who is over the limit is told the same whatever the key. */
  async #find(who: Visitor, key: string) {
    const { wideNetwork = "unknown" } = who;
    const often = await admit(this.#deps, LIMITS.recoveryOpen, wideNetwork);
    if (!often.ok) {
      this.#deps.log.warn("recovery links tried too often");
      return often;
    }
    const guestId = GUEST + key.slice(0, PART);
    const kept = await this.#records.get(guestId, RECOVERY_LINK);
    const matches = sameText(digest(key.slice(PART)), kept?.body.hash ?? "");
    if (kept === null || !matches || this.#isOver(kept.body)) return NO_LINK;
    return ok({ guestId, body: kept.body, version: kept.version });
  }

  #isOver({ madeAt, usedAt }: RecoveryRecord): boolean {
    return this.#deps.now() - (usedAt ?? madeAt) > GUEST_DAYS * DAY;
  }
}

/** The guest that the visitor is; an account needs no link, and nobody has nothing to open. */
function guestOf({ ownerId, account }: Visitor): Result<string> {
  if (account !== undefined) {
    return refuse("FORBIDDEN", "Your account keeps your fights. Sign in on the other device.");
  }
  if (ownerId === null) {
    return refuse("NOT_POSSIBLE_NOW", "Start a fight first: there is nothing to keep yet.");
  }
  return ok(ownerId);
}
