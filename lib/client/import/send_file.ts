/** Sends a file to the import and hands on what it says, line by line. */
import { type ImportLine, importLine } from "@/lib/contracts/import_answer.ts";

export interface Sending {
  readonly step: "preview" | "store";
  readonly edition: string;
  /** The file itself, or where it is. */
  readonly from: Blob | { readonly url: string };
  /** The mark of the report that was read; only that file is stored. */
  readonly mark?: string | undefined;
  readonly signal: AbortSignal;
  readonly line: (line: ImportLine) => void;
}

/** Below this, packing costs more than it saves. */
const PACK_FROM = 100_000;

/** What one request may carry, in bytes; the server's own limit. */
const MOST_PACKED = 8 * 1024 * 1024;

const FAILED = "The server cannot be reached. Your file is still here: try again.";

/** A large file packed, so that a slow line carries it in a tenth of the time. */
async function packed(file: Blob): Promise<Blob> {
  if (file.size < PACK_FROM || typeof CompressionStream === "undefined") return file;
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] === 0x1f && head[1] === 0x8b) return file;
  return await new Response(file.stream().pipeThrough(new CompressionStream("gzip"))).blob();
}

function parsed(text: string): ImportLine | undefined {
  try {
    const line = importLine.safeParse(JSON.parse(text));
    return line.success ? line.data : undefined;
  } catch {
    return undefined;
  }
}

async function problemOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const detail = typeof body === "object" && body !== null
    ? Reflect.get(body, "detail")
    : undefined;
  return typeof detail === "string" ? detail : FAILED;
}

/** Resolves when the server has said its last word; a cancelled sending ends in silence. */
export async function sendFile(
  { step, edition, from, mark, signal, line }: Sending,
): Promise<void> {
  const query = new URLSearchParams({ step, edition });
  if (!(from instanceof Blob)) query.set("url", from.url);
  if (mark !== undefined) query.set("mark", mark);
  try {
    const body = from instanceof Blob ? await packed(from) : null;
    if (body !== null && body.size > MOST_PACKED) {
      line({
        kind: "problem",
        message: "The file is too large. Export fewer creatures at a time.",
      });
      return;
    }
    const response = await fetch(`/api/v1/import?${query}`, { method: "POST", body, signal });
    if (!response.ok || response.body === null) {
      line({ kind: "problem", message: await problemOf(response) });
      return;
    }
    await eachLine(response.body, line);
  } catch {
    if (!signal.aborted) line({ kind: "problem", message: FAILED });
  }
}

async function eachLine(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  take: (line: ImportLine) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let ended = false;
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const line = parsed(part);
      if (line !== undefined) take(line);
      ended ||= line !== undefined && line.kind !== "progress";
    }
    if (done) break;
  }
  if (!ended) take({ kind: "problem", message: FAILED });
}
