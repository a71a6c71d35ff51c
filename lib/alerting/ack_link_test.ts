import assert from "node:assert/strict";
import { AckLinks } from "./ack_link.ts";

const key = (fill: number) => ({ bytes: new Uint8Array(32).fill(fill) });
const ring = (...keys: ReturnType<typeof key>[]) => ({ current: keys[0]!, keys });
const HOUR = 3_600_000;

Deno.test("an address names its incident for four hours, and survives a rotation of keys", () => {
  let now = 1_000_000;
  const links = new AckLinks(ring(key(1)), "https://fights.acme.org", () => now);
  const address = links.addressFor("error_rate@7") ?? "";
  assert.match(address, /^https:\/\/fights\.acme\.org\/ops\/acknowledge\?incident=error_rate%407&/);
  const query = new URL(address).searchParams;
  const claim = { incident: "error_rate@7", expires: now + 4 * HOUR };
  assert.deepEqual(links.read(query), claim);
  assert.deepEqual(new AckLinks(ring(key(2), key(1)), undefined, () => now).read(query), claim);
  assert.equal(new AckLinks(ring(key(2)), undefined, () => now).read(query), null);
  now += 4 * HOUR;
  assert.equal(links.read(query), "expired");
});

Deno.test("an altered address is not believed, and without an origin there is none", () => {
  const links = new AckLinks(ring(key(1)), "https://fights.acme.org");
  const address = links.addressFor("a@1") ?? "";
  for (
    const [name, value] of [["incident", "b@1"], ["expires", "99999999999999"], ["signature", "x"]]
  ) {
    const url = new URL(address);
    url.searchParams.set(name ?? "", value ?? "");
    assert.equal(links.read(url.searchParams), null, name);
  }
  assert.equal(links.read(new URLSearchParams()), null);
  assert.equal(new AckLinks(ring(key(1)), undefined).addressFor("a@1"), undefined);
});
