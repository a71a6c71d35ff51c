/** From bytes to a file whose outermost form is known; refuses what can do harm before anything looks inside. */
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import { csvRows } from "./formats/csv/rows.ts";
import type { Content } from "./format.ts";
import { csvProblem, jsonProblem, xmlProblem } from "./count_parts.ts";
import { readXml } from "./formats/dnd_app_file/xml.ts";

/** What a file may measure unpacked, in bytes. */
export const MOST_BYTES = 16 * 1024 * 1024;

function tooLarge(): Refusal {
  const size = MOST_BYTES / 1024 / 1024;
  return refuse(
    "TOO_LARGE",
    `The file is larger than ${size} MB. Export fewer creatures at a time and import them one file after the other.`,
  );
}

const starts = (bytes: Uint8Array, ...head: readonly number[]) =>
  head.every((byte, at) => bytes[at] === byte);

/** Unpacks gzip, and stops as soon as more comes out than a file may measure: a bomb never unfolds. */
async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.byteLength;
      if (length > MOST_BYTES) {
        await reader.cancel();
        return tooLarge();
      }
      chunks.push(value);
    }
  } catch {
    return refuse("INVALID_INPUT", "The gzip file is damaged or cut off. Download it again.");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return ok(whole);
}

/** The text of a file in UTF-8 or UTF-16. */
export async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<Result<string>> {
  if (bytes.byteLength > MOST_BYTES) return tooLarge();
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)) {
    return refuse("INVALID_INPUT", "This is a zip archive. Unpack it and choose the file inside.");
  }
  if (starts(bytes, 0x1f, 0x8b)) {
    const inner = await unzip(bytes);
    if (!inner.ok) return inner;
    if (starts(inner.value, 0x1f, 0x8b)) {
      return refuse("INVALID_INPUT", "This file is packed twice. Unpack it first.");
    }
    return textOf(inner.value);
  }
  const label = starts(bytes, 0xff, 0xfe)
    ? "utf-16le"
    : starts(bytes, 0xfe, 0xff)
    ? "utf-16be"
    : "utf-8";
  try {
    return ok(new TextDecoder(label, { fatal: true }).decode(bytes));
  } catch {
    return refuse("INVALID_INPUT", "This is no text file. Choose a JSON, XML or CSV file.");
  }
}

/** What a text is: JSON, XML or CSV. */
export function contentOf(raw: string): Result<Content> {
  const text = raw.replace(/^\ufeff/, "").trim();
  if (text === "") {
    return refuse("INVALID_INPUT", "The file is empty. Export it again from the other tool.");
  }
  const first = text.charAt(0);
  if (first === "{" || first === "[") return counted(jsonProblem(text)) ?? jsonContent(text);
  if (first === "<") {
    const xml = counted(xmlProblem(text)) ?? readXml(text);
    return xml.ok ? ok({ kind: "xml", root: xml.value }) : xml;
  }
  const rows = counted(csvProblem(text)) ?? csvRows(text);
  return rows.ok ? ok({ kind: "csv", rows: rows.value }) : rows;
}

const counted = (problem: string | undefined): Refusal | undefined =>
  problem === undefined ? undefined : refuse("TOO_LARGE", problem);

function jsonContent(text: string): Result<Content> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const cut = !/[}\]]$/.test(text);
    return refuse(
      "INVALID_INPUT",
      cut
        ? "The JSON breaks off before its end. Copy or download the whole file."
        : "The JSON has an error in it. Export the file again, or copy it as a whole.",
    );
  }
  return ok({ kind: "json", value });
}
