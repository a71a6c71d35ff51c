import { isBreached } from "@/lib/auth/breached_passwords.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

/** The same text for every keyboard: composed and decomposed letters are one password. */
export function normalPassword(password: string): string {
  return password.normalize("NFKC");
}

/**
 * A new password, or what is wrong with it. Any characters are fine; only its length counts, that
 * it was not in a breach, and that it is not the person's own address.
 */
export function newPassword(password: string, email: string): Result<string> {
  const normal = normalPassword(password);
  const wrong = (message: string) =>
    refuse("INVALID_INPUT", message, [{ path: "password", message }]);
  const length = [...normal].length;
  if (!normal.isWellFormed()) return wrong("Use other characters in the password.");
  if (length < PASSWORD_MIN) {
    return wrong(`Use at least ${PASSWORD_MIN} characters: three or four words are fine.`);
  }
  if (length > PASSWORD_MAX) return wrong(`Use at most ${PASSWORD_MAX} characters.`);
  const low = normal.toLowerCase();
  const [own = ""] = email.split("@");
  if (low === email || (own.length > 3 && low.split(own).join("").length < 6)) {
    return wrong("Use a password that is not made of your address.");
  }
  if (new Set(low).size < 4 || isBreached(normal)) {
    return wrong("That password is in lists that attackers use. Choose another.");
  }
  return ok(normal);
}
