import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { keysFor, type SigningKeys } from "@/lib/auth/keys.ts";

const FORM = /^v1\.([A-Za-z0-9_-]{1,32})\.([\w-]{16})\.([\w-]+)\.([\w-]{22})$/;

/** Texts that are kept encrypted (AES-256-GCM): a copy of the store alone tells nothing of them. */
export class SealedTexts {
  readonly #ring: SigningKeys;

  /** @param purpose Texts of one purpose cannot be read as those of another. */
  constructor(ring: SigningKeys, private readonly purpose: string) {
    this.#ring = keysFor(ring, `sealed: ${purpose}`);
  }

  /** @param about What the text belongs to: it cannot be moved to another. */
  seal(text: string, about: string): string {
    const { kid, bytes } = this.#ring.current;
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", bytes, iv);
    cipher.setAAD(Buffer.from(`${this.purpose} ${about}`));
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    const parts = [iv, body, cipher.getAuthTag()].map((part) => part.toString("base64url"));
    return `v1.${kid}.${parts.join(".")}`;
  }

  /** The text; undefined when it was changed, is about something else, or its key is gone. */
  open(sealed: string, about: string): string | undefined {
    const [, kid, iv = "", body = "", tag = ""] = FORM.exec(sealed) ?? [];
    const key = this.#ring.keys.find((signingKey) => signingKey.kid === kid);
    if (key === undefined) return undefined;
    try {
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, Buffer.from(iv, "base64url"));
      decipher.setAAD(Buffer.from(`${this.purpose} ${about}`));
      decipher.setAuthTag(Buffer.from(tag, "base64url"));
      const text = Buffer.concat([
        decipher.update(Buffer.from(body, "base64url")),
        decipher.final(),
      ]);
      return text.toString("utf8");
    } catch {
      return undefined;
    }
  }
}
