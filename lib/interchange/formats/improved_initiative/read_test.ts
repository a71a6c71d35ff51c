/** Which of two entries of one id an import takes. */
import assert from "node:assert/strict";
import { entriesOf } from "./read.ts";
import { Notes } from "@/lib/interchange/notes.ts";

const shell = {
  ...{ Id: "abcdefgh1", Version: "3.11.8", Name: "Old Knight", Path: "Campaigns/Winter" },
  ...{ LastUpdateMs: 1700000000000, Source: "", Type: "", InitiativeModifier: 0, Speed: [] },
  ...{ HP: { Value: 1, Notes: "(1d1+0)" }, AC: { Value: 10, Notes: "" }, Challenge: "" },
  Abilities: { Str: 10, Dex: 10, Con: 10, Cha: 10, Int: 10, Wis: 10 },
  ...{ DamageVulnerabilities: [], DamageResistances: [], DamageImmunities: [], Saves: [] },
  ...{ ConditionImmunities: [], Skills: [], Senses: [], Languages: [], Traits: [], Actions: [] },
  ...{ BonusActions: [], Reactions: [], LegendaryActions: [], MythicActions: [] },
  Description: "A description that is long enough to outweigh the whole of the other entry. "
    .repeat(9),
};
const filled = {
  ...{ Id: "abcdefgh1", Name: "Old Knight", Type: "Medium humanoid", Challenge: "3" },
  ...{ HP: { Value: 52, Notes: "(8d8+16)" }, AC: { Value: 18, Notes: "" }, Speed: ["30 ft."] },
  Abilities: { Str: 16, Dex: 11, Con: 14, Int: 11, Wis: 11, Cha: 15 },
  Actions: [{ Name: "Sword", Content: "+5, 2d6+3" }],
};

Deno.test("of two entries with one id the one that says more is taken, not the longer one", () => {
  for (const [first, second] of [[filled, shell], [shell, filled]]) {
    const notes = new Notes();
    const entries = entriesOf({
      "Creatures.Creatures.abcdefgh1": first,
      "Creatures.abcdefgh1": JSON.stringify(second),
    }, notes);
    assert.deepEqual(entries.map((entry) => entry.value), [filled]);
    assert.match(notes.all()[0]?.reason ?? "", /fuller/);
  }
});
