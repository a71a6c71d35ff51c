import { z } from "zod";

/** One secret key and its public name. */
export interface RingKey {
  /** Public name: tokens say which key they were made with. */
  readonly kid: string;
  readonly bytes: Uint8Array;
}

/** Keys for one purpose: the first makes new things, all of them read old ones. */
export interface KeyRing {
  readonly current: RingKey;
  readonly keys: readonly RingKey[];
}

const KID = /^[A-Za-z0-9_-]{1,32}$/;
const MIN_BYTES = 32;
const MAX_KEYS = 5;

/** `kid:KEY,kid:KEY`, newest first; KEY is base64url of at least 32 bytes. */
export function keyRing(): z.ZodType<KeyRing, string> {
  return z.string().transform((text, context) => {
    const parsed = parseKeyRing(text);
    if (typeof parsed !== "string") return parsed;
    context.addIssue({ code: "custom", message: parsed });
    return z.NEVER;
  });
}

/** The ring, or what is wrong with it; the sentence never holds a part of a key. */
export function parseKeyRing(text: string): KeyRing | string {
  const keys: RingKey[] = [];
  for (const [index, part] of text.split(",").entries()) {
    const [kid = "", secret = "", ...rest] = part.trim().split(":");
    const which = `key ${index + 1}`;
    if (!KID.test(kid) || rest.length > 0) return `must be a list of kid:KEY; ${which} is not`;
    const bytes = fromBase64Url(secret);
    if (!bytes) return `must hold base64url keys; ${which} is not`;
    if (bytes.length < MIN_BYTES) return `must hold keys of at least 32 bytes; ${which} is shorter`;
    if (new Set(bytes).size < 12) return `must hold random keys; ${which} is not`;
    if (keys.some((key) => key.kid === kid)) return `must not name two keys alike; ${which} does`;
    if (keys.some((key) => equal(key.bytes, bytes))) {
      return `must not hold one key twice; ${which} does`;
    }
    keys.push({ kid, bytes });
  }
  const [current] = keys;
  if (!current) return "must hold at least one key";
  if (keys.length > MAX_KEYS) return `must hold at most ${MAX_KEYS} keys: drop the oldest`;
  return { current, keys };
}

/**
 * A ring with a new key in front, as text. Keeps `keep` older keys, so that what they made stays
 * readable until it has expired.
 */
export function rotated(
  text: string | undefined,
  kid: string,
  bytes: Uint8Array,
  keep = 2,
): string {
  const fresh = `${kid}:${toBase64Url(bytes)}`;
  return [fresh, ...partsOf(text ?? "").slice(0, keep)].join(",");
}

/**
 * A ring with a new key behind the current one, as text: accepted at once, signing only when it is
 * promoted. Two roll-outs, so that no instance meets what it cannot read yet.
 */
export function staged(text: string, kid: string, bytes: Uint8Array, keep = 2): string {
  const [current = "", ...older] = partsOf(text);
  const fresh = `${kid}:${toBase64Url(bytes)}`;
  return [current, fresh, ...older.slice(0, Math.min(keep, MAX_KEYS - 2))].join(",");
}

/** The ring with the named key in front, as text; undefined when it holds no such key. */
export function promoted(text: string, kid: string, keep = 2): string | undefined {
  const parts = partsOf(text);
  const chosen = parts.find((part) => part.startsWith(`${kid}:`));
  if (chosen === undefined) return undefined;
  return [chosen, ...parts.filter((part) => part !== chosen).slice(0, keep)].join(",");
}

function partsOf(text: string): string[] {
  return text.trim() === "" ? [] : text.split(",").map((part) => part.trim());
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
