import assert from "node:assert/strict";
import { runDeno } from "@/tasks/lib/run.ts";

async function check(envFile: string) {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, envFile);
    const args = ["run", "-A", "--no-check", "tasks/config_check.ts", "--env-file", file];
    return await runDeno(args, { output: "collect", env: { APP_ENV: "development" } });
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("config:check shows what is set and what is defaulted", async () => {
  const { code, text } = await check("PORT=9123\n");
  assert.equal(code, 0, text);
  assert.match(text, /^PORT\s+set\s+"9123"$/m);
  assert.match(text, /^DATA_DIR\s+default\s+\.\/data$/m);
  assert.match(text, /complete for development/);
});

Deno.test("config:check reports every mistake of an env file and ends with 78", async () => {
  const { code, text } = await check("PORT=x\nLOG_LEVEL=loud\nPORT=2\nnonsense\n");
  assert.equal(code, 78);
  assert.match(text, /4 problems/);
  assert.match(text, /:3 PORT is already set on line 1/);
  assert.match(text, /LOG_LEVEL must be one of debug, info, warn, error/);
});

Deno.test("config:check shows nothing of a secret that went into the wrong variable", async () => {
  const { text } = await check(
    "PUBLIC_ORIGIN=https://user:hunter2@fights.org\nALERT_WEBHOOK_URL=https://hooks.example.org/t0ken?key=k3y\n",
  );
  assert.match(text, /^PUBLIC_ORIGIN\s+invalid\s+\(invalid\)$/m);
  assert.match(text, /"https:\/\/hooks\.example\.org\/…"/);
  assert.doesNotMatch(text, /hunter2|t0ken|k3y/);
});

Deno.test("an env file that is not there is a problem like any other", async () => {
  const args = ["run", "-A", "--no-check", "tasks/config_check.ts", "--env-file", "gone.env"];
  const { code, text } = await runDeno(args, { output: "collect", env: {} });
  assert.equal(code, 78);
  assert.match(text, /1 problem in the configuration\n {2}gone\.env is not there/);
  assert.doesNotMatch(text, /at .*\.ts/);
});
