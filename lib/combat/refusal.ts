/**
 * The engine's expected "no". The room imports nothing from outside, so the form is declared
 * here; it fits `Refusal` of `lib/errors.ts`, and a test holds the two together.
 */
export type RefusalCode =
  | "INVALID_INPUT"
  | "NOT_FOUND"
  | "FORBIDDEN"
  | "UNKNOWN_TARGET"
  | "NOT_POSSIBLE_NOW"
  | "NOTHING_TO_UNDO"
  | "NOTHING_TO_REDO"
  | "LIMIT_REACHED";

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** One sentence that says what to do. */
  readonly message: string;
}

/** Makes a refusal; `message` is one sentence that says what to do. */
export function refuse(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message };
}
