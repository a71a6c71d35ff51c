import assert from "node:assert/strict";
import { parseConfig } from "@/lib/config/parse.ts";
import { readEnvironment } from "@/lib/config.ts";

Deno.test("what the process was given wins over the env file", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, "\uFEFFPORT=1\r\nHOST='::1'\r\n");
    const { environment, problems } = readEnvironment({ ENV_FILE: file, PORT: "2" });
    assert.deepEqual(problems, []);
    assert.equal(environment["PORT"], "2");
    assert.equal(environment["HOST"], "::1");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("an env file that was named and is not there is a problem, not silence", () => {
  const { file, problems } = readEnvironment({ ENV_FILE: "no-such-file.env" });
  assert.equal(file, "no-such-file.env");
  assert.match(problems[0]?.message ?? "", /is not there: name a file that is there/);
});

/** What `readEnvironment` says about a default env file that `make` puts at a path. */
async function problemsOf(make: (path: string) => void): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    make(`${folder}/.env`);
    const { problems, environment } = readEnvironment({}, `${folder}/.env`);
    assert.equal(environment["APP_ENV"], undefined, "nothing of it is believed");
    return problems.map((problem) => problem.message).join("; ");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const PRODUCTION = "APP_ENV=production\n";

Deno.test("no env file is no problem, whatever else is at its path is", async () => {
  assert.equal(await problemsOf(() => {}), "");
  assert.match(await problemsOf((path) => Deno.mkdirSync(path)), /is a folder/);
  assert.match(await problemsOf((path) => Deno.symlinkSync("gone", path)), /leads nowhere/);
  const latin = Uint8Array.of(...new TextEncoder().encode(`${PRODUCTION}NAME=`), 0xe9);
  assert.match(await problemsOf((path) => Deno.writeFileSync(path, latin)), /is not UTF-8/);
});

Deno.test("an env file that every user may change is not believed", async () => {
  const said = await problemsOf((path) => {
    Deno.writeTextFileSync(path, PRODUCTION);
    Deno.chmodSync(path, 0o666);
  });
  assert.match(said, /every user of this machine.*chmod o-w/);
});

Deno.test("an env file that the disk does not give is a problem with the system's code", async () => {
  // Reading it fails for root too, which permissions do not.
  const said = await problemsOf((path) => Deno.symlinkSync("/proc/self/mem", path));
  assert.match(said, /cannot be read \(\w+\)|may not be read/);
});

Deno.test("without OPS_TOKEN nothing listens beyond the machine itself", () => {
  for (const HOST of ["0.0.0.0", "::", "192.168.1.7", "fights.local"]) {
    for (const APP_ENV of ["development", "test"]) {
      const parsed = parseConfig({ HOST, APP_ENV });
      assert.ok(!parsed.ok, HOST);
      assert.deepEqual(parsed.problems.map((problem) => problem.variable), ["OPS_TOKEN"]);
    }
  }
  for (const HOST of ["127.0.0.1", "127.8.9.1", "localhost", "::1"]) {
    assert.ok(parseConfig({ HOST }).ok, HOST);
  }
  assert.ok(parseConfig({ HOST: "0.0.0.0", OPS_TOKEN: "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe" }).ok);
});
