import assert from "node:assert/strict";
import { Argon2Hasher } from "./argon2.ts";
import type { ArgonEngine } from "./argon2_engine.ts";
import { nativeEngine } from "./argon2_native.ts";
import { workerEngine } from "./argon2_worker.ts";

const ENGINES = { native: nativeEngine, worker: () => Promise.resolve(workerEngine()) };

for (const [name, load] of Object.entries(ENGINES)) {
  Deno.test({
    name: `argon2, ${name}: a hash opens for its password only, and for the other engine too`,
    sanitizeResources: false,
    sanitizeOps: false,
    async fn() {
      const hasher = new Argon2Hasher(load);
      const hash = await hasher.hash("correct horse battery");
      assert.ok(hash.ok);
      assert.match(hash.value, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      const verify = async (password: string, by = hasher) => {
        const done = await by.verify(password, hash.value);
        return done.ok && done.value.right;
      };
      assert.equal(await verify("correct horse battery"), true);
      assert.equal(await verify("correct horse batterz"), false);
      const other = new Argon2Hasher(name === "native" ? ENGINES.worker : ENGINES.native);
      assert.equal(await verify("correct horse battery", other), true);
      await Promise.all([hasher.close(), other.close()]);
    },
  });
}

Deno.test("argon2: while a hash is made in the worker the event loop goes on", async () => {
  const engine = workerEngine();
  await engine.hash("the thread and its library are there now");
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  let turns = 0;
  const hashing = engine.hash("correct horse battery").then(() => turns);
  const count = setInterval(() => turns++, 1);
  assert.ok(await hashing > 0, "timers ran while it was hashed");
  clearInterval(timer);
  clearInterval(count);
  engine.close();
});

Deno.test("argon2: two hash at once, fifty wait, the next is refused; then all goes on", async () => {
  const open: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const engine: ArgonEngine = {
    async hash() {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => open.push(resolve));
      running--;
      return "hash";
    },
    verify: () => Promise.resolve(true),
    close() {},
  };
  const hasher = new Argon2Hasher(() => Promise.resolve(engine));
  const asked = Array.from({ length: 52 }, () => hasher.hash("x"));
  const refused = await hasher.hash("x");
  assert.deepEqual([refused.ok, !refused.ok && refused.code], [false, "UNAVAILABLE"]);
  while (running > 0 || open.length > 0) {
    open.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assert.ok((await Promise.all(asked)).every(({ ok }) => ok));
  assert.equal(most, 2);
  const later = hasher.hash("x");
  await new Promise((resolve) => setTimeout(resolve, 0));
  open.shift()?.();
  assert.equal((await later).ok, true);
});

Deno.test("argon2: a hash of less cost opens and asks to be renewed", async () => {
  const { hash } = await import("@node-rs/argon2");
  const old = await hash("correct horse battery", {
    memoryCost: 4_096,
    timeCost: 1,
    parallelism: 1,
  });
  const done = await new Argon2Hasher(nativeEngine).verify("correct horse battery", old);
  assert.deepEqual(done, { ok: true, value: { right: true, outdated: true } });
});
