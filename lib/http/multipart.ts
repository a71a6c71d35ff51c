import { Buffer } from "node:buffer";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { readBytes } from "./body.ts";

/**
 * A form with files, of at most `maxBytes` and `maxParts`. Parts are counted before they are taken
 * apart: 100,000 of them would hold everybody up for a second.
 */
export async function readMultipart(
  req: Request,
  { maxBytes, maxParts }: { readonly maxBytes: number; readonly maxParts: number },
): Promise<Result<FormData>> {
  const bytes = await readBytes(req, { maxBytes });
  if (!bytes.ok) return bytes;
  const type = req.headers.get("content-type") ?? "";
  if (hasMoreParts(bytes.value, type, maxParts)) {
    return refuse("INVALID_INPUT", "The form has too many fields. Send the one of this page.");
  }
  try {
    return ok(await new Response(bytes.value, { headers: { "content-type": type } }).formData());
  } catch {
    return refuse("INVALID_INPUT", "The form did not arrive whole. Send it again.");
  }
}

function hasMoreParts(bytes: Uint8Array<ArrayBuffer>, type: string, most: number): boolean {
  // Without files a form is one line of pairs.
  const mark = /^multipart\//i.test(type)
    ? `--${/boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type)?.slice(1).find(Boolean) ?? ""}`
    : "&";
  const body = Buffer.from(bytes.buffer);
  let at = -1;
  for (let parts = 0; parts <= most; parts++) {
    at = body.indexOf(mark, at + 1);
    if (at < 0) return false;
  }
  return true;
}
