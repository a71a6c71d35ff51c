import assert from "node:assert/strict";
import fc from "fast-check";
import { parseConfig, parseVariables } from "@/lib/config/parse.ts";
import { problemReport, statusTable } from "@/lib/config/report.ts";
import { DEPLOYED, text, variable, wholeNumber } from "@/lib/config/variable.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const SOME = {
  APP_ENV: variable({ group: "a", doc: "Where.", schema: text(), default: "development" }),
  COUNT: variable({ group: "a", doc: "How many.", schema: wholeNumber(1, 9), default: "3" }),
  API_KEY: variable({
    group: "b",
    doc: "Key.",
    schema: text(12),
    required: DEPLOYED,
    secret: true,
  }),
  MOOD: variable({ group: "b", doc: "Mood.", schema: text(), default: { test: "calm" } }),
};

Deno.test("nothing set means development with every default", () => {
  const parsed = parseConfig({});
  assert.ok(parsed.ok);
  assert.equal(parsed.config.APP_ENV, "development");
  assert.equal(parsed.config.PORT, 8000);
  assert.equal(parsed.config.DATA_DIR, "./data");
  assert.equal(parsed.config.PUBLIC_ORIGIN, undefined);
  assert.ok(Object.isFrozen(parsed.config));
});

Deno.test("an unknown APP_ENV is refused, prod and undefined included", () => {
  for (const APP_ENV of ["prod", "undefined", "Production", "dev"]) {
    const parsed = parseConfig({ APP_ENV });
    assert.ok(!parsed.ok);
    assert.deepEqual(parsed.problems.map((problem) => problem.variable), ["APP_ENV"]);
  }
});

Deno.test("an empty value counts as unset", () => {
  const parsed = parseConfig({ APP_ENV: "", PORT: "  " });
  assert.ok(parsed.ok);
  assert.equal(parsed.config.PORT, 8000);
});

Deno.test("every problem is in one report", () => {
  const parsed = parseConfig({ APP_ENV: "production", PORT: "eighty", TRUST_PROXY: "yes" });
  assert.ok(!parsed.ok);
  const report = problemReport(parsed.problems, { file: ".env", problems: [] });
  assert.match(report, /\d problems/);
  assert.match(report, /PORT must be a whole number from 0 to 65535/);
  assert.match(report, /TRUST_PROXY must be true or false/);
  assert.match(report, /PUBLIC_ORIGIN is required in production/);
});

Deno.test("a deployed origin must be encrypted, a local one need not be", () => {
  const http = { PUBLIC_ORIGIN: "http://fights.example.org" };
  assert.ok(parseConfig(http).ok);
  const deployed = parseConfig({ ...http, APP_ENV: "staging" });
  assert.ok(!deployed.ok);
  assert.deepEqual(deployed.problems.filter((problem) => problem.variable === "PUBLIC_ORIGIN"), [
    { variable: "PUBLIC_ORIGIN", message: "must start with https:// in staging" },
  ]);
});

Deno.test("an origin with a path, a user or another scheme is refused", () => {
  for (const bad of ["https://a.b/", "https://a.b/c", "https://u@a.b", "ftp://a.b", "a.b", "//a"]) {
    assert.ok(!parseConfig({ PUBLIC_ORIGIN: bad }).ok, bad);
  }
});

Deno.test("a default may differ by place", () => {
  assert.ok(parseVariables({ APP_ENV: "test" }, SOME).ok);
  const parsed = parseVariables({ APP_ENV: "test" }, SOME);
  assert.equal(parsed.ok && parsed.config.MOOD, "calm");
  const elsewhere = parseVariables({}, SOME);
  assert.equal(elsewhere.ok && elsewhere.config.MOOD, undefined);
});

Deno.test("no report ever holds the bytes of a secret", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 5, maxLength: 11, unit: "binary-ascii" }), (tail) => {
      const secret = `s3cr3t-${tail}`;
      const environment = { APP_ENV: "production", API_KEY: secret, COUNT: "nine" };
      const parsed = parseVariables(environment, SOME);
      assert.ok(!parsed.ok);
      const report = problemReport(parsed.problems, { file: ".env", problems: [] });
      const table = statusTable(SOME, environment, parsed.sources, "production");
      assert.ok(!report.includes("s3cr3t") && !table.includes("s3cr3t"));
    }),
    propertyRuns("a secret in reports", 500),
  );
});

Deno.test("any environment is either parsed or refused, never a fault", () => {
  const name = fc.constantFrom("APP_ENV", "PORT", "HOST", "PUBLIC_ORIGIN", "LOG_LEVEL", "DATA_DIR");
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ unit: "binary" })), (environment) => {
      const parsed = parseConfig(environment);
      if (parsed.ok) assert.ok(parsed.config.PORT <= 65_535);
      else assert.ok(parsed.problems.length > 0);
    }),
    propertyRuns("any environment", 2_000),
  );
});
