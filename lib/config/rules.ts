import { APP_ENVS, DEPLOYED } from "@/lib/config/variable.ts";
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

type Seen = Partial<Config>;

function deployed({ APP_ENV }: Seen): boolean {
  return APP_ENV !== undefined && DEPLOYED.includes(APP_ENV);
}

/** Variables that make sense only together. */
function together(first: keyof Config & string, second: keyof Config & string): Rule<Config> {
  return (config) => {
    if ((config[first] === undefined) === (config[second] === undefined)) return;
    const missing = config[first] === undefined ? first : second;
    const given = missing === first ? second : first;
    return { variable: missing, message: `is needed because ${given} is set` };
  };
}

const ADDRESSES = [
  "UPSTASH_REDIS_REST_URL",
  "SLACK_WEBHOOK_URL",
  "PAGERDUTY_EVENTS_URL",
  "ALERT_WEBHOOK_URL",
  "ALERT_DEADMAN_URL",
  "RUNBOOKS_URL",
  "SENTRY_DSN",
  "OIDC_ISSUER",
  "S3_ENDPOINT",
] as const;

function encrypted(name: typeof ADDRESSES[number]): Rule<Config> {
  return (config) => {
    const value = config[name];
    if (value === undefined || value.startsWith("https://") || !deployed(config)) return;
    return { variable: name, message: `must start with https:// in ${config.APP_ENV}` };
  };
}

const SECRETS = [
  "UPSTASH_REDIS_REST_TOKEN",
  "OPS_TOKEN",
  "PAGERDUTY_INTEGRATION_KEY",
  "ALERT_WEBHOOK_SECRET",
  "STRIPE_SECRET_KEY",
  "S3_SECRET_ACCESS_KEY",
] as const;

