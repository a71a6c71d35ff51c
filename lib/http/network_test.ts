import assert from "node:assert/strict";
import fc from "fast-check";
import { networkOf } from "@/lib/http/network.ts";
import { propertyRuns } from "@/tests/help/property.ts";

Deno.test("addresses of one network are one, however they are written", () => {
  const one: readonly (readonly [network: string, ...addresses: string[]])[] = [
    ["203.0.113.9", "203.0.113.9", "::ffff:203.0.113.9", "::ffff:cb00:7109", "203.0.113.9:51234"],
    ["203.0.113.9", "[::ffff:203.0.113.9]:443", "203.000.113.009"],
    ["2001:db8:1:2::/64", "2001:db8:1:2::1", "2001:DB8:1:2:ffff:ffff:ffff:ffff"],
    ["2001:db8:1:2::/64", "[2001:0db8:0001:0002::7]:443", "2001:db8:1:2::%eth0"],
    ["fe80:0:0:0::/64", "fe80::1%3", "fe80::9"],
    ["0:0:0:0::/64", "::1", "::"],
    ["unknown", "", "local", "1.2.3", "1.2.3.256", "1::2::3", "12345::", "x".repeat(60_000)],
  ];
  for (const [network, ...addresses] of one) {
    for (const address of addresses) assert.equal(networkOf(address), network, address);
  }
  assert.equal(networkOf("2001:db8:1:2::1", 48), "2001:db8:1::/48");
  assert.equal(networkOf("203.0.113.9", 48), "203.0.113.9");
});

Deno.test("whatever a proxy writes, the network's name is short", () => {
  const text = fc.oneof(fc.string(), fc.ipV6(), fc.ipV4(), fc.stringMatching(/^[0-9a-f:.[\]%]*$/));
  fc.assert(
    fc.property(text, (address) => assert.ok(networkOf(address).length <= 24)),
    propertyRuns("any address"),
  );
});

Deno.test("two addresses that share 64 bits, and only those, are one network", () => {
  const group = fc.integer({ min: 1, max: 0xffff });
  const groups = fc.tuple(group, group, group, group, group, group, group, group);
  const write = (all: readonly number[]) => all.map((value) => value.toString(16)).join(":");
  fc.assert(
    fc.property(groups, groups, (a, b) => {
      const same = networkOf(write([...a.slice(0, 4), ...b.slice(4)]));
      assert.equal(networkOf(write(a)), same);
      const other = write(b);
      assert.equal(
        networkOf(other) === same,
        a.slice(0, 4).every((candidate, index) => candidate === b[index]),
      );
    }),
    propertyRuns("shared bits"),
  );
});
