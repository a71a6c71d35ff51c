import { DependencyError } from "@/lib/errors.ts";

/** What can be the matter with the database file, as far as an operator acts on it. */
export const STORE_FAULTS = [
  "locked",
  "full",
  "read-only",
  "corrupt",
  "unreachable",
  "forbidden",
  "no-folder",
  "gone",
  "replaced",
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

/** SQLite's own fixed English, for the calls after which the driver passes no code on. */
const BY_MESSAGE: readonly (readonly [RegExp, StoreFaultKind])[] = [
  [/database( table| schema)? is locked/i, "locked"],
  [/disk is full/i, "full"],
  [/readonly database/i, "read-only"],
  [/malformed|not a database|corrupt/i, "corrupt"],
  [/disk I\/O error|unable to open/i, "unreachable"],
  [/not open|has been finalized/i, "closed"],
];

/** What each fault is, and what to do about it. Neither names a path: `/ops` and alerts show both. */
const FAULTS: Readonly<Record<StoreFaultKind, readonly [is: string, todo: string]>> = {
  locked: [
    "another process holds the database",
    "find it (fuser, lsof) and let it end; nothing needs a restart",
  ],
  full: ["the disk is full", "make room on it; nothing needs a restart"],
  "read-only": [
    "the database is read-only",
    "mount its disk writable, or let the server's user write the file and its folder",
  ],
  corrupt: [
    "the database file is damaged",
    "stop the server, keep the file aside, and bring back the newest backup (runbook restore)",
  ],
  unreachable: [
    "the database file cannot be read or written",
    "look whether its disk is mounted and well, and whether DATA_DIR is the right folder",
  ],
  forbidden: [
    "the server's user may not read or write the database's files",
    "give the folder and its files to that user: chown -R USER DATA_DIR",
  ],
  "no-folder": [
    "a part of the path is a file where a folder has to be",
    "set DATA_DIR to a folder",
  ],
  gone: [
    "a file of the database was deleted or moved away",
    "put it back where it was; where it is lost, stop the server and bring back the newest backup (runbook restore)",
  ],
  replaced: [
    "another file stands in the place of the database's",
    "restart the server to use the file that is there now, or put the one before it back",
  ],
  closed: ["the store is closed", "restart the server"],
  unknown: ["the database answered with an error", "read the server's log: it has the cause"],
};

/** Codes of node:fs, for files that cannot be opened at all or are written beside SQLite. */
const BY_SYSTEM_CODE: Readonly<Record<string, StoreFaultKind>> = {
  EACCES: "forbidden",
  EPERM: "forbidden",
  EROFS: "read-only",
  ENOSPC: "full",
  EDQUOT: "full",
  ENOTDIR: "no-folder",
  EEXIST: "no-folder",
  EIO: "unreachable",
};

/** A fault of the embedded store; `kind` says which. Its message carries no path and no SQL. */
export class StoreFault extends DependencyError {
  constructor(readonly kind: StoreFaultKind, action: string, cause: unknown) {
    const [is, todo] = FAULTS[kind];
    super("store", `Cannot ${action}: ${is}`, { cause, advice: todo, place: placeOf(cause) });
  }
}

/** The path that an error carries: node:fs sets it, `Database` adds it to the driver's errors. */
function placeOf(cause: unknown): string | undefined {
  const path = cause instanceof Error && "path" in cause ? cause.path : undefined;
  return typeof path === "string" ? path : undefined;
}

/** The database's path no longer leads to the file that is open. */
export class FileChanged extends Error {
  constructor(readonly kind: "gone" | "replaced") {
    super(`The open database is not at its path any more: ${FAULTS[kind][0]}`);
    this.name = "FileChanged";
  }
}

/** Which fault an error of `node:sqlite` stands for. */
export function faultKind(error: unknown): StoreFaultKind {
  if (error instanceof StoreFault || error instanceof FileChanged) return error.kind;
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
