import { z } from "zod";
import { alertRoutes, parseHours } from "@/lib/config/alert_routes.ts";
import { keyRing } from "@/lib/config/key_ring.ts";
import { address, email, emails, issuedSecret, ownSecret } from "@/lib/config/secrets.ts";
import {
  APP_ENVS,
  type ConfigOf,
  DEPLOYED,
  flag,
  oneOf,
  origin,
  text,
  variable,
  wholeNumber,
} from "@/lib/config/variable.ts";

const BUCKET_ADDRESS = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w.-]+)*$/;

/**
 * Every variable of the product. To add one, write its entry here and run
 * `deno task config:write`, which renews `.env.example` and the README's table.
 */
export const VARIABLES = {
  APP_ENV: variable({
    group: "Place",
    doc: "Where this process runs; decides what is required and how strict the checks are.",
    schema: oneOf(APP_ENVS),
    default: "development",
  }),
  RELEASE: variable({
    group: "Place",
    doc: "Name of the running release, such as a commit; shown in logs.",
    schema: text(),
    default: "dev",
  }),
  PORT: variable({
    group: "Web server",
    doc: "Port to listen on; 0 takes a free one.",
    schema: wholeNumber(0, 65_535),
    default: "8000",
  }),
  HOST: variable({
    group: "Web server",
    doc: "Address to listen on; 0.0.0.0 lets phones in the same network in and needs OPS_TOKEN.",
    schema: text(),
    default: "127.0.0.1",
  }),
  PUBLIC_ORIGIN: variable({
    group: "Web server",
    doc: "Origin that people type, for links and codes; https outside one's own machine.",
    schema: origin(),
    required: DEPLOYED,
    example: "https://fights.example.org",
  }),
  TRUST_PROXY: variable({
    group: "Web server",
    doc: "Believe X-Forwarded-* and X-Request-Id; only behind a proxy that overwrites them.",
    schema: flag(),
    default: "false",
  }),
  STREAMS_PER_ADDRESS: variable({
    group: "Web server",
    doc: "Live screens that one address may have open; 400 where a hall comes by one address.",
    schema: wholeNumber(1, 20_000),
    default: "40",
  }),
  CACHE_MB: variable({
    group: "Web server",
    doc: "Memory that all caches of this process may take together; a quarter of its heap without.",
    schema: wholeNumber(16, 65_536),
  }),
  DRAIN_SECONDS: variable({
    group: "Web server",
    doc: 'How long a stopping server says "not ready" before it refuses; a balancer\'s interval.',
    schema: wholeNumber(0, 60),
    default: "0",
  }),
  LOG_LEVEL: variable({
    group: "Logs",
    doc: "The least important line that is written.",
    schema: oneOf(["debug", "info", "warn", "error"]),
    default: "info",
  }),
  DATA_DIR: variable({
    group: "Store",
    doc: "Folder of the embedded store.",
    schema: text(),
    default: "./data",
  }),
  MONGODB_URI: variable({
    group: "Store",
    doc: "Address of MongoDB with the database's name; the store is there instead of in DATA_DIR.",
    schema: address(["mongodb:", "mongodb+srv:"], { login: true }),
    secret: true,
    example: "mongodb+srv://app:PASSWORD@cluster.example.net/tracker",
  }),
  S3_ENDPOINT: variable({
    group: "Object storage",
    doc: "Address of an S3 service other than AWS's own.",
    schema: address(["https:", "http:"]),
    example: "https://s3.example.org",
  }),
  S3_REGION: variable({
    group: "Object storage",
    doc: "Its region.",
    schema: z.string().regex(/^[a-z0-9-]{2,40}$/, "must be a region such as eu-central-1"),
    default: "us-east-1",
  }),
  S3_ACCESS_KEY_ID: variable({
    group: "Object storage",
    doc: "Its access key.",
    schema: issuedSecret(/^[A-Za-z0-9]{16,}$/, "an access key id"),
    secret: true,
  }),
  S3_SECRET_ACCESS_KEY: variable({
    group: "Object storage",
    doc: "Its secret key.",
    schema: issuedSecret(/^.{30,}$/, "a secret access key"),
    secret: true,
  }),
  S3_BUCKET: variable({
    group: "Object storage",
    doc: "Bucket of the uploads.",
    schema: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a bucket's name"),
  }),
  BACKUP_TO: variable({
    group: "Backups",
    doc: "Where backups are kept: a directory, or s3://BUCKET/PREFIX in the object storage.",
    schema: text().refine(
      (value) => !value.startsWith("s3:") || BUCKET_ADDRESS.test(value),
      "must be a directory or an address such as s3://my-backups/tracker",
    ),
    example: "s3://my-backups/tracker",
  }),
  BACKUP_RECIPIENTS: variable({
    group: "Backups",
    doc: "Public keys in the age format, with commas; backups are not encrypted without any.",
    schema: z.string().transform((value) => value.split(",").map((one) => one.trim())).refine(
      (list) => list.length <= 10 && list.every((one) => /^age1[a-z0-9]{50,4000}$/.test(one)),
      "must be public keys such as age1…, separated by commas",
    ),
  }),
  BACKUP_KEEP: variable({
    group: "Backups",
    doc: "Of how many days, weeks and months the newest backup is kept.",
    schema: z.string().regex(/^\d{1,3}d,\d{1,3}w,\d{1,3}m$/, "must be such as 7d,5w,12m"),
    default: "7d,5w,12m",
  }),
  BACKUP_LOCK_DAYS: variable({
    group: "Backups",
    doc: "For how many days the bucket lets nobody delete a backup; 0: as the bucket has it.",
    schema: wholeNumber(0, 3_650),
    default: "0",
  }),
  STORAGE_RESERVE_MB: variable({
    group: "Store",
    doc: "Free space of the embedded store below which nothing new is taken; play goes on to half.",
    schema: wholeNumber(0, 1_000_000),
    default: "512",
  }),
  IMPORT_HOSTS: variable({
    group: "Import",
    doc: "Hosts, with commas, from which a visitor may have a file fetched; - for none.",
    schema: text(),
    default: "raw.githubusercontent.com,gist.githubusercontent.com,api.open5e.com,www.dnd5eapi.co",
  }),
  UPSTASH_REDIS_REST_URL: variable({
    group: "Cache",
    doc: "REST address of Upstash Redis; needed as soon as there is more than one instance.",
    schema: address(["https:", "http:"]),
    example: "https://eu1-name-12345.upstash.io",
  }),
  UPSTASH_REDIS_REST_TOKEN: variable({
    group: "Cache",
    doc: "Token that may read and write there.",
    schema: issuedSecret(/^.{20,}$/, "the REST token of the database"),
    secret: true,
  }),
  OPS_TOKEN: variable({
    group: "Secrets",
    doc: "Bearer token for /health, /metrics and /ops; open without it on one's own machine.",
    schema: ownSecret(),
    required: DEPLOYED,
    secret: true,
  }),
  JWT_KEYS: variable({
    group: "Secrets",
    doc: "Key ring that signs sessions, newest first; made by `deno task keys:rotate`.",
    schema: keyRing(),
    required: DEPLOYED,
    secret: true,
  }),
  ENCRYPTION_KEYS: variable({
    group: "Secrets",
    doc: "Key ring for what is stored encrypted, such as the secrets of authenticator apps.",
    schema: keyRing(),
    secret: true,
  }),
  OIDC_ISSUER: variable({
    group: "Sign-in",
    doc: "OpenID provider that people may sign in with as well; none without it.",
    schema: address(["https:", "http:"]),
    example: "https://accounts.example.org",
  }),
  OIDC_CLIENT_ID: variable({
    group: "Sign-in",
    doc: "Id of this site there; the way back is PUBLIC_ORIGIN/sign-in/provider/callback.",
    schema: text(),
  }),
  OIDC_CLIENT_SECRET: variable({
    group: "Sign-in",
    doc: "Its secret there.",
    schema: issuedSecret(/^.{8,}$/, "the secret that the provider gave"),
    secret: true,
  }),
  OIDC_NAME: variable({
    group: "Sign-in",
    doc: "What the button calls it: Sign in with …",
    schema: text(),
    default: "your organisation",
  }),
  JOBS_EVERY_SECONDS: variable({
    group: "Jobs",
    doc: "How often this process looks for jobs that are due; 0: `deno task jobs run` does.",
    schema: wholeNumber(0, 3_600),
    default: "30",
  }),
  SENTRY_DSN: variable({
    group: "Watching",
    doc: "Where faults are reported; none are without it.",
    schema: issuedSecret(
      /^https?:\/\/[0-9a-f]{8,}@[^/]+\/\d+$/,
      "a DSN such as https://KEY@HOST/1",
    ),
    secret: true,
  }),
  OTEL_DENO: variable({
    group: "Watching",
    doc: "Deno's switch for traces: spans of requests, store, cache and streams, sent by OTLP.",
    schema: flag(),
    default: "false",
  }),
  BROWSER_ERRORS: variable({
    group: "Watching",
    doc: "Share of browser errors that are taken in, in percent.",
    schema: wholeNumber(0, 100),
    default: "100",
  }),
  ALERTS_EVERY_SECONDS: variable({
    group: "Alerting",
    doc: "How often this process evaluates the alert rules; 0: a scheduler or the task does.",
    schema: wholeNumber(0, 3_600),
    default: { production: "30", staging: "30" },
  }),
  ALERTS_DISABLED: variable({
    group: "Alerting",
    doc: "Says on purpose that nobody is to be told; otherwise production needs a channel.",
    schema: flag(),
    default: "false",
  }),
  SLACK_WEBHOOK_URL: variable({
    group: "Alerting",
    doc: "Slack's incoming webhook; it decides the channel.",
    schema: address(["https:", "http:"]),
    secret: true,
  }),
  ALERT_EMAILS: variable({
    group: "Alerting",
    doc: "Who gets alerts by e-mail, separated by commas; needs SMTP_URL.",
    schema: emails(),
    example: "ops@example.org",
  }),
  ALERT_FROM: variable({
    group: "Alerting",
    doc: "Sender of alert e-mails.",
    schema: email(),
    example: "alerts@example.org",
  }),
  MAIL_FROM: variable({
    group: "Mail",
    doc: "Sender of letters to people; ALERT_FROM without it.",
    schema: email(),
    example: "hello@example.org",
  }),
  SMTP_URL: variable({
    group: "Mail",
    doc: "Mail server: smtps://user:password@host:465 or smtp://…:587.",
    schema: address(["smtp:", "smtps:"], { login: true }),
    secret: true,
  }),
  PAGERDUTY_INTEGRATION_KEY: variable({
    group: "Alerting",
    doc: "Events API v2 key of the service that is paged.",
    schema: issuedSecret(/^[A-Za-z0-9]{32}$/, "an integration key of 32 letters and digits"),
    secret: true,
  }),
  PAGERDUTY_EVENTS_URL: variable({
    group: "Alerting",
    doc: "Where PagerDuty takes events; the EU region has its own address.",
    schema: address(["https:", "http:"]),
    default: "https://events.pagerduty.com/v2/enqueue",
  }),
  ALERT_WEBHOOK_URL: variable({
    group: "Alerting",
    doc: "Any other receiver of alerts; posts are signed with ALERT_WEBHOOK_SECRET.",
    schema: address(["https:", "http:"]),
  }),
  ALERT_WEBHOOK_SECRET: variable({
    group: "Alerting",
    doc: "Signs posts to ALERT_WEBHOOK_URL.",
    schema: ownSecret(),
    secret: true,
  }),
  ALERT_HOURS: variable({
    group: "Alerting",
    doc: "When people read what can wait; outside of it only critical alerts are told.",
    schema: z.string().refine(
      (value) => parseHours(value) !== undefined,
      "must be hours such as Mon-Fri 08:00-18:00 Europe/Berlin",
    ),
    example: "Mon-Fri 08:00-18:00 Europe/Berlin",
  }),
  ALERT_ROUTES: variable({
    group: "Alerting",
    doc:
      "Which severities go where, such as slack=critical,warning;email=ticket; unnamed: as built.",
    schema: alertRoutes(),
  }),
  PAGERDUTY_WEBHOOK_SECRET: variable({
    group: "Alerting",
    doc: "Secret of PagerDuty's webhook to /ops/pagerduty, so that acknowledging there is seen.",
    schema: issuedSecret(/^.{16,}$/, "the secret that PagerDuty showed for the webhook"),
    secret: true,
  }),
  ALERT_DEADMAN_URL: variable({
    group: "Alerting",
    doc: "Pinged after each evaluation; the service behind it speaks up when pings stop.",
    schema: address(["https:", "http:"]),
    secret: true,
  }),
  RUNBOOKS_URL: variable({
    group: "Alerting",
    doc: "Where the runbooks are read, ending in a slash; /ops/runbooks/ of the site without it.",
    schema: z.string().refine(
      (value) => /^https?:\/\/\S+\/$/.test(value),
      "must be an address that ends in a slash",
    ),
  }),
  TIERS: variable({
    group: "Billing",
    doc: "Whether plans limit what people keep; without it on where STRIPE_SECRET_KEY is set.",
    schema: oneOf(["on", "off"]),
  }),
  STRIPE_SECRET_KEY: variable({
    group: "Billing",
    doc: "Restricted key of Stripe; plans are sold with it, and nothing asks for money without.",
    schema: issuedSecret(/^(sk|rk)_(test|live)_[A-Za-z0-9]{16,}$/, "a key such as rk_live_…"),
    secret: true,
  }),
  STRIPE_WEBHOOK_SECRET: variable({
    group: "Billing",
    doc: "Secret of Stripe's webhook; two with a comma, newest first, while one is rotated.",
    schema: issuedSecret(
      /^whsec_[A-Za-z0-9]{16,}(,whsec_[A-Za-z0-9]{16,})?$/,
      "a secret such as whsec_…, or two with a comma",
    ).transform((value) => value.split(",")),
    secret: true,
  }),
  STRIPE_TAX: variable({
    group: "Billing",
    doc: "Whether Stripe works out taxes at Checkout; set up Stripe Tax first.",
    schema: flag(),
    default: "false",
  }),
  STRIPE_PROMOTION_CODES: variable({
    group: "Billing",
    doc: "Whether Checkout takes promotion codes.",
    schema: flag(),
    default: "false",
  }),
  STRIPE_API_URL: variable({
    group: "Billing",
    doc: "Another address of Stripe's API, for tests; not allowed in production.",
    schema: address(["https:", "http:"]),
  }),
};

/** The whole configuration, parsed, by variable name. */
export type Config = ConfigOf<typeof VARIABLES>;
