import assert from "node:assert/strict";
import { Breaker } from "./breaker.ts";

Deno.test("the breaker opens after three failures in a row and tests the line once", () => {
  let now = 0;
  const breaker = new Breaker({ threshold: 3, coolDownMs: 1_000, now: () => now });
  breaker.failed();
  breaker.failed();
  breaker.succeeded();
  breaker.failed();
  breaker.failed();
  assert.equal(breaker.state, "closed");
  breaker.failed();
  assert.equal(breaker.state, "open");
  assert.equal(breaker.tryEnter(), false);
  now = 1_000;
  assert.equal(breaker.tryEnter(), true);
  assert.equal(breaker.tryEnter(), false);
  breaker.failed();
  assert.equal(breaker.state, "open");
  now = 2_000;
  assert.equal(breaker.tryEnter(), true);
  breaker.succeeded();
  assert.equal(breaker.state, "closed");
});

Deno.test("the breaker does not stay open for ever when the clock steps back", () => {
  let now = 1_000_000;
  const breaker = new Breaker({ threshold: 1, coolDownMs: 1_000, now: () => now });
  breaker.failed();
  now = 0;
  assert.equal(breaker.tryEnter(), true);
});
