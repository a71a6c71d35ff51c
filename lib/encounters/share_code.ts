import type { TablePlaces } from "@/lib/encounters/deps.ts";
import { type Refusal, refuse } from "@/lib/errors.ts";

/** Letters and digits that are not mistaken for one another when read aloud or off a screen. */
const ALPHABET = "ABCDEFGHJKMNPQRTUVWXY346789";
const LENGTH = 8;
/** Codes of this length were made before, and work while they live. */
const EARLIER_LENGTH = 6;

/** What people read instead of what is written. */
const MISREAD: Readonly<Record<string, string>> = { "0": "Q", O: "Q", "1": "J", I: "J", L: "J" };

/** How many codes there are, each equally likely: 27⁸, 282 thousand million. */
export const CODES = ALPHABET.length ** LENGTH;

/** A new code such as K4TM9RWX. */
export function newShareCode(random: (length: number) => Uint8Array): string {
  let code = "";
  while (code.length < LENGTH) {
    for (const byte of random(LENGTH * 2)) {
      // Bytes above the last multiple would make the first letters likelier.
      if (byte < 256 - 256 % ALPHABET.length && code.length < LENGTH) {
        code += ALPHABET[byte % ALPHABET.length];
      }
    }
  }
  return code;
}

/** A typed code as it is stored, or undefined when no code looks like that. */
export function readShareCode(typed: string): string | undefined {
  if (typed.length > 20) return undefined;
  const letters = typed.toUpperCase().replace(/[\s-]/g, "");
  const code = [...letters].map((letter) => MISREAD[letter] ?? letter).join("");
  const known = code.length === LENGTH || code.length === EARLIER_LENGTH;
  return known && [...code].every((candidate) => ALPHABET.includes(candidate)) ? code : undefined;
}

/** The same answer for codes that never were and for those that were taken back. */
export function codeUnknown(): Refusal {
  return refuse("CODE_UNKNOWN", "No fight has this code. Ask your DM for the one on their screen.");
}

/** The codes that this visitor's browser keeps, with this one among them. */
export function withCode({ codes = [] }: TablePlaces, code: string | null): readonly string[] {
  return code === null || codes.includes(code) ? codes : [...codes, code];
}
