import { z } from "zod";

const PLACEHOLDER =
  /change.?me|place.?holder|example|your[-_ ]|<[^>]*>|x{6,}|\.\.\.|0{8,}|1234567|password|insert/i;
const MESSAGE_PLACEHOLDER = "looks like a placeholder: put the real value there";

function isText(value: string): boolean {
  // deno-lint-ignore no-control-regex -- finding control characters is the point
  return !/[\u0000-\u001f\u007f\s]/.test(value);
}

/** A secret that somebody else issued: right form, no placeholder. */
export function issuedSecret(form: RegExp, what: string): z.ZodType<string, string> {
  return z.string()
    .refine((value) => isText(value), "must not contain spaces, line breaks or control characters")
    .refine((value) => !PLACEHOLDER.test(value), MESSAGE_PLACEHOLDER)
    .refine((value) => form.test(value), `must be ${what}`);
}

/** A secret of our own making: long and varied enough that nobody guesses it. */
export function ownSecret(): z.ZodType<string, string> {
  return z.string()
    .refine((value) => isText(value), "must not contain spaces, line breaks or control characters")
    .refine((value) => value.length >= 32, "must have at least 32 characters")
    .refine((value) => new Set(value).size >= 10, "must be random: it repeats too few characters")
    .refine((value) => !PLACEHOLDER.test(value), MESSAGE_PLACEHOLDER);
}

/** An address with one of a few schemes; user and password only where `login` says so. */
export function address(
  schemes: readonly string[],
  options: { login?: boolean } = {},
): z.ZodType<string, string> {
  const list = schemes.map((scheme) => `${scheme}//`).join(" or ");
  return z.string()
    .refine((value) => isText(value), "must not contain spaces, line breaks or control characters")
    .refine((value) => {
      const url = URL.parse(value);
      return url !== null && schemes.includes(url.protocol) && url.hostname !== "";
    }, `must be an address that starts with ${list}`)
    .refine(
      (value) => options.login === true || (URL.parse(value)?.username ?? "") === "",
      "must not contain a user or password",
    );
}

const EMAIL = /^[^\s@,<>"]+@[^\s@,<>"]+\.[^\s@,<>".]+$/;

/** E-mail addresses, separated by commas. */
export function emails(): z.ZodType<readonly string[], string> {
  return z.string()
    .transform((value) => value.split(",").map((part) => part.trim()))
    .refine(
      (list) => list.length <= 20 && list.every((candidate) => EMAIL.test(candidate)),
      "must be up to 20 e-mail addresses, separated by commas",
    );
}

/** One e-mail address. */
export function email(): z.ZodType<string, string> {
  return z.string().refine((value) => EMAIL.test(value), "must be an e-mail address");
}
