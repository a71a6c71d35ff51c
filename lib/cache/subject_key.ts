import { createHash } from "node:crypto";

/**
 * The name under which a limiter counts a subject: 22 characters however long the subject is, and
 * nothing of the address or id in it.
 */
export function subjectKey(subject: string): string {
  return createHash("sha256").update(subject).digest("base64url").slice(0, 22);
}
