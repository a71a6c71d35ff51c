/** Open5e's data carries references of another tool; nobody reads them after an import. */
import assert from "node:assert/strict";
import { readFile } from "@/lib/interchange/read_file.ts";
import { creatures } from "./corpus.ts";

Deno.test("Open5e v2: no mark-up of another tool stays in a text", async () => {
  const flare = "Dexterity Saving Throw: DC 12, each creature in a 15-foot Cone " +
    "[Area of Effect]|XPHB|Cone. Failure: 10 (3d6) Fire damage. Success: Half damage.";
  const file = {
    key: "house-2024_ram",
    name: "Ram",
    type: { name: "Beast", key: "beast" },
    challenge_rating: 1,
    armor_class: 13,
    hit_points: 30,
    ability_scores: {},
    traits: [{ name: "Shell", desc: "Inside it there is Cover|XPHB|Total Cover." }],
    actions: [{ name: "Flare", desc: flare, action_type: "ACTION" }],
  };
  const reading = await readFile(JSON.stringify(file), { edition: "2024" });
  assert.ok(reading.ok);
  const [ram] = creatures(reading.value.items);
  assert.equal(ram?.traits[0]?.text, "Inside it there is Total Cover.");
  assert.match(ram?.actions[0]?.text ?? "", /15-foot Cone\. Failure/);
  assert.equal(ram?.actions[0]?.areaShape?.size, 15);
});
