import assert from "node:assert/strict";
import { addressOf } from "./serve.ts";

Deno.test("the address that a start prints can be opened as it stands", () => {
  for (const host of ["127.0.0.1", "::1", "0.0.0.0", "::"]) {
    assert.equal(addressOf(host, 8000), "http://localhost:8000");
  }
  assert.equal(addressOf("192.168.1.7", 80), "http://192.168.1.7:80");
  assert.equal(addressOf("fd00::7", 8000), "http://[fd00::7]:8000");
  assert.ok(URL.canParse(addressOf("fd00::7", 8000)));
});
