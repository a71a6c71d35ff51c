import assert from "node:assert/strict";
import { SealedTexts } from "@/lib/auth/sealed.ts";

const key = (n: number) => ({ kid: `k${n}`, bytes: new Uint8Array(32).fill(n) });
const texts = (...numbers: number[]) => {
  const keys = numbers.map(key);
  return new SealedTexts({ current: keys[0]!, keys }, "totp");
};

Deno.test("a sealed text opens for what it is about only, and while its key is in the ring", () => {
  const sealed = texts(1).seal("JBSWY3DPEHPK3PXP", "account_a");
  assert.ok(!sealed.includes("JBSWY3DP"));
  assert.notEqual(sealed, texts(1).seal("JBSWY3DPEHPK3PXP", "account_a"));
  assert.equal(texts(1).open(sealed, "account_a"), "JBSWY3DPEHPK3PXP");
  assert.equal(texts(2, 1).open(sealed, "account_a"), "JBSWY3DPEHPK3PXP");
  assert.equal(texts(2).open(sealed, "account_a"), undefined);
  assert.equal(texts(1).open(sealed, "account_b"), undefined);
  const { current, keys } = { current: key(1), keys: [key(1)] };
  assert.equal(new SealedTexts({ current, keys }, "other").open(sealed, "account_a"), undefined);
});

Deno.test("every altered letter of a sealed text closes it", () => {
  const sealed = texts(1).seal("JBSWY3DPEHPK3PXP", "account_a");
  for (let at = 0; at < sealed.length; at++) {
    const letter = sealed[at] === "A" ? "B" : "A";
    const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
    const opened = texts(1).open(changed, "account_a");
    // The last letter of a part carries spare bits: another may mean the same bytes.
    assert.ok(opened === undefined || opened === "JBSWY3DPEHPK3PXP");
    if (opened !== undefined) assert.match(sealed.slice(at + 1), /^(?:\.|$)/, `letter ${at}`);
  }
});
