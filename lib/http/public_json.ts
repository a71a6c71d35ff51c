import { createHash } from "node:crypto";

/** Kept for an hour, and shown for a day more while the keeper asks whether it is still so. */
const KEPT = "public, max-age=3600, stale-while-revalidate=86400";

/**
 * JSON that is the same for everybody and changes with a release only: browsers and the CDN keep it,
 * and ask by its tag. Answers 304 to who has it.
 */
export function publicJson(request: Request, value: unknown): Response {
  const body = JSON.stringify(value);
  const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = { "cache-control": KEPT, etag: tag };
  if (knows(request.headers.get("if-none-match"), tag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(body, { headers: { ...headers, "content-type": "application/json" } });
}

/** Compared weakly (RFC 9110, 13.1.2): a proxy that compresses weakens tags. */
function knows(header: string | null, tag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((one) => [tag, `W/${tag}`, "*"].includes(one.trim()));
}
