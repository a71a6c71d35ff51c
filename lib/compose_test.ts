import assert from "node:assert/strict";
import { compose } from "@/lib/compose.ts";
import { parseConfig } from "@/lib/config/parse.ts";

Deno.test("a composed app is ready until it is closed", async () => {
  const parsed = parseConfig({ APP_ENV: "test", PUBLIC_ORIGIN: "https://fights.example" });
  assert.ok(parsed.ok);
  const services = compose(parsed.config);
  assert.equal(services.ready(), true);
  assert.equal(services.encrypted, true);
  await services.close();
  assert.equal(services.ready(), false);
});
