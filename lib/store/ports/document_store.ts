/**
 * Documents by owner: parties, characters, stat blocks, templates, plans of fights. One store for all kinds; what
 * a kind's body looks like is known to `document_collection.ts` and its callers.
 */
import type { Id, Instant } from "@/lib/combat/state.ts";
import type { Json } from "./json.ts";
import type { OwnerActivity, OwnerId } from "./encounter_store.ts";

/** Kind of the link that opens a guest's things elsewhere, and the id of its only one. */
export const RECOVERY_LINK = "recovery-link";

export const DOCUMENT_KINDS = [
  "party",
  "character",
  "stat-block",
  "source-text",
  "template",
  "plan",
  "account",
  "account-key",
  "session",
  "mail-token",
  "revocation",
  "picture",
  "picture-usage",
  "billing",
  "billing-customer",
  "billing-event",
  "billing-pending",
  "billing-notice",
  RECOVERY_LINK,
  "campaign",
  "membership",
  "invitation",
  "api-token",
] as const;
export type DocumentKind = typeof DOCUMENT_KINDS[number];

export interface StoredDocument<Body = Json> {
  readonly ownerId: OwnerId;
  readonly kind: DocumentKind;
  /** Unique within owner and kind. */
  readonly id: Id;
  /** 1 when new, one more with every change. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly body: Body;
}

export interface DocumentKey {
  readonly ownerId: OwnerId;
  readonly kind: DocumentKind;
  readonly id: Id;
}

export interface DocumentWrite<Body = unknown> extends DocumentKey {
  /** Anything that JSON can carry; what it cannot is dropped or becomes null, as JSON has it. */
  readonly body: Body;
  /** When it is written. */
  readonly at: Instant;
  /** Version that the writer has seen; 0 for a new one. */
  readonly expectedVersion: number;
}

export type PutResult =
  | { readonly kind: "saved"; readonly version: number }
  /** Somebody else changed it first; `version` is the present one, 0 when it is gone. */
  | { readonly kind: "conflict"; readonly id: Id; readonly version: number };

export interface DocumentStore {
  put(write: DocumentWrite): Promise<PutResult>;
  /** All of them, or none: the first conflict is the answer. `version` of success is the count. */
  putMany(writes: readonly DocumentWrite[]): Promise<PutResult>;
  get(key: DocumentKey): Promise<StoredDocument | null>;
  /** Last changed first; for the next page give the last one's `updatedAt` and `id`. */
  list(
    ownerId: OwnerId,
    kind: DocumentKind,
    page: {
      readonly limit: number;
      readonly after?: { readonly updatedAt: Instant; readonly id: Id };
    },
  ): Promise<readonly StoredDocument[]>;
  count(ownerId: OwnerId, kind: DocumentKind): Promise<number>;
  /** False when it was not there, or is at another version than the expected one. */
  delete(key: DocumentKey, expectedVersion?: number): Promise<boolean>;
  /** Owners of documents whose ids begin with `prefix`, in order of ids, from after `after` on. */
  owners(prefix: string, limit: number, after?: OwnerId): Promise<readonly OwnerActivity[]>;
  /**
   * Hands all documents of a guest to an account; returns how many. Where both have one of the
   * same kind and id, the account keeps its own and the guest's stays behind.
   */
  changeOwner(from: OwnerId, to: OwnerId): Promise<number>;
  /** Removes everything of an owner, for good; returns how many. */
  deleteAll(ownerId: OwnerId): Promise<number>;
}
