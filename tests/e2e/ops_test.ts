// Who may see the operations' figures of the built server, in an environment with a token.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { assertAccessible, newPerson, startBrowser } from "@/tests/help/browser.ts";
import { startApp } from "@/tests/help/app.ts";

const OPS_TOKEN = randomBytes(32).toString("base64url");
const env = { OPS_TOKEN, JWT_KEYS: `k1:${randomBytes(32).toString("base64url")}` };

Deno.test("health, metrics and silences are hidden without the token", async () => {
  await using app = await startApp({ env });
  const status = async (path: string, init?: RequestInit) => {
    const response = await fetch(app.origin + path, init);
    await response.body?.cancel();
    return response.status;
  };
  for (const path of ["/health", "/metrics"]) {
    assert.equal(await status(path), 404);
    assert.equal(await status(path, { headers: { authorization: "Bearer wrong" } }), 404);
    assert.equal(await status(path, { headers: { authorization: `Bearer ${OPS_TOKEN}` } }), 200);
  }
  assert.equal(await status("/ops"), 401);
  assert.equal(await status("/livez"), 200);
  assert.equal(await status("/readyz"), 200);
  const headers = { "sec-fetch-site": "same-origin" };
  const body = new URLSearchParams({ match: "error_rate" });
  assert.equal(await status("/ops/silences", { method: "POST", headers, body }), 404);
  const metrics = await (await fetch(`${app.origin}/metrics`, {
    headers: { authorization: `Bearer ${OPS_TOKEN}` },
  })).text();
  assert.match(metrics, /http_requests_total\{method="GET",route="\/health",status="4xx"\} 2\n/);
  assert.match(metrics, /build_info\{release="dev",environment="test"\} 1\n/);
});

Deno.test("behind a proxy one stranger's guesses lock nobody else out", async () => {
  await using app = await startApp({ env: { ...env, TRUST_PROXY: "true" } });
  const signIn = async (token: string, from: string) => {
    const headers = { "sec-fetch-site": "same-origin", "x-forwarded-for": from };
    const body = new URLSearchParams({ token });
    const response = await fetch(`${app.origin}/ops/sign-in`, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
    });
    await response.body?.cancel();
    return response.status;
  };
  let refused = 0;
  while (await signIn("wrong", "203.0.113.7") !== 429) assert.ok(++refused < 100);
  assert.equal(await signIn(OPS_TOKEN, "203.0.113.7"), 429);
  assert.equal(await signIn(OPS_TOKEN, "198.51.100.1"), 303);
});

Deno.test("an operator signs in, sees the parts, silences an alert, ends it and signs out", async () => {
  await using app = await startApp({ env });
  const browser = await startBrowser();
  try {
    const { page, complaints } = await newPerson(browser);
    await page.goto(`${app.origin}/ops`);
    await page.getByLabel("Operator's token").fill("not the token");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await assertAccessible(page);
    await page.getByLabel("Operator's token").fill(OPS_TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Parts" }).waitFor();
    await assertAccessible(page);
    await page.getByRole("cell", { name: "database, required" }).waitFor();
    const text = await page.locator("main").innerText();
    assert.match(text, /Requests, 5 min/);
    assert.match(text, /Nothing fires/);
    await page.evaluate(async () => {
      const body = new URLSearchParams({ match: "error_rate" });
      await fetch("/ops/silences", { method: "POST", body });
    });
    await page.getByRole("link", { name: "Reload" }).click();
    await page.getByRole("heading", { name: "Silences" }).waitFor();
    await page.getByRole("button", { name: "End" }).click();
    await page.getByRole("heading", { name: "Silences" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Operator's token").waitFor();
    assert.deepEqual(complaints.filter((complaint) => !complaint.includes("401")), []);
  } finally {
    await browser.close();
  }
});
