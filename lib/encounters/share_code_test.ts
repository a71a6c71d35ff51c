import assert from "node:assert/strict";
import fc from "fast-check";
import { newShareCode, readShareCode } from "./share_code.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

Deno.test("a new code has eight letters or digits that look like no other", () => {
  for (let i = 0; i < 2000; i++) {
    assert.match(newShareCode(random), /^[A-HJKMNP-RTUVWXY346789]{8}$/);
  }
});

Deno.test("every letter is equally likely", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 6750; i++) {
    for (const letter of newShareCode(random)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  assert.equal(counts.size, 27);
  // 54,000 letters: 2,000 each, five standard deviations are 220.
  for (const count of counts.values()) assert.ok(Math.abs(count - 2000) < 260, String(count));
});

Deno.test("a code is read however it is typed", () => {
  fc.assert(
    fc.property(fc.constant(null), () => {
      const code = newShareCode(random);
      const typed = `${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `;
      assert.equal(readShareCode(typed), code);
    }),
    propertyRuns("share codes"),
  );
});

Deno.test("what cannot be a code is none", () => {
  for (
    const typed of [
      "",
      "K4TM9",
      "K4TM9RR",
      "K4TM9RRRR",
      "K4TM9!",
      "x".repeat(10_000),
      "ÄÖÜÄÖÜ",
      "__proto__",
    ]
  ) {
    assert.equal(readShareCode(typed), undefined, typed.slice(0, 20));
  }
});
