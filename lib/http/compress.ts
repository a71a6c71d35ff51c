import { Buffer } from "node:buffer";
import { type HttpContext, withHeaders } from "@/lib/http/context.ts";
import { pacing } from "@/lib/pacing.ts";

/** Answers that grow when they are packed, or gain less than packing costs. */
const SMALLEST = 1_000;
const TEXT = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]*json|xml)|image\/svg\+xml)/;

export type Packing = "br" | "gzip";

/** Packing works on the request's thread: so many bytes before others may have their turn. */
const PIECE = 32 * 1024;

/** Longer answers are packed with less care, four times as fast. */
const LONG = 256 * 1024;

/** Above these levels a page takes longer to pack than its bytes take to travel. */
async function packed(bytes: Uint8Array, packing: Packing): Promise<Uint8Array<ArrayBuffer>> {
  // The process starts without it.
  const { constants, createBrotliCompress, createGzip } = await import("node:zlib");
  const isLong = bytes.length > LONG;
  const packer = packing === "gzip" ? createGzip({ level: isLong ? 1 : 6 }) : createBrotliCompress({
    params: {
      [constants.BROTLI_PARAM_QUALITY]: isLong ? 1 : 4,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const pieces: Uint8Array[] = [];
  packer.on("data", (piece: Uint8Array) => void pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => {
    packer.once("end", resolve).once("error", reject);
  });
  const pace = pacing();
  for (let at = 0; at < bytes.length; at += PIECE) {
    await new Promise<void>((taken) => {
      packer.write(bytes.subarray(at, at + PIECE), () => taken());
    });
    await pace();
  }
  packer.end();
  await ended;
  return new Uint8Array(Buffer.concat(pieces));
}

/** The packing that the sender takes and that is smallest; undefined for none. */
export function packingFor(accepts: string): Packing | undefined {
  const refused = /(?:^|,)\s*(br|gzip)\s*;\s*q=0(?:\.0*)?\s*(?=,|$)/g;
  const taken = accepts.replace(refused, "");
  if (/(?:^|,)\s*br\s*(?:;|,|$)/.test(taken)) return "br";
  return /(?:^|,)\s*gzip\s*(?:;|,|$)/.test(taken) ? "gzip" : undefined;
}

function isPackable({ headers, body, status }: Response): boolean {
  return body !== null && status !== 206 && TEXT.test(headers.get("content-type") ?? "") &&
    !headers.has("content-encoding") &&
    Number(headers.get("content-length") ?? SMALLEST) >= SMALLEST &&
    !/no-transform/.test(headers.get("cache-control") ?? "");
}

/** A tag of the unpacked bytes names the packed ones as well, only no longer byte by byte. */
function weakened(tag: string): string {
  return tag.startsWith("W/") ? tag : `W/${tag}`;
}

/** Packs pages, answers of the API, and files that the build has not packed. Streams stay. */
export async function compress(
  ctx: Pick<HttpContext, "req" | "next">,
): Promise<Response> {
  const response = await ctx.next();
  if (!isPackable(response)) return response;
  const varied = withHeaders(response, (headers) => headers.append("vary", "Accept-Encoding"));
  const packing = packingFor(ctx.req.headers.get("accept-encoding") ?? "");
  if (packing === undefined || ctx.req.method === "HEAD") return varied;
  const { status, statusText, headers } = varied;
  const bytes = new Uint8Array(await varied.arrayBuffer());
  if (bytes.length < SMALLEST) return new Response(bytes, { status, statusText, headers });
  const small = await packed(bytes, packing);
  if (small.length >= bytes.length) return new Response(bytes, { status, statusText, headers });
  const tag = headers.get("etag");
  if (tag !== null) headers.set("etag", weakened(tag));
  headers.set("content-encoding", packing);
  headers.set("content-length", String(small.length));
  return new Response(small, { status, statusText, headers });
}
