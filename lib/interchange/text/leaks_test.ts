/** References of another tool in the open data; the sentences are made up. */
import assert from "node:assert/strict";
import { withoutLeaks } from "./leaks.ts";

Deno.test("references lose their mark-up and keep the words to show", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["in a 20-foot Cone [Area of Effect]|XPHB|Cone of ash", "in a 20-foot Cone of ash"],
    ["it has Cover|XPHB|Total Cover there", "it has Total Cover there"],
    ["after a Short Rest|XPHB|Short or Long Rest", "after a Short or Long Rest"],
    ["It burns. HitomThe axe comes back.", "It burns. The axe comes back."],
    ["Nothing leaks here.", "Nothing leaks here."],
  ];
  for (const [raw, clean] of cases) assert.equal(withoutLeaks(raw), clean);
});