function originIsEncrypted(config: Seen): Problem | undefined {
  const { APP_ENV, PUBLIC_ORIGIN } = config;
  if (!deployed(config) || PUBLIC_ORIGIN === undefined) return;
  if (PUBLIC_ORIGIN.startsWith("https://")) return;
  return { variable: "PUBLIC_ORIGIN", message: `must start with https:// in ${APP_ENV}` };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Without a token the operations' pages are open: nobody but this machine may reach them then. */
function opsAreGuarded({ HOST, OPS_TOKEN }: Seen): Problem | undefined {
  if (OPS_TOKEN !== undefined || HOST === undefined || LOOPBACK.test(HOST)) return;
  const message = "is needed because HOST lets other machines in, and /ops, /health and /metrics " +
    "are open without it: set it to what `openssl rand -hex 32` prints";
  return { variable: "OPS_TOKEN", message };
}

function secretsDiffer(config: Seen): Problem | undefined {
  const seen = new Map<string, string>();
  for (const name of SECRETS) {
    const value = config[name];
    if (value === undefined) continue;
    const other = seen.get(value);
    if (other) return { variable: name, message: `must not be equal to ${other}` };
    seen.set(value, name);
  }
  const keys = new Set((config.JWT_KEYS?.keys ?? []).map((key) => key.bytes.join()));
  const shared = (config.ENCRYPTION_KEYS?.keys ?? []).some((key) => keys.has(key.bytes.join()));
  return shared
    ? { variable: "ENCRYPTION_KEYS", message: "must not hold a key of JWT_KEYS" }
    : undefined;
}

function stripeMode({ APP_ENV, STRIPE_SECRET_KEY }: Seen): Problem | undefined {
  if (STRIPE_SECRET_KEY === undefined || APP_ENV === undefined) return;
  const live = STRIPE_SECRET_KEY.includes("_live_");
  if (live === (APP_ENV === "production")) return;
  const message = live
    ? `is a live key: real money must not move in ${APP_ENV}`
    : "is a test key: nobody would be charged in production";
  return { variable: "STRIPE_SECRET_KEY", message };
}

/** Prices of plans that limit nothing would be a mistake. */
function plansAreSold({ TIERS, STRIPE_SECRET_KEY }: Seen): Problem | undefined {
  if (TIERS !== "off" || STRIPE_SECRET_KEY === undefined) return;
  return { variable: "TIERS", message: "must not be off where STRIPE_SECRET_KEY sells plans" };
}

function stripeIsStripe({ APP_ENV, STRIPE_API_URL }: Seen): Problem | undefined {
  if (APP_ENV !== "production" || STRIPE_API_URL === undefined) return;
  return { variable: "STRIPE_API_URL", message: "is for tests: remove it in production" };
}

const WORDS: Readonly<Record<string, RegExp>> = {
  development: /(^|[-_])dev(elopment)?([-_]|$)/i,
  test: /(^|[-_])test(ing)?([-_]|$)/i,
  staging: /(^|[-_])(staging|stage)([-_]|$)/i,
  production: /(^|[-_])prod(uction)?([-_]|$)/i,
};

/** The name of another environment in a database or bucket is nearly always a mix-up. */
function ownPlace(variable: "MONGODB_URI" | "S3_BUCKET" | "UPSTASH_REDIS_REST_URL"): Rule<Config> {
  return (config) => {
    const value = config[variable];
    if (value === undefined || config.APP_ENV === undefined) return;
    const name = variable === "MONGODB_URI"
      ? /^[^:]+:\/\/[^/]+\/([^?]*)/.exec(value)?.[1] ?? ""
      : variable === "S3_BUCKET"
      ? value
      : URL.parse(value)?.hostname.split(".")[0] ?? "";
    const other = APP_ENVS.find((env) => env !== config.APP_ENV && WORDS[env]?.test(name));
    if (variable === "MONGODB_URI" && name === "" && deployed(config)) {
      return { variable, message: "must name the database after the host" };
    }
    return other
      ? { variable, message: `names ${other}, but this is ${config.APP_ENV}` }
      : undefined;
  };
}

function somebodyIsTold(config: Seen): Problem | undefined {
  if (config.APP_ENV !== "production" || config.ALERTS_DISABLED !== false) return;
  const { SLACK_WEBHOOK_URL, ALERT_EMAILS, PAGERDUTY_INTEGRATION_KEY, ALERT_WEBHOOK_URL } = config;
  if (SLACK_WEBHOOK_URL ?? ALERT_EMAILS ?? PAGERDUTY_INTEGRATION_KEY ?? ALERT_WEBHOOK_URL) return;
  const message = "must be true, or a channel be set (SLACK_WEBHOOK_URL, ALERT_EMAILS, " +
    "PAGERDUTY_INTEGRATION_KEY or ALERT_WEBHOOK_URL)";
  return { variable: "ALERTS_DISABLED", message };
}

function bucketHasKey(config: Seen): Problem | undefined {
  const { BACKUP_TO, S3_BUCKET, S3_ACCESS_KEY_ID } = config;
  const user = BACKUP_TO?.startsWith("s3://") ? "BACKUP_TO" : S3_BUCKET && "S3_BUCKET";
  if (user === undefined || S3_ACCESS_KEY_ID !== undefined) return;
  return { variable: "S3_ACCESS_KEY_ID", message: `is needed because ${user} names a bucket` };
}

function backupsAreSecret({ APP_ENV, BACKUP_TO, BACKUP_RECIPIENTS }: Seen): Problem | undefined {
  if (APP_ENV !== "production" || !BACKUP_TO?.startsWith("s3://") || BACKUP_RECIPIENTS) return;
  const message = "is needed because BACKUP_TO is a bucket: make a key pair by " +
    "`deno task backup keys`";
  return { variable: "BACKUP_RECIPIENTS", message };
}

function mailHasServer(config: Seen): Problem | undefined {
  if (config.ALERT_EMAILS === undefined) return;
  if (config.SMTP_URL === undefined) {
    return { variable: "SMTP_URL", message: "is needed because ALERT_EMAILS is set" };
  }
  return config.ALERT_FROM === undefined
    ? { variable: "ALERT_FROM", message: "is needed because ALERT_EMAILS is set" }
    : undefined;
}

/** All checks across variables, in the order they are reported. */
export const RULES: readonly Rule<Config>[] = [
  originIsEncrypted,
  opsAreGuarded,
  together("UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"),
  together("OIDC_ISSUER", "OIDC_CLIENT_ID"),
  together("OIDC_ISSUER", "OIDC_CLIENT_SECRET"),
  together("ALERT_WEBHOOK_URL", "ALERT_WEBHOOK_SECRET"),
  together("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"),
  ...ADDRESSES.map(encrypted),
  secretsDiffer,
  stripeMode,
  plansAreSold,
  stripeIsStripe,
  ownPlace("MONGODB_URI"),
  ownPlace("S3_BUCKET"),
  ownPlace("UPSTASH_REDIS_REST_URL"),
  together("S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"),
  bucketHasKey,
  backupsAreSecret,
  mailHasServer,
  somebodyIsTold,
];
