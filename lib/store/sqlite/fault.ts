import { DependencyError } from "@/lib/errors.ts";

/** What can be the matter with the database file, as far as an operator acts on it. */
export const STORE_FAULTS = [
  "locked",
  "full",
  "read-only",
  "corrupt",
  "unreachable",
  "closed",
  "unknown",
] as const;
export type StoreFaultKind = typeof STORE_FAULTS[number];

/** Primary result codes of SQLite (sqlite.org/rescode.html) that say what to do next. */
const BY_CODE: Readonly<Record<number, StoreFaultKind>> = {
  5: "locked",
  6: "locked",
  8: "read-only",
  10: "unreachable",
  11: "corrupt",
  13: "full",
  14: "unreachable",
  26: "corrupt",
};

/** Codes of the system, where a file was written beside SQLite: by a restore. */
const BY_SYSTEM_CODE: Readonly<Record<string, StoreFaultKind>> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "read-only",
  EACCES: "read-only",
  EPERM: "read-only",
};

/** SQLite's own fixed English, for the calls after which the driver passes no code on. */
const BY_MESSAGE: readonly (readonly [RegExp, StoreFaultKind])[] = [
  [/database( table| schema)? is locked/i, "locked"],
  [/disk is full/i, "full"],
  [/readonly database/i, "read-only"],
  [/malformed|not a database|corrupt/i, "corrupt"],
  [/disk I\/O error|unable to open/i, "unreachable"],
  [/not open|has been finalized/i, "closed"],
];

const ADVICE: Readonly<Record<StoreFaultKind, string>> = {
  locked: "another process holds the database",
  full: "the disk is full",
  "read-only": "the database is read-only",
  corrupt: "the database file is damaged",
  unreachable: "the database file cannot be read or written",
  closed: "the store is closed",
  unknown: "the database answered with an error",
};

/** A fault of the embedded store; `kind` says which. Its message carries no path and no SQL. */
export class StoreFault extends DependencyError {
  constructor(readonly kind: StoreFaultKind, action: string, cause: unknown) {
    super("store", `Cannot ${action}: ${ADVICE[kind]}`, { cause });
  }
}

/** Which fault an error of `node:sqlite` stands for. */
export function faultKind(error: unknown): StoreFaultKind {
  if (error instanceof StoreFault) return error.kind;
  if (!(error instanceof Error)) return "unknown";
  if ("errcode" in error && typeof error.errcode === "number") {
    // The low byte is the primary code, the rest says where it happened.
    const kind = BY_CODE[error.errcode & 0xff];
    if (kind !== undefined) return kind;
  }
  if ("code" in error && typeof error.code === "string") {
    const kind = BY_SYSTEM_CODE[error.code];
    if (kind !== undefined) return kind;
  }
  return BY_MESSAGE.find(([pattern]) => pattern.test(error.message))?.[1] ?? "unknown";
}

/** Whether another process holds the lock for now, so that trying again is worth it. */
export function isBusy(error: unknown): boolean {
  return faultKind(error) === "locked";
}

/** `error` as a `StoreFault`; faults and mistakes of the caller (RangeError) pass unchanged. */
export function storeFault(action: string, error: unknown): Error {
  if (error instanceof DependencyError || error instanceof RangeError) return error;
  return new StoreFault(faultKind(error), action, error);
}
