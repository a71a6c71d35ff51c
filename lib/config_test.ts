import assert from "node:assert/strict";
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
  assert.match(problems[0]?.message ?? "", /cannot be read/);
});
