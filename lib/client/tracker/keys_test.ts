import assert from "node:assert/strict";
import {
  DEFAULT_CHOICES,
  KEY_ACTIONS,
  keyAction,
  type KeyPress,
  keysOf,
  readChoices,
  rebind,
} from "./keys.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

Deno.test("no two actions share a key", () => {
  const keys = KEY_ACTIONS.flatMap((action) => [...action.keys]);
  assert.equal(new Set(keys).size, keys.length);
});

Deno.test("keys that the browser needs are left alone", () => {
  const keys: readonly string[] = KEY_ACTIONS.flatMap((action) => [...action.keys]);
  for (const key of ["/", "'", "Tab", " ", "F5"]) assert.ok(!keys.includes(key), key);
});

Deno.test("a letter with Shift is another key, with Caps Lock it is the same", () => {
  assert.equal(keyAction(press("u"), DEFAULT_CHOICES), "undo");
  assert.equal(keyAction(press("U", { shiftKey: true }), DEFAULT_CHOICES), "redo");
  assert.equal(keyAction(press("U"), DEFAULT_CHOICES), "undo");
});

Deno.test("nothing happens with Ctrl, Alt or Meta", () => {
  assert.equal(keyAction(press("n", { ctrlKey: true }), DEFAULT_CHOICES), null);
  assert.equal(keyAction(press("n", { altKey: true }), DEFAULT_CHOICES), null);
  assert.equal(keyAction(press("n", { metaKey: true }), DEFAULT_CHOICES), null);
});

Deno.test("single keys can be switched off, Escape and Enter stay", () => {
  const off = { off: true, own: {} };
  assert.equal(keyAction(press("n"), off), null);
  assert.equal(keyAction(press("Escape"), off), "escape");
  assert.equal(keyAction(press("Enter"), off), "apply");
});

Deno.test("an action can get another key, and its old one is free then", () => {
  const own = rebind(DEFAULT_CHOICES, "next", press("z"));
  assert.ok(own !== null);
  assert.deepEqual(keysOf("next", own), ["z"]);
  assert.equal(keyAction(press("z"), own), "next");
  assert.equal(keyAction(press("n"), own), null);
  assert.equal(rebind(DEFAULT_CHOICES, "next", press("5")), null);
  assert.equal(rebind(DEFAULT_CHOICES, "next", press("/")), null);
});

Deno.test("what was kept is read again, nonsense is not", () => {
  assert.deepEqual(readChoices('{"off":true,"own":{"next":"z","nope":"y"}}'), {
    off: true,
    own: { next: "z" },
  });
  assert.deepEqual(readChoices("{"), DEFAULT_CHOICES);
  assert.deepEqual(readChoices(null), DEFAULT_CHOICES);
});
