import assert from "node:assert/strict";
import { cacheContract } from "./cache_contract.ts";
import { MemoryCache } from "./memory.ts";

cacheContract("memory", () => {
  const cache = new MemoryCache();
  return Promise.resolve({ one: cache, two: cache, close: () => cache.close() });
}, (name, test) => Deno.test(name, test));

Deno.test("memory cache keeps a bounded number of keys, the newest", async () => {
  const cache = new MemoryCache();
  for (let i = 0; i < 10_100; i++) await cache.set(`k${i}`, "v", 60_000);
  assert.equal(await cache.get("k0"), null);
  assert.equal(await cache.get("k10099"), "v");
});

Deno.test("memory cache: a listener that throws does not silence the next one", async () => {
  const cache = new MemoryCache();
  const original = console.error;
  const lines: string[] = [];
  console.error = (line: string) => lines.push(line);
  try {
    let heard = 0;
    cache.subscribe(() => {
      throw new Error("planted");
    });
    cache.subscribe(() => heard++);
    await cache.publish({ encounterId: "e", version: 1 });
    assert.equal(heard, 1);
    assert.match(lines.join(), /planted/);
  } finally {
    console.error = original;
  }
});

Deno.test("memory cache keeps a bounded number of bytes, the newest", async () => {
  const cache = new MemoryCache({ maxBytes: 1_000_000 });
  for (let i = 0; i < 100; i++) await cache.set(`k${i}`, "v".repeat(50_000), 60_000);
  assert.equal(await cache.get("k0"), null);
  assert.equal(await cache.get("k99"), "v".repeat(50_000));
  assert.equal(await cache.set("huge", "v".repeat(600_000), 60_000), false);
  assert.equal(await cache.get("huge"), null);
});
