/** Texts of Open5e as they are shown. */
import assert from "node:assert/strict";
import { readFile } from "@/lib/interchange/read_file.ts";

Deno.test("another tool's mark-up is taken out of the texts that are shown", async () => {
  const leak = "Dexterity Saving Throw: DC 12, each creature in a 15-foot Cone [Area of " +
    "Effect]|XPHB|Cone. Failure: The target has the Condition|XPHB|Prone condition.";
  const creature = {
    ...{ key: "srd-2024_t", name: "T", type: { name: "Beast" }, size: { name: "Medium" } },
    ...{ challenge_rating: 0.25, armor_class: 12, hit_points: 10, ability_scores: {} },
    actions: [{ name: "Breath", desc: leak, action_type: "ACTION" }],
    traits: [{ name: "Wake", desc: leak }],
  };
  const reading = await readFile(JSON.stringify(creature), { edition: "2014" });
  assert.ok(reading.ok);
  const [item] = reading.value.items;
  assert.ok(item?.kind === "creature");
  for (const { text } of [...item.block.actions, ...item.block.traits]) {
    assert.match(text, /15-foot Cone\. Failure: The target has the Prone condition\.$/);
  }
  assert.ok(
    reading.value.report.notes.some((note) => note.reason.startsWith("another tool's mark-up")),
  );
});
