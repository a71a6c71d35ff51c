import assert from "node:assert/strict";
import { compose } from "@/lib/compose/compose.ts";
import { type Config } from "@/lib/config.ts";
import { parseConfig } from "@/lib/config/parse.ts";

function configOf(environment: Readonly<Record<string, string>>): Config {
  const parsed = parseConfig({ APP_ENV: "test", LOG_LEVEL: "error", ...environment });
  assert.ok(parsed.ok);
  return parsed.config;
}

Deno.test("a composed app is ready, on a migrated store, until it is closed", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    const environment = { DATA_DIR: dataDir, PUBLIC_ORIGIN: "https://fights.example" };
    const services = await compose(configOf(environment));
    assert.equal(services.ready(), true);
    assert.equal(services.encrypted, true);
    await services.store.ping();
    await services.close();
    assert.equal(services.ready(), false);
    await services.close();
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("a data folder that cannot be is refused with a reason", async () => {
  const file = await Deno.makeTempFile();
  try {
    await assert.rejects(compose(configOf({ DATA_DIR: `${file}/below` })), /store/);
  } finally {
    await Deno.remove(file);
  }
});
