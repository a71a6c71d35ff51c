import { z } from "zod";
import { ok, type Refusal, type Result } from "@/lib/errors.ts";
import { parseInput, readForm } from "@/lib/http/body.ts";
import { failureHeaders, refusalFailure } from "@/lib/http/problem.ts";

/** A form as its page shows it again: what was typed, and what is wrong with it. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  /** One sentence a field. */
  readonly errors: Readonly<Record<string, string>>;
  /** What is wrong with the whole; "" when nothing is. */
  readonly wrong: string;
}

export const EMPTY_FORM: FormState = { values: {}, errors: {}, wrong: "" };

/** A form that was sent, or how its page shows it again. */
export type SentForm<T> =
  | { readonly ok: true; readonly value: T; readonly values: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly again: ShownAgain };

export interface ShownAgain {
  readonly form: FormState;
  readonly init: { readonly status: number; readonly headers: Record<string, string> };
}

const FIELDS = z.record(z.string().max(64), z.string());
const MAX_BYTES = 16_384;
const SECRET = /password|code/;

/** Reads a form against a schema; secrets are never shown again. */
export async function readPageForm<T>(req: Request, schema: z.ZodType<T>): Promise<SentForm<T>> {
  const fields = await readForm(req, FIELDS, { maxBytes: MAX_BYTES });
  if (!fields.ok) return { ok: false, again: shownAgain(fields, {}) };
  const values = Object.fromEntries(
    Object.entries(fields.value).filter(([name]) => !SECRET.test(name)),
  );
  const parsed: Result<T> = parseInput(schema, fields.value);
  return parsed.ok
    ? { ...ok(parsed.value), values }
    : { ok: false, again: shownAgain(parsed, values) };
}

/** The page of a form after a refusal, with the status that belongs to it. */
export function shownAgain(
  refusal: Refusal,
  values: Readonly<Record<string, string>>,
): ShownAgain {
  const errors = Object.fromEntries(
    (refusal.issues ?? []).map(({ path, message }) => [path, message]),
  );
  const wrong = Object.keys(errors).length > 0 ? "" : refusal.message;
  const { status, code } = refusalFailure(refusal);
  return {
    form: { values, errors, wrong },
    init: { status, headers: { "cache-control": "no-store", ...failureHeaders({ code }) } },
  };
}
