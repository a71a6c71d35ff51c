/**
 * What may go wrong, in one vocabulary. Expected refusals are values of this
 * kind and travel through return types; faults are thrown with a `cause`.
 * `lib/http/problem.ts` is the one place that turns a code into an HTTP status.
 */

export const REFUSAL_CODES = [
  "INVALID_INPUT", // the request does not have the form that was agreed on
  "NOT_FOUND", // it is not there, or it is another person's
  "NOT_SIGNED_IN",
  "FORBIDDEN",
  "CONFLICT", // somebody else changed it first, and deciding again did not help
  "UNKNOWN_TARGET", // a combatant, effect, prompt or seat that is not in this fight
  "NOT_POSSIBLE_NOW", // right command, wrong moment
  "NOTHING_TO_UNDO",
  "NOTHING_TO_REDO",
  "LIMIT_REACHED",
  "TOO_LARGE",
  "TOO_SLOW", // a body whose sender stopped sending
  "TOO_MANY_REQUESTS",
  "CODE_UNKNOWN", // a share code that never was, or was revoked
  "UNSUPPORTED_MEDIA",
  "METHOD_NOT_ALLOWED",
  "UNAVAILABLE", // a part that this needs does not answer
] as const;
export type RefusalCode = typeof REFUSAL_CODES[number];

export function isRefusalCode(value: unknown): value is RefusalCode {
  return REFUSAL_CODES.some((code) => code === value);
}

/** One invalid part of an input; `path` is dotted, e.g. `commands.0.amount`. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** An expected "no": a code for programs and one sentence for a person, saying what to do. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
  readonly issues?: readonly InputIssue[];
}

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

export type Result<T> = Success<T> | Refusal;

/** Wraps a value as a success. */
export function ok<T>(value: T): Success<T> {
  return { ok: true, value };
}

/** Makes a refusal; `message` is one sentence that says what to do. */
export function refuse(
  code: RefusalCode,
  message: string,
  issues?: readonly InputIssue[],
): Refusal {
  return issues ? { ok: false, code, message, issues } : { ok: false, code, message };
}

export interface DependencyOptions {
  readonly cause: unknown;
  /** What is wrong and what to do, for operators. Names no host and no path. */
  readonly advice?: string | undefined;
  /** Where: a path or an address. For logs and tasks, never for visitors. */
  readonly place?: string | undefined;
}

/** A fault of a part that the app depends on (store, cache, mail …); always has a cause. */
export class DependencyError extends Error {
  override readonly name = "DependencyError";
  readonly advice: string | undefined;
  readonly place: string | undefined;

  constructor(readonly part: string, message: string, options: DependencyOptions) {
    super(message, { cause: options.cause });
    this.advice = options.advice;
    this.place = options.place;
  }
}

/** What only another configuration mends; its message says what to change. Ends a start with 78. */
export class ConfigurationFault extends Error {
  override readonly name = "ConfigurationFault";
  /** EX_CONFIG of sysexits.h. */
  readonly exitCode = 78;
}

/** An error as an operator reads it in a terminal: what, where, and what to do. */
export function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof DependencyError)) return error.message;
  const { message, place, advice } = error;
  const lines = [place === undefined ? message : `${message} (${place})`];
  if (advice !== undefined) lines.push(`What to do: ${advice}`);
  return lines.join("\n");
}
