import assert from "node:assert/strict";
import { parseKeyRing } from "@/lib/config/key_ring.ts";
import { readWords, withValue } from "@/tasks/keys_rotate.ts";

const TASK = new URL("./keys_rotate.ts", import.meta.url).pathname;

async function run(...words: string[]) {
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", TASK, ...words],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code: output.code, out: text(output.stdout), err: text(output.stderr) };
}

Deno.test("keys are rotated in an env file twice; comments and line ends stay", async () => {
  const directory = await Deno.makeTempDir();
  const file = `${directory}/env`;
  await Deno.writeTextFile(file, "# secrets\r\nPORT=1\r\nJWT_KEYS=\r\nB=2\r\n");
  try {
    for (let i = 1; i <= 4; i++) {
      const done = await run("JWT_KEYS", "--env-file", file);
      assert.equal(done.code, 0, done.err);
      const source = await Deno.readTextFile(file);
      const ring = parseKeyRing(/JWT_KEYS=(.*)\r/.exec(source)?.[1] ?? "");
      assert.ok(typeof ring !== "string", String(ring));
      assert.equal(ring.keys.length, Math.min(i, 3));
      assert.match(source, /^# secrets\r\nPORT=1\r\nJWT_KEYS=.*\r\nB=2\r\n$/);
      assert.ok(!done.out.includes(source) && done.out === "", "no key on the screen");
    }
    assert.equal([...Deno.readDirSync(directory)].length, 1, "nothing is left behind");
    assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("a broken ring is refused and the file stays as it was", async () => {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "JWT_KEYS=k1:tooshort\n");
  try {
    const done = await run("JWT_KEYS", "--env-file", file);
    assert.equal(done.code, 1);
    assert.match(done.err, /Cannot rotate: JWT_KEYS must hold/);
    assert.equal(await Deno.readTextFile(file), "JWT_KEYS=k1:tooshort\n");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("words that make no sense are refused", () => {
  assert.equal(readWords([]), undefined);
  assert.equal(readWords(["PORT"]), undefined);
  assert.equal(readWords(["JWT_KEYS", "--keep", "many"]), undefined);
  assert.deepEqual(readWords(["JWT_KEYS", "--print"]), {
    name: "JWT_KEYS",
    file: ".env",
    keep: 2,
    print: true,
  });
  assert.equal(withValue("A=1", "K", "v$&"), "A=1\nK=v$&\n");
});
