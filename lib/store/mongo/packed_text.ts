import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Binary } from "mongodb";

/** Longer texts are kept compressed: a document's size is bounded, and JSON shrinks to a tenth. */
const PLAIN_LENGTH = 32_768;

/** A text as a document keeps it. */
export type PackedText = string | Binary;

export function packText(text: string): PackedText {
  if (text.length <= PLAIN_LENGTH) return text;
  return new Binary(deflateRawSync(text, { level: 4 }));
}

/** What it takes, in bytes for a packed text and in characters for a plain one. */
export function sizeOf(packed: PackedText): number {
  return typeof packed === "string" ? packed.length : packed.length();
}

/** The text; undefined when the field holds none. */
export function unpackText(packed: unknown): string | undefined {
  if (typeof packed === "string") return packed;
  if (!(packed instanceof Binary)) return undefined;
  try {
    return inflateRawSync(packed.value()).toString("utf8");
  } catch {
    return undefined;
  }
}
