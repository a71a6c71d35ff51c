import type { z } from "zod";
import { type InputIssue, ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

/** What one request may send unless its route says otherwise, in bytes. */
export const BODY_LIMIT = 256 * 1024;

export interface BodyOptions {
  /** Refuse a longer body, in bytes. */
  readonly maxBytes?: number;
  /** How long a sender may be silent, and how long the whole body may take, in milliseconds. */
  readonly deadlines?: Deadlines;
}

export interface Deadlines {
  readonly silenceMs: number;
  readonly wholeMs: number;
}

const DEADLINES: Deadlines = { silenceMs: 10_000, wholeMs: 60_000 };

/** The next chunk of a body; "late" when none comes in time. */
async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ms: number,
): Promise<ReadableStreamReadResult<Uint8Array> | "late"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), Math.max(0, ms));
  });
  try {
    return await Promise.race([reader.read(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A body of at most `maxBytes`; the rest of a longer one is not read, nor of one whose sender is
 * silent for ten seconds or takes longer than a minute.
 */
export async function readBytes(
  req: Request,
  { maxBytes = BODY_LIMIT, deadlines = DEADLINES }: BodyOptions = {},
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const tooLarge = refuse("TOO_LARGE", `Send at most ${Math.floor(maxBytes / 1024)} KiB.`);
  if (Number(req.headers.get("content-length") ?? 0) > maxBytes) return tooLarge;
  if (req.body === null) return ok(new Uint8Array());
  const chunks: Uint8Array[] = [];
  let length = 0;
  const end = performance.now() + deadlines.wholeMs;
  const reader = req.body.getReader();
  // Cancelled, so that a sender without a length or an end is cut off too.
  const stop = (refusal: Refusal) => {
    void reader.cancel().catch(() => {});
    return refusal;
  };
  for (;;) {
    const next = await nextChunk(reader, Math.min(deadlines.silenceMs, end - performance.now()));
    if (next === "late") return stop(tooSlow());
    if (next.done) break;
    length += next.value.byteLength;
    if (length > maxBytes) return stop(tooLarge);
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return ok(bytes);
}

function tooSlow(): Refusal {
  return refuse("TOO_SLOW", "Sending took too long. Try again where the connection is better.");
}

/** A body as text; invalid UTF-8 is refused rather than repaired. */
export async function readText(req: Request, options?: BodyOptions): Promise<Result<string>> {
  const bytes = await readBytes(req, options);
  if (!bytes.ok) return bytes;
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value));
  } catch {
    return refuse("INVALID_INPUT", "Send text in UTF-8.");
  }
}

function mediaType(req: Request): string {
  return (req.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Where in a body a value stands. */
type Place = readonly (string | number)[];

/** The issues of a schema with dotted paths, at most twenty. */
export function inputIssues(error: z.ZodError, within: Place = []): readonly InputIssue[] {
  return error.issues.slice(0, 20)
    .map(({ path, message }) => ({ path: [...within, ...path].map(String).join("."), message }));
}

/** A value against a schema, as a result. `within` is where the value stands in its body. */
export function parseInput<T>(
  schema: z.ZodType<T>,
  value: unknown,
  within: Place = [],
): Result<T> {
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : invalid(parsed.error, within);
}

function invalid(error: z.ZodError, within: Place): Refusal {
  const issues = inputIssues(error, within);
  const where = issues[0]?.path ? ` (${issues[0].path})` : "";
  return refuse(
    "INVALID_INPUT",
    `${issues[0]?.message ?? "The input is not valid"}${where}`,
    issues,
  );
}

/** A JSON body against a schema. Its content type must be JSON, so that no form can send it. */
export async function readJson<T>(
  req: Request,
  schema: z.ZodType<T>,
  options?: BodyOptions,
): Promise<Result<T>> {
  if (!/^application\/([\w.-]+\+)?json$/.test(mediaType(req))) {
    return refuse("UNSUPPORTED_MEDIA", "Send JSON, with the content type application/json.");
  }
  const text = await readText(req, options);
  if (!text.ok) return text;
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    return refuse("INVALID_INPUT", "Send valid JSON.");
  }
  return parseInput(schema, value);
}

/**
 * A plain HTML form against a schema of its fields. Of a field given twice the last one counts;
 * file uploads (multipart) are not read here.
 */
export async function readForm<T>(
  req: Request,
  schema: z.ZodType<T>,
  options?: BodyOptions,
): Promise<Result<T>> {
  const type = mediaType(req);
  if (type !== "" && type !== "application/x-www-form-urlencoded") {
    return refuse("UNSUPPORTED_MEDIA", "Send the form as application/x-www-form-urlencoded.");
  }
  const text = await readText(req, options);
  if (!text.ok) return text;
  return parseInput(schema, Object.fromEntries(new URLSearchParams(text.value)));
}
