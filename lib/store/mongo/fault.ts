import {
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from "mongodb";
import { DependencyError } from "@/lib/errors.ts";

/** What can be the matter with the database, as far as an operator acts on it. */
export const MONGO_FAULTS = [
  "unreachable",
  "timeout",
  "busy",
  "denied",
  "tls",
  "invalid",
  "too-large",
  "not-durable",
  "corrupt",
  "unknown",
] as const;
export type MongoFaultKind = typeof MONGO_FAULTS[number];

const ADVICE: Readonly<Record<MongoFaultKind, string>> = {
  unreachable: "the database cannot be reached",
  timeout: "the database did not answer in time",
  busy: "too many want to change the same at once",
  denied: "the database refuses this user: check name, password and roles",
  tls: "the database's certificate is not valid for its name",
  invalid: "the database refuses the form of the document",
  "too-large": "the document is too large",
  "not-durable": "the database could not keep it on a majority of its members",
  corrupt: "a document is damaged",
  unknown: "the database answered with an error",
};

/** Faults that no waiting heals: somebody has to change the configuration. */
const OF_CONFIGURATION: ReadonlySet<MongoFaultKind> = new Set(["denied", "tls"]);

/** A fault of MongoDB; its message carries no address and no content. */
export class MongoFault extends DependencyError {
  constructor(readonly kind: MongoFaultKind, action: string, cause: unknown) {
    super("store", `Cannot ${action}: ${ADVICE[kind]}`, { cause });
  }

  get ofConfiguration(): boolean {
    return OF_CONFIGURATION.has(this.kind);
  }
}

/** Server error codes (mongodb.com/docs, error codes) that say what to do next. */
const BY_CODE: Readonly<Record<number, MongoFaultKind>> = {
  13: "denied",
  18: "denied",
  8000: "denied",
  50: "timeout",
  64: "not-durable",
  79: "not-durable",
  91: "unreachable",
  100: "not-durable",
  112: "busy",
  121: "invalid",
  189: "unreachable",
  244: "busy",
  251: "busy",
  10107: "unreachable",
  10334: "too-large",
  11600: "unreachable",
  11602: "unreachable",
  13435: "unreachable",
  17280: "too-large",
  17419: "too-large",
};

/** Names of an ended wait: of the signal's reason, and of the driver's own error. */
const TIMEOUTS = new Set(["TimeoutError", "AbortError", "MongoOperationTimeoutError"]);

const TLS = /ERR_TLS_CERT|CERT_|certificate|self.signed|NotValidForName|UnknownIssuer/i;

/** Which fault an error of the driver stands for. */
export function faultKind(error: unknown): MongoFaultKind {
  if (error instanceof MongoFault) return error.kind;
  if (!(error instanceof Error)) return "unknown";
  if (TIMEOUTS.has(error.name)) return "timeout";
  if (error.name === "MongoWaitQueueTimeoutError") return "busy";
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) {
    return causes(error).some(({ message, name }) => TLS.test(`${name} ${message}`))
      ? "tls"
      : causes(error).some((cause) => cause instanceof MongoServerError && cause.code === 18)
      ? "denied"
      : "unreachable";
  }
  if (error instanceof MongoWriteConcernError) return "not-durable";
  if (error instanceof MongoServerError && typeof error.code === "number") {
    return BY_CODE[error.code] ?? "unknown";
  }
  if (/BSONObj.*size|larger than the maximum|too large|RangeError.*offset/i.test(error.message)) {
    return "too-large";
  }
  if (error instanceof MongoError && /topology is closed|client.*closed/i.test(error.message)) {
    return "unreachable";
  }
  return "unknown";
}

/** The error, what caused it, and what each server of a failed selection said. */
function causes(error: Error): Error[] {
  const found: Error[] = [];
  const look = (at: unknown) => {
    if (!(at instanceof Error) || found.includes(at)) return;
    found.push(at);
    look(at.cause);
    if (!(at instanceof MongoServerSelectionError)) return;
    for (const server of at.reason?.servers.values() ?? []) look(server.error);
  };
  look(error);
  return found;
}

/** `error` as a `MongoFault`; faults and mistakes of the caller (RangeError) pass unchanged. */
export function mongoFault(action: string, error: unknown): Error {
  if (error instanceof DependencyError) return error;
  const kind = faultKind(error);
  if (error instanceof RangeError && kind === "unknown") return error;
  return new MongoFault(kind, action, error);
}

/** A value that must be unique is there already; undefined for every other error. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11000;
}

/** Whether the address itself is no address. */
export function isMalformed(error: unknown): boolean {
  // The parser of addresses is a package of its own, with an error class of its own.
  return error instanceof Error && error.name === "MongoParseError";
}
