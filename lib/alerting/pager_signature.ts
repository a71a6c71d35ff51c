import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether a body was signed by PagerDuty: `v1=HEX` of its HMAC-SHA-256, several with commas while a
 * secret is renewed. Without a secret nothing is.
 */
export function pagerSignature(secret: string | undefined) {
  return (body: string, header: string): boolean => {
    if (secret === undefined) return false;
    const wanted = createHmac("sha256", secret).update(body).digest();
    return header.split(",").some((part) => {
      const [version = "", hex = ""] = part.trim().split("=");
      const given = Buffer.from(hex, "hex");
      return version === "v1" && given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  };
}
