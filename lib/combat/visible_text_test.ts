import assert from "node:assert/strict";
import { visibleText } from "./visible_text.ts";
import { plainLine } from "./checks.ts";

Deno.test("signs that nobody sees are taken out", () => {
  const texts: readonly (readonly [given: string, seen: string])[] = [
    ["Go\u200bblin", "Goblin"],
    ["\u202egnirts\u202c", "gnirts"],
    ["\u2066Orc\u2069", "Orc"],
    ["Wo\u00adlf\ufeff", "Wolf"],
    ["O\u200drc", "Orc"],
    ["O\u200c", "O"],
    ["\u200d\u200d", ""],
    ["Orc\u{e0041}\u{e0042}", "Orc"],
    ["\u200e\u200f\u061c", ""],
  ];
  for (const [given, seen] of texts) assert.equal(visibleText(given), seen, escape(given));
  assert.equal(plainLine(" Go\u200bblin\u202e King "), "Goblin King");
});

Deno.test("what a writing needs stays as it is", () => {
  const texts = [
    "Ünïcödé 🐉",
    "👩‍👩‍👧 and 🧙🏽‍♀️",
    "🏴‍☠️",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "می‌خواهم",
    "क्‍ष",
    "שלום",
  ];
  for (const text of texts) assert.equal(visibleText(text), text);
});
