import assert from "node:assert/strict";
import { parseEnvFile } from "@/lib/config/env_file.ts";
import { parseKeyRing, rotated } from "@/lib/config/key_ring.ts";
import { readWords, withValue } from "@/tasks/keys_rotate.ts";

const TASK = new URL("./keys_rotate.ts", import.meta.url).pathname;
const CONFIG = new URL("../deno.json", import.meta.url).pathname;

/** The ring in an env file. */
async function ringIn(file: string) {
  const { values, problems } = parseEnvFile(await Deno.readTextFile(file));
  assert.deepEqual(problems, []);
  const ring = parseKeyRing(values.get("JWT_KEYS") ?? "");
  assert.ok(typeof ring !== "string", String(ring));
  return ring;
}

function run(...words: string[]) {
  return runIn({}, ...words);
}

async function runIn(options: { env?: Record<string, string>; cwd?: string }, ...words: string[]) {
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", CONFIG, TASK, ...words],
    ...options.cwd === undefined ? {} : { cwd: options.cwd },
    env: { NO_COLOR: "1", ...options.env },
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
    assert.equal((await Deno.stat(file)).mode! & 0o007, 0, "no secret for everybody");
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
  assert.equal(readWords(["JWT_KEYS", "--promote"]), undefined);
  assert.equal(readWords(["JWT_KEYS", "--stage", "--promote", "k1"]), undefined);
  assert.equal(readWords(["JWT_KEYS", "--keep", "many"]), undefined);
  assert.deepEqual(readWords(["JWT_KEYS", "--print"]), {
    name: "JWT_KEYS",
    file: ".env",
    keep: 2,
    print: true,
    step: "rotate",
    kid: "",
  });
  assert.equal(withValue("A=1", "K", "v$&"), "A=1\nK=v$&\n");
});

Deno.test("a staged key is accepted before it signs, and signs when it is promoted", async () => {
  const file = await Deno.makeTempFile();
  try {
    assert.equal((await run("JWT_KEYS", "--stage", "--env-file", file)).code, 1, "no ring yet");
    for (let i = 0; i < 2; i++) await run("JWT_KEYS", "--env-file", file);
    const before = await ringIn(file);
    const staging = await run("JWT_KEYS", "--stage", "--env-file", file);
    const ring = await ringIn(file);
    assert.equal(ring.current.kid, before.current.kid);
    const kid = ring.keys[1]?.kid ?? "";
    assert.match(staging.err, new RegExp(`key ${kid} behind the current one`));
    assert.equal((await run("JWT_KEYS", "--promote", "other", "--env-file", file)).code, 1);
    for (let i = 0; i < 2; i++) {
      const done = await run("JWT_KEYS", "--promote", kid, "--env-file", file);
      assert.equal(done.code, 0, done.err);
      assert.equal((await ringIn(file)).current.kid, kid, "again changes nothing");
    }
    const kids = (await ringIn(file)).keys.map((key) => key.kid);
    assert.deepEqual(kids, [kid, ...before.keys.map((key) => key.kid)]);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("a byte order mark, a symbolic link and the file's mode stay", async () => {
  const folder = await Deno.makeTempDir();
  const [real, link] = [`${folder}/real`, `${folder}/link`];
  try {
    await Deno.writeTextFile(real, "\uFEFFJWT_KEYS=\r\nB=2\r\n");
    await Deno.chmod(real, 0o640);
    await Deno.symlink(real, link);
    for (let i = 1; i <= 2; i++) {
      assert.equal((await run("JWT_KEYS", "--env-file", link)).code, 0);
      assert.equal((await ringIn(real)).keys.length, i);
    }
    assert.match(await Deno.readTextFile(real), /^\uFEFFJWT_KEYS=[^\r]+\r\nB=2\r\n$/);
    assert.equal((await Deno.stat(real)).mode! & 0o777, 0o640);
    assert.ok((await Deno.lstat(link)).isSymlink);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("keys of another place never get into a file; one that loses is named", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    const dev = rotated(undefined, "dev", crypto.getRandomValues(new Uint8Array(32)));
    await Deno.writeTextFile(`${cwd}/.env`, `JWT_KEYS=${dev}\n`);
    await Deno.writeTextFile(`${cwd}/prod.env`, "APP_ENV=production\n");
    const words = ["JWT_KEYS", "--env-file", "prod.env"];
    assert.equal((await runIn({ cwd }, ...words)).code, 0);
    const ring = await ringIn(`${cwd}/prod.env`);
    assert.equal(ring.keys.length, 1);
    assert.notEqual(ring.current.kid, "dev");
    const env = { JWT_KEYS: dev };
    const told = await runIn({ cwd, env }, ...words);
    assert.equal(told.code, 1);
    assert.match(told.err, /is set in this environment, which wins over prod\.env.+ Use --print/);
    assert.equal((await ringIn(`${cwd}/prod.env`)).keys.length, 1, "the file stays as it was");
    const printed = await runIn({ cwd, env }, "JWT_KEYS", "--print");
    assert.match(printed.out, /^[\w-]+:[\w-]{43},dev:/);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
