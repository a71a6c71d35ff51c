import { z } from "zod";

/** The places this product runs in. Anything else in `APP_ENV` is refused. */
export const APP_ENVS = ["development", "test", "staging", "production"] as const;
export type AppEnv = typeof APP_ENVS[number];

/** The two places that strangers can reach. */
export const DEPLOYED: readonly AppEnv[] = ["staging", "production"];

/**
 * One configuration variable: everything that is known about it stands in this one entry, and
 * the report, `.env.example` and the README's table are made from it.
 */
export interface Variable {
  /** The heading it is listed under. */
  readonly group: string;
  /** One sentence for the person who has to fill it in. */
  readonly doc: string;
  /**
   * From the text in the environment to the typed value. Its messages complete the sentence
   * "NAME …" and must not quote the value.
   */
  readonly schema: z.ZodType<unknown, string>;
  /** What an unset variable means: one text for all places, or one for some of them. */
  readonly default?: string | { readonly [E in AppEnv]?: string };
  /** The places that refuse to start without it. */
  readonly required?: readonly AppEnv[];
  /** True when its value may never be shown, not even in part. */
  readonly secret?: boolean;
  /** What `.env.example` shows for a variable without a default. */
  readonly example?: string;
}

/** A set of variables by their name in the environment. */
export type Variables = Readonly<Record<string, Variable>>;

/** Keeps the literal types of one entry, so that `Config` can tell set from perhaps unset. */
export function variable<const V extends Variable>(entry: V): V {
  return entry;
}

/** The parsed values of a set of variables; `undefined` only where there is no common default. */
export type ConfigOf<V extends Variables> = {
  readonly [Name in keyof V]: V[Name] extends { readonly default: string } ? z.output<
      V[Name]["schema"]
    >
    : z.output<V[Name]["schema"]> | undefined;
};

/** What `entry` means in `env` when nothing is set; `undefined` when there is no default. */
export function defaultIn(entry: Variable, env: AppEnv): string | undefined {
  return typeof entry.default === "object" ? entry.default[env] : entry.default;
}

/** Whether `env` refuses to start without `entry`. */
export function requiredIn(entry: Variable, env: AppEnv): boolean {
  return entry.required?.includes(env) ?? false;
}

/** Text without control characters, at least `min` characters long. */
export function text(min = 1): z.ZodType<string, string> {
  // deno-lint-ignore no-control-regex -- finding control characters is the point
  const control = /[\u0000-\u001f\u007f]/;
  return z.string()
    .min(min, `must have at least ${min} characters`)
    .refine((value) => !control.test(value), "must not contain line breaks or control characters");
}

/** A whole number between `min` and `max`, both included. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d{1,15}$/, message).transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** `true` or `false`, spelled out. */
export function flag(): z.ZodType<boolean, string> {
  return z.enum(["true", "false"], "must be true or false").transform((value) => value === "true");
}

/** One of a few words. */
export function oneOf<const W extends readonly [string, ...string[]]>(
  words: W,
): z.ZodType<W[number], string> {
  return z.string()
    .refine((value) => words.includes(value), `must be one of ${words.join(", ")}`)
    .transform((value): W[number] => value);
}

/** Scheme, host and port of a website, such as `https://example.org`; no path, no slash. */
export function origin(): z.ZodType<string, string> {
  const message = "must be an origin such as https://example.org, without a path";
  return z.string().refine((value) => {
    const url = URL.parse(value);
    return url !== null && /^https?:$/.test(url.protocol) && url.origin === value;
  }, message);
}
