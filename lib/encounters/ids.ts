import { Buffer } from "node:buffer";

/** A new id: 128 bits, in 22 characters that start with a letter. */
export function newId(random: (length: number) => Uint8Array): string {
  return `x${Buffer.from(random(16)).toString("base64url")}`;
}

/** Bytes as hex digits. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
