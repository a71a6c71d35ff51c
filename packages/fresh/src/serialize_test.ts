import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import fc from "fast-check";
import { h } from "preact";
import { revive } from "./runtime/client/revive.ts";
import { serialize, UnserializableError } from "./serialize.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const makers = {
  signal,
  slot: () => null,
};

/** There and back, through the JSON text that a page carries. */
function roundTrip(values: unknown[]): unknown[] {
  const out = serialize(values.map((value, i) => ({ name: `value ${i}`, value })));
  const shared = out.shared.map((text) => JSON.parse(text));
  const done: unknown[] = [];
  return out.values.map((text) => revive(JSON.parse(text), shared, makers, done));
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: false,
  withNullPrototype: false,
  maxDepth: 4,
  key: fc.oneof(fc.string(), fc.constantFrom("$", "v", "r", "constructor")),
});

Deno.test("every value of data arrives as it was (round trip)", () => {
  fc.assert(
    fc.property(anything, (value) => {
      assert.deepEqual(roundTrip([value])[0], value);
    }),
    propertyRuns("data arrives as it was", 500),
  );
});

Deno.test("special numbers, URLs, patterns and bytes arrive", () => {
  const value = {
    zero: -0,
    nan: NaN,
    inf: -Infinity,
    none: undefined,
    url: new URL("https://a.example/x?y#z"),
    pattern: /a\/b/gi,
    bytes: new Uint8Array([0, 255, 7]),
    invalid: new Date(NaN),
    own: { $: "u", v: 1 },
  };
  const back = roundTrip([value])[0] as typeof value;
  assert.deepEqual(back, value);
  assert.ok(Object.is(back.zero, -0));
  assert.ok("none" in back);
});

Deno.test("shared objects and cycles keep their identity, across islands too", () => {
  const node: Record<string, unknown> = { name: "loop" };
  node.self = node;
  node.map = new Map([[node, new Set([node])]]);
  const [a, b] = roundTrip([{ node }, { list: [node, node] }]) as [
    { node: typeof node },
    { list: unknown[] },
  ];
  assert.equal(a.node.self, a.node);
  assert.equal(b.list[0], a.node);
  assert.equal(b.list[1], a.node);
  const [[key, value]] = [...a.node.map as Map<unknown, Set<unknown>>] as [[unknown, Set<unknown>]];
  assert.equal(key, a.node);
  assert.ok(value.has(a.node));
});

Deno.test("a signal given to two islands is one signal", () => {
  const shared = signal(1);
  const [a, b] = roundTrip([{ s: shared }, { s: shared }]) as { s: typeof shared }[];
  assert.ok(a && b);
  assert.equal(a.s, b.s);
  a.s.value = 5;
  assert.equal(b.s.value, 5);
});

Deno.test("a prototype cannot be reached through a key", () => {
  const evil = JSON.parse('{"__proto__":{"polluted":[null]},"x":{"$":1}}');
  const back = roundTrip([evil])[0] as Record<string, unknown>;
  assert.equal(Object.getPrototypeOf(back), Object.prototype);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

Deno.test("objects without a prototype and instances of classes are sent as their own keys", () => {
  class Point {
    constructor(readonly x: number) {}
  }
  const groups = Object.groupBy([1, 2, 3], (n) => n % 2 === 0 ? "even" : "odd");
  const named = /(?<year>\d+)/.exec("2024")?.groups;
  assert.deepEqual(roundTrip([{ groups, named, point: new Point(1) }]), [{
    groups: { odd: [1, 3], even: [2] },
    named: { year: "2024" },
    point: { x: 1 },
  }]);
});

Deno.test("what is no data is refused with its path", () => {
  const cases: [unknown, RegExp][] = [
    [{ a: [{ b: () => 1 }] }, /Cannot send the prop of island "X"\.a\[0\]\.b .*function/],
    [{ s: Symbol("x") }, /\.s .*symbol/],
    [{ m: new Map([["k", () => 1]]) }, /\.m\.entry\(0\)/],
    [{ later: Promise.resolve(1) }, /\.later .*type Promise is not data; await it first/],
    [{ a: [new WeakMap()] }, /\.a\[0\] .*type WeakMap/],
    [{ e: new Error("x") }, /\.e .*type Error/],
    [{ b: new ArrayBuffer(1) }, /\.b .*type ArrayBuffer/],
    [{ f: new Float32Array([1.5]) }, /\.f .*type Float32Array/],
    [{ o: Object(true) }, /\.o .*type Boolean/],
    [{ q: new URLSearchParams("a=1") }, /\.q .*type URLSearchParams/],
    [{ t: { [Symbol.toStringTag]: "Temporal.Instant" } }, /\.t .*type Temporal\.Instant/],
    [{ j: [{ x: h("p", null) }] }, /\.j\[0\]\.x .*JSX can be a prop/],
  ];
  for (const [value, message] of cases) {
    assert.throws(
      () => serialize([{ name: 'the prop of island "X"', value }]),
      (error: unknown) => error instanceof UnserializableError && message.test(error.message),
    );
  }
});
