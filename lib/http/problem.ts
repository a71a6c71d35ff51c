import {
  DependencyError,
  type InputIssue,
  isRefusalCode,
  type Refusal,
  type RefusalCode,
  refuse,
} from "@/lib/errors.ts";

/** Codes of the answers: refusals, and the one word for every fault of our own. */
export type ProblemCode = RefusalCode | "INTERNAL";

/** The one table from what went wrong to HTTP: status, and a title for people. */
const TABLE: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  INVALID_INPUT: [400, "The request is not valid"],
  NOT_SIGNED_IN: [401, "You are not signed in"],
  FORBIDDEN: [403, "You may not do that"],
  LIMIT_REACHED: [403, "The limit is reached"],
  NOT_FOUND: [404, "Not found"],
  CODE_UNKNOWN: [404, "That code is not known"],
  METHOD_NOT_ALLOWED: [405, "That method is not allowed here"],
  TOO_SLOW: [408, "The request took too long"],
  CONFLICT: [409, "It was changed in the meantime"],
  NOT_POSSIBLE_NOW: [409, "Not possible now"],
  NOTHING_TO_UNDO: [409, "Nothing to undo"],
  NOTHING_TO_REDO: [409, "Nothing to redo"],
  TOO_LARGE: [413, "The request is too large"],
  UNSUPPORTED_MEDIA: [415, "That kind of content is not supported"],
  UNKNOWN_TARGET: [422, "That target is not in this fight"],
  TOO_MANY_REQUESTS: [429, "Too many requests"],
  INTERNAL: [500, "Something broke on our side"],
  UNAVAILABLE: [503, "A part of the service does not answer"],
};

/** What went wrong, ready to be shown: nothing in it comes from a stack, a path or a driver. */
export interface Failure {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  /** One sentence for a person, saying what to do. */
  readonly detail: string;
  readonly issues: readonly InputIssue[];
  /** For METHOD_NOT_ALLOWED: what the address takes, as the `Allow` header says it. */
  readonly allow?: string;
}

const DETAIL_OF_FAULT = "Try again in a moment. If it stays, tell us the request id.";

/** Codes for the errors that the framework throws by status. */
const CODE_OF_STATUS: Readonly<Record<number, RefusalCode>> = {
  401: "NOT_SIGNED_IN",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  408: "TOO_SLOW",
  409: "CONFLICT",
  413: "TOO_LARGE",
  415: "UNSUPPORTED_MEDIA",
  429: "TOO_MANY_REQUESTS",
  503: "UNAVAILABLE",
};

const DETAIL_OF_CODE: Readonly<Partial<Record<RefusalCode, string>>> = {
  NOT_FOUND: "Nothing is at this address. It was deleted, moved, or never was.",
  METHOD_NOT_ALLOWED: "This address does not take that kind of request.",
  NOT_SIGNED_IN: "Sign in and try again.",
};

function failure(code: ProblemCode, detail: string, issues: readonly InputIssue[] = []): Failure {
  const [status, title] = TABLE[code];
  return { code, status, title, detail, issues };
}

/** A refusal as it is answered. */
export function refusalFailure(refusal: Refusal): Failure {
  return failure(refusal.code, refusal.message, refusal.issues);
}

/** The status of an error that the framework throws by status (its `HttpError`). */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  const { status } = error;
  return typeof status === "number" && status >= 400 && status < 600 ? status : undefined;
}

/** The methods that an address takes, when the router says that it does not take this one. */
function allowedOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== "object" || cause === null || !("allowed" in cause)) return undefined;
  const { allowed } = cause;
  if (!Array.isArray(allowed) || allowed.length === 0) return undefined;
  const methods = new Set(allowed.filter((candidate) => typeof candidate === "string"));
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods].join(", ");
}

/** The refusal that a page throws on as an error, in the words that are meant for people. */
function refusalOf(error: unknown): Refusal | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== "object" || cause === null || !("ok" in cause) || cause.ok !== false) return;
  if (!("code" in cause) || !isRefusalCode(cause.code)) return undefined;
  if (!("message" in cause) || typeof cause.message !== "string") return undefined;
  return refuse(cause.code, cause.message);
}

/** Anything thrown, as it is answered: faults lose every detail but their kind. */
export function errorFailure(error: unknown): Failure {
  if (error instanceof DependencyError) return failure("UNAVAILABLE", DETAIL_OF_FAULT);
  const status = statusOf(error);
  const allow = status === 404 || status === 405 ? allowedOf(error) : undefined;
  if (allow !== undefined) {
    const code = "METHOD_NOT_ALLOWED";
    return { ...failure(code, DETAIL_OF_CODE[code] ?? TABLE[code][1]), allow };
  }
  const refused = status === undefined ? undefined : refusalOf(error);
  if (refused !== undefined) return refusalFailure(refused);
  if (status !== undefined) {
    const code = CODE_OF_STATUS[status] ?? (status < 500 ? "INVALID_INPUT" : "INTERNAL");
    const detail = code === "INTERNAL" || code === "UNAVAILABLE"
      ? DETAIL_OF_FAULT
      : DETAIL_OF_CODE[code] ?? TABLE[code][1];
    return failure(code, detail);
  }
  return failure("INTERNAL", DETAIL_OF_FAULT);
}

/** Headers that a failure brings along. */
export function failureHeaders(
  { code, allow }: Pick<Failure, "code" | "allow">,
): Record<string, string> {
  if (allow !== undefined) return { allow };
  return code === "UNAVAILABLE" || code === "TOO_MANY_REQUESTS" ? { "retry-after": "5" } : {};
}

/** A failure as `application/problem+json` (RFC 9457). */
export function failureResponse(
  failure: Failure,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { code, status, title, detail, issues } = failure;
  const errors = issues.length > 0 ? { errors: issues } : {};
  const body = { type: "about:blank", title, status, code, detail, requestId, ...errors };
  return Response.json(body, {
    status,
    headers: {
      "cache-control": "no-store",
      ...failureHeaders(failure),
      ...headers,
      "content-type": "application/problem+json",
    },
  });
}

/** Answers a refusal: what every API route does with a result that is not ok. */
export function problem(
  refusal: Refusal,
  requestId: string,
  headers?: Readonly<Record<string, string>>,
): Response {
  return failureResponse(refusalFailure(refusal), requestId, headers);
}
