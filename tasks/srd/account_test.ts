/** The build report's bookkeeping; the texts are made up. */
import assert from "node:assert/strict";
import { account } from "./account.ts";
import { buildAction } from "./action.ts";
import type { Reading } from "./reading.ts";

function reading(): { at: Reading; heard: string[] } {
  const heard: string[] = [];
  const report = (what: string, state = "open") => void heard.push(`${state}: ${what}`);
  return { at: { slug: "blob-2014", edition: "2014", report }, heard };
}

Deno.test("the report tells what is lost, what only words say and what is borrowed", () => {
  const { at, heard } = reading();
  const desc = "It takes 7 (2d6) acid damage, later 3 (1d6), and a DC 12 check within 30 ft helps.";
  account(desc, { name: "Ooze", text: "Later 3 (1d6), up to 60 ft away." }, at);
  assert.deepEqual(heard, [
    "open: lost: Ooze: 2d6",
    "in words: Ooze: 1d6",
    "open: lost: Ooze: DC 12",
    "open: borrowed: Ooze: 60",
  ]);
});

Deno.test("figures account for what they hold", () => {
  const { at, heard } = reading();
  const action = buildAction({
    name: "Slap",
    desc: "Melee Weapon Attack: +3 to hit, reach 5 ft., one target. Hit: 4 (1d6 + 1) acid damage.",
  }, at);
  assert.deepEqual([action.damages?.[0]?.dice, heard], ["1d6+1", []]);
});

Deno.test("a shared wording takes its distance from the creature's own text", () => {
  const { at, heard } = reading();
  const push = (feet: number) =>
    buildAction({
      name: "Repulsion Breath",
      desc:
        `Strength Saving Throw: DC 12, each creature in a 30-foot Cone. Failure: It is pushed up to ${feet} feet.`,
    }, at).text;
  assert.match(push(30), /up to 30 ft/);
  assert.match(push(40), /up to 40 ft/);
  assert.deepEqual(heard, []);
});
