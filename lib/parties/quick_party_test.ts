import assert from "node:assert/strict";
import { quickCharacters } from "./quick_party.ts";

const ids = () => {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`;
};

Deno.test("names on lines or behind commas become characters, figures where they are typed", () => {
  const made = quickCharacters("Kestrel Vane 88hp ac17 +5\nOrsolya, Bram;\n\n", 13, ids());
  assert.ok(made.ok);
  assert.deepEqual(
    made.value.map(({ name, ac, hp, initiative }) => [name, ac, hp.max, initiative]),
    [["Kestrel Vane", 17, 88, 5], ["Orsolya", 15, 94, undefined], ["Bram", 15, 94, undefined]],
  );
  assert.ok(made.value.every(({ classes }) => classes[0]?.level === 13));
  assert.equal(new Set(made.value.map(({ id }) => id)).size, 3);
});

Deno.test("a number alone behind a name is hit points", () => {
  const made = quickCharacters("Orsolya 31\nAgent 47 ac14\nBram 20hp", 1, ids());
  assert.ok(made.ok);
  assert.deepEqual(
    made.value.map(({ name, ac, hp }) => [name, ac, hp.max]),
    [["Orsolya", 15, 31], ["Agent", 14, 47], ["Bram", 15, 20]],
  );
});

Deno.test("no names, too many, and a name that is none are refused in words", () => {
  for (const text of ["", " ,\n;", "x\n".repeat(13), "y".repeat(81)]) {
    const made = quickCharacters(text, 1, ids());
    assert.equal(made.ok, false, text);
    assert.ok(!made.ok && made.code === "INVALID_INPUT" && made.message.length < 120);
  }
});
