import fc from "fast-check";
import assert from "node:assert/strict";
import { type LimitRule, LIMITS } from "./port.ts";
import { LocalLimiter } from "./local_limiter.ts";
import { propertyRuns } from "@/tests/help/property.ts";

Deno.test("a window never lets more than its limit pass within one aligned window", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 200 }),
      (limit, gaps) => {
        let now = 1_000_000_000;
        const limiter = new LocalLimiter(() => now);
        const rule: LimitRule = {
          name: "r",
          scope: "instance",
          kind: "window",
          limit,
          windowMs: 1_000,
        };
        const perWindow = new Map<number, number>();
        for (const gap of gaps) {
          now += gap;
          const verdict = limiter.limitNow(rule, "s");
          if (!verdict.allowed) {
            assert.ok(verdict.retryAfterMs > 0 && verdict.retryAfterMs <= 1_001);
            continue;
          }
          const index = Math.floor(now / 1_000);
          perWindow.set(index, (perWindow.get(index) ?? 0) + 1);
        }
        for (const passed of perWindow.values()) assert.ok(passed <= limit);
      },
    ),
    propertyRuns("a window's limit"),
  );
});

Deno.test("after the announced wait the next attempt passes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(LIMITS.proposals, LIMITS.joinCode, LIMITS.reads, LIMITS.writes),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 59_999 }),
      (rule, extra, offset) => {
        let now = 60_000 * 1_000 + offset;
        const limiter = new LocalLimiter(() => now);
        let verdict = limiter.limitNow(rule, "s");
        for (let i = 0; i < 200 && verdict.allowed; i++) {
          now += extra % 7;
          verdict = limiter.limitNow(rule, "s");
        }
        if (verdict.allowed) return;
        now += verdict.retryAfterMs;
        assert.equal(limiter.limitNow(rule, "s").allowed, true);
      },
    ),
    propertyRuns("the announced wait"),
  );
});

Deno.test("a connection may send 40 commands at once and 20 a second after that", () => {
  let now = 0;
  const limiter = new LocalLimiter(() => now);
  const burst = Array.from({ length: 50 }, () => limiter.limitNow(LIMITS.proposals, "c"));
  assert.equal(burst.filter((verdict) => verdict.allowed).length, 40);
  now = 1_000;
  const later = Array.from({ length: 50 }, () => limiter.limitNow(LIMITS.proposals, "c"));
  assert.equal(later.filter((verdict) => verdict.allowed).length, 20);
});

Deno.test("a clock that steps back takes nothing away", () => {
  let now = 100_000;
  const limiter = new LocalLimiter(() => now);
  limiter.limitNow(LIMITS.proposals, "c");
  now = 50_000;
  assert.equal(limiter.limitNow(LIMITS.proposals, "c").allowed, true);
});

Deno.test("a million subjects take bounded memory, and active ones are remembered", () => {
  const limiter = new LocalLimiter(() => 0);
  for (let i = 0; i < 100_000; i++) {
    limiter.limitNow(LIMITS.joinCode, `address ${i}`);
    if (i % 100 === 0) limiter.limitNow(LIMITS.joinCode, "guesser");
  }
  assert.ok(limiter.size <= 20_000);
  assert.equal(limiter.limitNow(LIMITS.joinCode, "guesser").allowed, false);
});

Deno.test("many subjects of one rule make no other rule forget", () => {
  const limiter = new LocalLimiter(() => 0);
  while (limiter.limitNow(LIMITS.loginAddress, "operator").allowed);
  while (limiter.limitNow(LIMITS.reads, "reader").allowed);
  for (let i = 0; i < 30_000; i++) limiter.limitNow(LIMITS.dmCommands, `owner fight-${i}`);
  assert.equal(limiter.limitNow(LIMITS.loginAddress, "operator").allowed, false);
  assert.equal(limiter.limitNow(LIMITS.reads, "reader").allowed, false);
});

Deno.test("a rule that guards a secret forgets nobody who counts, and those who are spent", () => {
  let now = 0;
  const limiter = new LocalLimiter(() => now, 100);
  const rule = LIMITS.loginAddress;
  while (limiter.limitNow(rule, "guesser").allowed);
  const others = Array.from({ length: 1_000 }, (_, i) => limiter.limitNow(rule, `other ${i}`));
  assert.equal(limiter.limitNow(rule, "guesser").allowed, false);
  assert.ok(limiter.size <= 100);
  // Who comes when it is full shares one allowance.
  assert.equal(others.filter(({ allowed }) => allowed).length, 98 + rule.limit);
  now += 2 * rule.windowMs;
  const later = Array.from({ length: 90 }, (_, i) => limiter.limitNow(rule, `later ${i}`));
  assert.ok(later.every(({ allowed }) => allowed));
});

Deno.test("a subject of any length is kept in a few bytes", () => {
  const limiter = new LocalLimiter();
  const before = Deno.memoryUsage().heapUsed;
  const long = "x".repeat(60_000);
  for (let i = 0; i < 5_000; i++) limiter.limitNow(LIMITS.dmCommands, `${i}${long}`);
  assert.equal(limiter.size, 5_000);
  // Kept whole they are 300 MB.
  assert.ok(Deno.memoryUsage().heapUsed - before < 60e6);
});
