import { z } from "zod";
import type { Json } from "@/lib/store/ports/json.ts";

/** A field of JSON text, read. What JSON.parse makes is JSON by itself and needs no second look. */
export const jsonText = z.string().transform((text, context): Json => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
});

/**
 * A value as JSON text.
 *
 * @throws {RangeError} When JSON cannot carry it at all (undefined, a function).
 */
export function toJsonText(value: unknown): string {
  // TypeScript's own declaration leaves out that this can be undefined.
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new RangeError("Cannot keep a value that JSON cannot carry");
  return text;
}
