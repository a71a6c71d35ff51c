/** What the process that reads a file says, one JSON object a line. */
import { z } from "zod";
import type { Refusal } from "@/lib/errors.ts";
import type { ImportedItem } from "./format.ts";
import type { FileReport } from "./read_file.ts";

const hasKind = (value: unknown) =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "kind") === "string";

export const readerLine = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("progress"), done: z.number(), all: z.number() }),
  // Made by this release's own reader, which has checked every field of the file.
  z.object({ kind: z.literal("item"), item: z.custom<ImportedItem>(hasKind) }),
  z.object({ kind: z.literal("report"), report: z.custom<FileReport>() }),
  z.object({ kind: z.literal("refused"), refusal: z.custom<Refusal>() }),
]);
export type ReaderLine = z.output<typeof readerLine>;
