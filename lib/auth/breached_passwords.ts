import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import filter from "@/lib/auth/data/breached_passwords.json" with { type: "json" };

/**
 * A Bloom filter over the passwords of 12 characters and more among the million most used in
 * breaches. It knows all of them; one in 100,000 others is taken for one too.
 */
export interface PasswordFilter {
  /** How many passwords it was made of. */
  readonly count: number;
  /** Bits looked at for each password. */
  readonly hashes: number;
  /** The bits, as base64. */
  readonly bits: string;
}

/** What is looked up: case is no protection. */
export function filterForm(password: string): string {
  return password.normalize("NFKC").toLowerCase();
}

/** The positions of a password's bits in a filter of `size` bits. */
export function filterBits(password: string, hashes: number, size: number): number[] {
  const hash = createHash("sha256").update(filterForm(password)).digest();
  const [first, step] = [hash.readUIntBE(0, 6), hash.readUIntBE(6, 6)];
  return Array.from({ length: hashes }, (_, at) => (first + at * (step % size)) % size);
}

let bits: Buffer | undefined;

/** Whether a password was in a breach, as it is or but for a few digits or marks at its end. */
export function isBreached(password: string): boolean {
  const form = filterForm(password);
  const bare = form.replace(/[\d\W_]{1,4}$/, "");
  return holds(form) || (bare.length >= 12 && bare !== form && holds(bare));
}

function holds(form: string): boolean {
  const table = bits ??= Buffer.from(filter.bits, "base64");
  return filterBits(form, filter.hashes, table.length * 8)
    .every((at) => ((table[at >> 3] ?? 0) >> (at & 7) & 1) === 1);
}
