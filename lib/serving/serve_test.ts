import assert from "node:assert/strict";
import { addressOf, listenFault } from "./serve.ts";

Deno.test("the address that a start prints can be opened as it stands", () => {
  for (const host of ["127.0.0.1", "::1", "0.0.0.0", "::"]) {
    assert.equal(addressOf(host, 8000), "http://localhost:8000");
  }
  assert.equal(addressOf("192.168.1.7", 80), "http://192.168.1.7:80");
  assert.equal(addressOf("fd00::7", 8000), "http://[fd00::7]:8000");
  assert.ok(URL.canParse(addressOf("fd00::7", 8000)));
});

Deno.test("why a port cannot be had says which, and what to do", () => {
  const fault = (code: string) => listenFault(Object.assign(new Error("x"), { code }), "::", 80);
  assert.match(fault("EADDRINUSE"), /^Cannot listen on :: port 80: it is taken.*PORT=8001$/);
  assert.match(fault("EACCES"), /below 1024 are the system's.*PORT=8000.*proxy/);
  assert.match(fault("EADDRNOTAVAIL"), /does not have that address.*127\.0\.0\.1.*0\.0\.0\.0/);
  assert.match(fault("ENOTFOUND"), /no machine has that name/);
  assert.match(fault("EWHAT"), /^Cannot listen on :: port 80: x$/);
});
