/** What the builder's forms have in common: fields against a schema, and what came of it. */
import type { z } from "zod";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { ActionContext } from "./action_context.ts";

/** What one form came to. */
export interface Done {
  /** One sentence; "" says nothing. */
  readonly say?: string;
  /** Whether the last step of the fight takes it back. */
  readonly undo?: boolean;
  /** Where to go next. */
  readonly goto?: string;
}

export type Fields = Readonly<Record<string, string>>;
export type BuilderAction = (context: ActionContext, fields: Fields) => Promise<Result<Done>>;

/** An act whose fields follow a schema; what does not is refused with the schema's own words. */
export function builderAction<T>(
  schema: z.ZodType<T>,
  work: (context: ActionContext, input: T) => Promise<Result<Done>>,
): BuilderAction {
  return (context, fields) => {
    const parsed = schema.safeParse(fields);
    if (parsed.success) return work(context, parsed.data);
    const [issue] = parsed.error.issues;
    return Promise.resolve(refuse("INVALID_INPUT", issue?.message ?? "Fill in the form."));
  };
}

/** The result of a step with a sentence for it. */
export function told(result: Result<unknown>, done: Done = {}): Result<Done> {
  return result.ok ? ok(done) : result;
}

export const noLine: Refusal = refuse("UNKNOWN_TARGET", "That line is gone. Look again.");
