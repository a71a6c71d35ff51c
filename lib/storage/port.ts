/** Files that people send, and what is made of them. Names are made by the product, never by people. */
import type { Instant } from "@/lib/combat/state.ts";

/** What one upload may be. Whoever holds the ticket can send this and nothing else. */
export interface UploadPolicy {
  readonly key: string;
  /** The exact content type. */
  readonly type: string;
  /** At least one byte, at most so many. */
  readonly maxBytes: number;
  readonly expiresAt: Instant;
}

/** A form that a browser sends by POST: these fields in order, then the file as `file`. */
export interface UploadTicket {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface StoredFile {
  readonly key: string;
  readonly size: number;
  readonly changedAt: Instant;
}

/** Keys are `folder/name` of small letters, digits, dots and dashes; see `isKey`. */
export interface FileStorage {
  readonly kind: "local" | "s3";
  /** The origin that browsers send files to; null when it is the site's own. */
  readonly uploadOrigin: string | null;
  ticket(policy: UploadPolicy): Promise<UploadTicket>;
  /** The bytes; null when there is no such file. @throws {DependencyError} Also when it has more than `limit`. */
  read(key: string, limit: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /** There under its name when it resolves, whole. Replaces what was there. */
  write(key: string, bytes: Uint8Array, type: string): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** All files of a folder. */
  list(folder: string): Promise<readonly StoredFile[]>;
  /** @throws {DependencyError} When files cannot be kept. */
  ping(): Promise<void>;
}

/** A form that was sent to the site itself, because files are kept in a directory. */
export interface SentForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: Uint8Array;
}

/** Takes in what a directory's tickets allow, and refuses the rest as a bucket does. */
export interface FormReceiver {
  /** Undefined when it was kept, else why not. */
  receive(
    form: SentForm,
  ): Promise<"EntityTooLarge" | "EntityTooSmall" | "AccessDenied" | undefined>;
}

/** Whether `key` is one that the product makes: nothing that a file system reads otherwise. */
export function isKey(key: string): boolean {
  return /^[a-z]{1,20}\/[a-z0-9][a-z0-9.-]{0,99}$/.test(key) && !key.includes("..");
}
