import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";

/** One secret key and its public name. */
export interface SigningKey {
  readonly kid: string;
  readonly bytes: Uint8Array;
}

/** Keys, newest first: the first makes new things, all of them read old ones. */
export interface SigningKeys {
  readonly current: SigningKey;
  readonly keys: readonly SigningKey[];
}

/** The ring for one purpose only: what was made for another does not pass. */
export function keysFor(ring: SigningKeys, purpose: string): SigningKeys {
  const derived = ({ kid, bytes }: SigningKey): SigningKey => ({
    kid,
    bytes: createHmac("sha256", bytes).update(purpose).digest(),
  });
  return { current: derived(ring.current), keys: ring.keys.map(derived) };
}

/** SHA-256 as base64url; for secrets of full entropy, never for passwords. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Compares in constant time; texts of other lengths differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Randomness as base64url: 16 bytes are 22 characters, 32 are 43. */
export function randomText(random: (length: number) => Uint8Array, bytes: number): string {
  return Buffer.from(random(bytes)).toString("base64url");
}
