/** What is kept of accounts, as documents: their bodies and how they are found. */
import { z } from "zod";
import { type Collection, collection } from "@/lib/store/ports/document_collection.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";

/** Owner of what finds accounts and of what all instances share. */
export const DIRECTORY = "directory";

const instant = z.number().int().nonnegative();

/** A passkey of an account. */
export const passkeyRecord = z.strictObject({
  /** Credential id, base64url. */
  id: z.string().max(1_400),
  publicKey: z.string().max(6_000),
  counter: z.number().int().nonnegative(),
  transports: z.array(z.string().max(20)).max(8).default([]),
  name: z.string().max(80),
  createdAt: instant,
  lastUsedAt: instant.nullable().default(null),
  /** Whether it is kept by more than one device. */
  synced: z.boolean().default(false),
});

export const preferences = z.strictObject({
  edition: z.enum(["2014", "2024"]).default("2014"),
});
export type Preferences = z.output<typeof preferences>;

export const accountRecord = z.strictObject({
  /** Lower case; unique over all accounts. */
  email: z.string().max(254),
  name: z.string().max(80).default(""),
  role: z.enum(["user", "admin"]).default("user"),
  /** Disabled accounts keep what they have and cannot sign in. */
  disabledAt: instant.nullable().default(null),
  createdAt: instant,
  /** A PHC string; null for accounts that sign in by passkey or provider only. */
  passwordHash: z.string().max(300).nullable(),
  passwordChangedAt: instant.nullable().default(null),
  totp: z.strictObject({
    /** Encrypted. */
    secret: z.string().max(500),
    /** Counter of the last code that was taken: each passes once. */
    lastStep: z.number().int().default(0),
    confirmedAt: instant,
  }).nullable().default(null),
  /** Hashes of the recovery codes that are left. */
  recoveryCodes: z.array(z.string().max(64)).max(10).default([]),
  passkeys: z.array(passkeyRecord).max(20).default([]),
  /** Hashes of the identities at the external provider that open this account. */
  identities: z.array(z.string().max(64)).max(5).default([]),
  /** Guests whose things were taken over, so that late writes of theirs are fetched too. */
  guests: z.array(z.strictObject({ id: z.string().max(40), at: instant })).max(20).default([]),
  /** Seats at others' tables, newest last. */
  seatIds: z.array(z.string().max(40)).max(12).default([]),
  preferences: preferences.prefault({}),
});
export type AccountRecord = z.output<typeof accountRecord>;

/** Finds an account: by the hash of its address, or of an identity at a provider. */
export const accountKey = z.strictObject({
  accountId: z.string().max(40),
  /** The address, for lists of accounts; empty for identities. */
  email: z.string().max(254).default(""),
});
export type AccountKey = z.output<typeof accountKey>;

export const sessionRecord = z.strictObject({
  createdAt: instant,
  lastSeenAt: instant,
  provenAt: instant,
  method: z.enum(["password", "passkey", "provider", "link"]),
  device: z.string().max(120),
  place: z.string().max(80).nullable(),
  /** Hash of the refresh token that is good now. */
  refreshHash: z.string().max(64),
  /** The one before: parallel tabs may still send it. */
  previous: z.strictObject({ hash: z.string().max(64), seed: z.string().max(64), until: instant })
    .nullable().default(null),
});
export type SessionRecord = z.output<typeof sessionRecord>;

/** What a link in a letter stands for. */
export const mailToken = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("sign-up"),
    email: z.string().max(254),
    passwordHash: z.string().max(300),
    guestId: z.string().max(40).nullable(),
    /** Hash of the cookie of the browser that asked. */
    browserHash: z.string().max(64),
    expiresAt: instant,
  }),
  z.strictObject({
    kind: z.literal("reset-password"),
    accountId: z.string().max(40),
    expiresAt: instant,
  }),
  z.strictObject({
    kind: z.literal("change-email"),
    accountId: z.string().max(40),
    email: z.string().max(254),
    expiresAt: instant,
  }),
  z.strictObject({
    kind: z.literal("invitation"),
    email: z.string().max(254),
    expiresAt: instant,
  }),
]);
export type MailToken = z.output<typeof mailToken>;

/** A session that was ended before its access tokens ran out. */
export const revocationRecord = z.strictObject({ accountId: z.string().max(40), at: instant });

/** The collections that accounts are kept in. */
export interface AuthRecords {
  readonly documents: DocumentStore;
  readonly accounts: Collection<AccountRecord>;
  readonly keys: Collection<AccountKey>;
  readonly sessions: Collection<SessionRecord>;
  readonly mailTokens: Collection<MailToken>;
  readonly revocations: Collection<z.output<typeof revocationRecord>>;
}

export function authRecords(documents: DocumentStore): AuthRecords {
  return {
    documents,
    accounts: collection(documents, "account", accountRecord),
    keys: collection(documents, "account-key", accountKey),
    sessions: collection(documents, "session", sessionRecord),
    mailTokens: collection(documents, "mail-token", mailToken),
    revocations: collection(documents, "revocation", revocationRecord),
  };
}
