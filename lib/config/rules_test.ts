import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { parseKeyRing, rotated } from "@/lib/config/key_ring.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { problemReport } from "@/lib/config/report.ts";
import { VARIABLES } from "@/lib/config/variables.ts";
import { propertyRuns } from "@/tests/help/property.ts";

function random(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** A production environment with which the server starts. */
function production(more: Record<string, string> = {}): Record<string, string> {
  return {
    APP_ENV: "production",
    PUBLIC_ORIGIN: "https://fights.acme.org",
    OPS_TOKEN: random(),
    JWT_KEYS: `k1:${random()}`,
    SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/T0/B0/Xyz123",
    ...more,
  };
}

/** What is wrong with an environment. */
function full(environment: Record<string, string>): string[] {
  const parsed = parseConfig(environment);
  return parsed.ok ? [] : parsed.problems.map((one) => `${one.variable} ${one.message}`);
}

Deno.test("a complete production environment passes", () => {
  assert.deepEqual(full(production()), []);
  assert.deepEqual(
    full(production({
      UPSTASH_REDIS_REST_URL: "https://eu1-calm-owl-1.upstash.io",
      UPSTASH_REDIS_REST_TOKEN: random(),
      ALERT_EMAILS: "ops@acme.org, dm@acme.org",
      ALERT_FROM: "alerts@acme.org",
      SMTP_URL: `smtps://mailer:${random()}@mail.acme.org:465`,
      PAGERDUTY_INTEGRATION_KEY: "R01234k6789abcdefghijklmnopqrstu",
      ALERT_WEBHOOK_URL: "https://hooks.acme.org/alerts",
      ALERT_WEBHOOK_SECRET: random(),
      SENTRY_DSN: "https://0123abcd45ef67890123abcd45ef6789@o1.ingest.sentry.io/42",
    })),
    [],
  );
});

Deno.test("staging and production need their secrets, development needs none", () => {
  for (const APP_ENV of ["staging", "production"]) {
    const problems = full({ APP_ENV, PUBLIC_ORIGIN: "https://fights.acme.org" });
    assert.ok(problems.includes(`OPS_TOKEN is required in ${APP_ENV}`));
    assert.ok(problems.includes(`JWT_KEYS is required in ${APP_ENV}`));
  }
  assert.deepEqual(full({}), []);
});

Deno.test("backups in a bucket need a key, and in production somebody who can open them", () => {
  const bucket = { BACKUP_TO: "s3://acme-backups/tracker" };
  const key = { S3_ACCESS_KEY_ID: "AKIAQWERTYUIOPAS", S3_SECRET_ACCESS_KEY: random() };
  const recipient = { BACKUP_RECIPIENTS: `age1${"q".repeat(58)}` };
  assert.match(full(production(bucket)).join(), /S3_ACCESS_KEY_ID is needed because BACKUP_TO/);
  assert.match(full(production({ ...bucket, ...key })).join(), /BACKUP_RECIPIENTS is needed/);
  assert.deepEqual(full(production({ ...bucket, ...key, ...recipient })), []);
  assert.deepEqual(full(production({ BACKUP_TO: "/var/backups" })), []);
  assert.match(full(production({ BACKUP_TO: "s3:/x" })).join(), /BACKUP_TO must be a directory/);
  assert.match(full(production({ BACKUP_RECIPIENTS: "me" })).join(), /must be public keys/);
  assert.match(full(production({ BACKUP_KEEP: "always" })).join(), /must be such as 7d,5w,12m/);
});

Deno.test("placeholders and weak secrets are refused", () => {
  const weak = [
    "changeme",
    "your-token-goes-here-0123456789abcdef",
    "a".repeat(40),
    "x".repeat(64),
  ];
  for (const OPS_TOKEN of [...weak, "short", `${random()}\nsecond`]) {
    assert.ok(
      full(production({ OPS_TOKEN })).some((one) => one.startsWith("OPS_TOKEN")),
      OPS_TOKEN,
    );
  }
  assert.ok(full(production({ SENTRY_DSN: "https://example@sentry.io/1" })).length > 0);
});

Deno.test("the wrong environment is refused", () => {
  const problems = (more: Record<string, string>) => full(production(more)).join("\n");
  const hook = { STRIPE_WEBHOOK_SECRET: `whsec_${"aB3".repeat(8)}` };
  assert.match(
    problems({ STRIPE_SECRET_KEY: `sk_test_${"aB3".repeat(8)}`, ...hook }),
    /test key: nobody would be charged in production/,
  );
  assert.match(
    full({ APP_ENV: "test", STRIPE_SECRET_KEY: `sk_live_${"aB3".repeat(8)}`, ...hook }).join(),
    /real money must not move in test/,
  );
  assert.match(
    problems({ STRIPE_SECRET_KEY: `rk_live_${"aB3".repeat(8)}`, TIERS: "off", ...hook }),
    /TIERS must not be off where STRIPE_SECRET_KEY sells plans/,
  );
  const live = { STRIPE_SECRET_KEY: `rk_live_${"aB3".repeat(8)}`, ...hook };
  assert.equal(problems(live), "");
  assert.match(
    problems({ ...live, STRIPE_API_URL: "https://stripe.acme.org" }),
    /STRIPE_API_URL is for tests: remove it in production/,
  );
  assert.match(problems({ ...live, STRIPE_WEBHOOK_SECRET: "" }), /STRIPE_WEBHOOK_SECRET/);
  assert.match(problems({ MONGODB_URI: "mongodb://h/dnd_tracker_dev" }), /names development/);
  assert.match(problems({ MONGODB_URI: "mongodb://h/" }), /must name the database/);
  assert.match(problems({ S3_BUCKET: "fights-staging" }), /names staging, but this is production/);
  const cache = { UPSTASH_REDIS_REST_TOKEN: random() };
  assert.match(
    problems({ UPSTASH_REDIS_REST_URL: "http://10.0.0.1:8080", ...cache }),
    /UPSTASH_REDIS_REST_URL must start with https/,
  );
  assert.equal(full({ UPSTASH_REDIS_REST_URL: "http://127.0.0.1:8080", ...cache }).length, 0);
});

Deno.test("secrets must differ and pairs must be complete", () => {
  const shared = random();
  const text = full(production({ OPS_TOKEN: shared, UPSTASH_REDIS_REST_TOKEN: shared })).join("\n");
  assert.match(text, /OPS_TOKEN must not be equal to UPSTASH_REDIS_REST_TOKEN/);
  assert.match(text, /UPSTASH_REDIS_REST_URL is needed because UPSTASH_REDIS_REST_TOKEN is set/);
  const key = `k1:${random()}`;
  const rings = full(production({ JWT_KEYS: key, ENCRYPTION_KEYS: key })).join();
  assert.match(rings, /must not hold a key of JWT_KEYS/);
  const mail = full(production({ ALERT_EMAILS: "ops@acme.org" })).join();
  assert.match(mail, /SMTP_URL is needed because ALERT_EMAILS is set/);
});

Deno.test("production tells somebody, or says on purpose that it does not", () => {
  const { SLACK_WEBHOOK_URL: _, ...quiet } = production();
  assert.match(full(quiet).join(), /ALERTS_DISABLED must be true, or a channel be set/);
  assert.deepEqual(full({ ...quiet, ALERTS_DISABLED: "true" }), []);
});

Deno.test("a key ring is read, refused and rotated", () => {
  const [first, second] = [random(), random()];
  const ring = parseKeyRing(`new:${first}, old:${second}`);
  assert.ok(typeof ring !== "string");
  assert.equal(ring.current.kid, "new");
  assert.equal(ring.keys.length, 2);
  const bad = ["", "k1", "k1:", `k1:${random(16)}`, `k 1:${first}`, `a:${first},a:${second}`];
  for (
    const text of [...bad, `a:${first},b:${first}`, `a:${"A".repeat(43)}`, "a:+++/", `a:${first}:x`]
  ) {
    const problem = parseKeyRing(text);
    assert.equal(typeof problem, "string", text);
    assert.ok(!String(problem).includes(first), "never a part of a key");
  }
  const again = rotated(`b:${first},a:${second},z:${random()}`, "c", randomBytes(32), 2);
  const parsed = parseKeyRing(again);
  assert.ok(typeof parsed !== "string");
  assert.deepEqual(parsed.keys.map((key) => key.kid), ["c", "b", "a"]);
});

Deno.test("5,000 generated environments: parsed or refused, and no secret byte in the report", () => {
  const secrets = Object.entries(VARIABLES).filter(([, entry]) => "secret" in entry);
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom("https://h/x", "http://h", "changeme", "sk_test_0123456789abcdef", "a@b.c"),
    fc.constant(null).map(() => random()),
  );
  const environments = fc.dictionary(fc.constantFrom(...Object.keys(VARIABLES)), value);
  fc.assert(
    fc.property(environments, fc.constantFrom("staging", "production", "test"), (some, APP_ENV) => {
      const environment = { ...some, APP_ENV };
      const parsed = parseConfig(environment);
      if (parsed.ok) return;
      assert.ok(parsed.problems.length > 0);
      const report = problemReport(parsed.problems, { file: ".env", problems: [] });
      for (const [name] of secrets) {
        const secret: string | undefined = Reflect.get(environment, name);
        if (secret !== undefined && secret.length >= 12) assert.ok(!report.includes(secret), name);
      }
    }),
    propertyRuns("secrets in reports", 5_000),
  );
});
