// README's operations section, run as written against a running server and its store.
import assert from "node:assert/strict";
import { ROOT } from "@/tasks/lib/files.ts";
import { startApp } from "@/tests/help/app.ts";
import { runShell, sectionOf, shellOf } from "@/tests/help/shell_doc.ts";

const OPS_TOKEN = "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe";

Deno.test("README's operations section runs as written", async () => {
  const script = shellOf(sectionOf(await Deno.readTextFile(`${ROOT}README.md`), "Operations"));
  const commands = script.split("\n").filter((line) => /^(?:deno|curl) /.test(line));
  assert.ok(commands.length >= 12, script);
  await using app = await startApp({ env: { OPS_TOKEN } });
  const env = {
    SITE: app.origin,
    APP_ENV: "test",
    DATA_DIR: app.dataDir,
    OPS_TOKEN,
    NO_COLOR: "1",
  };
  const { code, out, err } = await runShell(script, env, ROOT);
  assert.equal(code, 0, `${out}\n${err}`);
  for (
    const said of [
      /The configuration is complete for test/,
      /[1-9]\d* applied, nothing is pending/,
      /All is well: \d+ applied, none pending/,
      /^ok/m,
      /ready/,
      /database +ok +required/,
      /^http_requests_total\{/m,
      /^evaluated:/m,
      /silence .+: component_degraded:cache until .+ \(moving it\)/,
      /^\d{8}-[0-9a-f]{6}:[\w-]{43}$/m,
    ]
  ) assert.match(out, said);
  assert.ok(!out.includes(OPS_TOKEN), "no command prints a secret");
});

Deno.test("docs/operations.md is one reading of ten minutes", async () => {
  const words = (await Deno.readTextFile(`${ROOT}docs/operations.md`)).match(/[\w'’]+\S*/g) ?? [];
  assert.ok(words.length <= 2_300, `${words.length} words at 230 a minute`);
});

Deno.test("without its token an instance hides what the operations section asks for", async () => {
  await using app = await startApp({ env: { OPS_TOKEN } });
  const asks = 'deno task health "$SITE"';
  const refused = await runShell(asks, { SITE: app.origin, APP_ENV: "test" }, ROOT);
  assert.equal(refused.code, 3, refused.out);
});
