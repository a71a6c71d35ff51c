import { NOT_BUILT_RULES, PLATFORM_CHECKS } from "@/lib/config/platform_rules.ts";
import { DEPLOYED } from "@/lib/config/variable.ts";
import type { Config } from "@/lib/config/variables.ts";

/** One thing that is wrong with the configuration. Never holds the value of a secret. */
export interface Problem {
  readonly variable: string;
  /** Completes the sentence "NAME …". */
  readonly message: string;
}

/**
 * Something that only several variables together can tell. Sees values that passed their own
 * check; those that did not are absent.
 */
export type Rule<C> = (config: Partial<C>) => Problem | undefined;

/** Checks across variables, in the order they are reported. */
export const RULES: readonly Rule<Config>[] = [
  function deployedOriginIsEncrypted({ APP_ENV, PUBLIC_ORIGIN }) {
    if (APP_ENV === undefined || !DEPLOYED.includes(APP_ENV)) return;
    if (PUBLIC_ORIGIN === undefined || PUBLIC_ORIGIN.startsWith("https://")) return;
    return { variable: "PUBLIC_ORIGIN", message: `must start with https:// in ${APP_ENV}` };
  },
  ...PLATFORM_CHECKS,
  ...NOT_BUILT_RULES,
];
