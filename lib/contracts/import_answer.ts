/** What the import says on its way and at its end, one JSON object a line. */
import { z } from "zod";
import { whole } from "./primitives.ts";

const text = z.string().max(2_000);
const count = whole(0, 1_000_000);

export const importNote = z.object({
  outcome: z.enum(["kept", "changed", "dropped"]),
  path: text,
  reason: text,
  count,
  examples: z.array(z.object({ item: text, before: text, after: text.exactOptional() })).max(5),
});
export type ImportNote = z.output<typeof importNote>;

/** The SHA-256 of a file's bytes, in hexadecimal digits. */
export const fileMark = z.string().regex(/^[0-9a-f]{64}$/);

export const importReport = z.object({
  /** Of the file that the report is about; storing with it takes no other file. */
  mark: fileMark,
  label: text,
  counts: z.object({
    creatures: count,
    parties: count,
    encounters: count,
    templates: count,
    known: count,
  }),
  /** Things that cannot be taken, and why. */
  refused: z.array(z.object({ name: text, reason: text })).max(200),
  refusedCount: count,
  repeatedCount: count,
  /** Some of the names that come in. */
  names: z.array(text).max(60),
  notes: z.array(importNote).max(2_000),
});
export type ImportReport = z.output<typeof importReport>;

export const importLine = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("progress"), done: count, all: count }),
  z.object({ kind: z.literal("report"), report: importReport }),
  z.object({ kind: z.literal("stored"), report: importReport }),
  z.object({ kind: z.literal("problem"), message: text }),
]);
export type ImportLine = z.output<typeof importLine>;
