import assert from "node:assert/strict";
import { noteText, whenText } from "./kept_note.ts";

/** A moment by this device's clock. */
const at = (day: number, hour: number, month = 11, year = 2026) =>
  new Date(year, month, day, hour, 4).getTime();

Deno.test("whenText() tells the day in words, so that yesterday's fight is not taken for today's", () => {
  const now = at(1, 23);
  assert.match(whenText(at(1, 21), now), /^today at .*04/);
  assert.match(whenText(at(30, 21, 10), now), /^yesterday at .*04/);
  assert.match(whenText(at(29, 21, 10), now), /^on .*29.* at .*04/);
  assert.doesNotMatch(whenText(at(29, 21, 10), now), /2026/);
  assert.match(whenText(at(31, 21, 11, 2025), now), /^on .*2025.* at /);
});

Deno.test("noteText() says that there is no line, and of when the fight is", () => {
  assert.match(noteText(at(1, 21), at(1, 22)), /^No connection to the server\. .* today at .*\.$/);
  assert.match(noteText(0, at(1, 22)), /as it was at an earlier time\.$/);
});
