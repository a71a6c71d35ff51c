/** A file as one field of a form, so that the page that shows its report can send it back byte by byte. */
import { Buffer } from "node:buffer";

const isPacked = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The bytes packed with gzip, in base64; what is packed already is not packed again. */
export async function packedField(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const packed = isPacked(bytes)
    ? bytes
    : await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")))
      .bytes();
  return Buffer.from(packed).toString("base64");
}

/** The bytes of such a field, still packed: `textOf` unpacks them. */
export const bytesOfField = (field: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(field, "base64"));
