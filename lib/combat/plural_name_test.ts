import assert from "node:assert/strict";
import { pluralName } from "./plural_name.ts";

const PAIRS = [
  ["Goblin", "Goblins"],
  ["Wolf", "Wolves"],
  ["Dire Wolf", "Dire Wolves"],
  ["Elf", "Elves"],
  ["Dwarf", "Dwarves"],
  ["Thief", "Thieves"],
  ["Goblin Chief", "Goblin Chiefs"],
  ["Harpy", "Harpies"],
  ["Giant Wolf Spider", "Giant Wolf Spiders"],
  ["Swarm of Bats", "Swarms of Bats"],
  ["Werewolf, Wolf Form", "Werewolves, Wolf Form"],
  ["Lizardfolk", "Lizardfolk"],
  ["Merman", "Mermen"],
  ["Human", "Humans"],
  ["Erinyes", "Erinyes"],
  ["Hook Horror", "Hook Horrors"],
  ["Sphinx", "Sphinxes"],
  ["Ox", "Oxen"],
  ["Owl", "Owls"],
  ["Gargoyle", "Gargoyles"],
  ["Mouse", "Mice"],
  ["Bandit (archer)", "Bandits (archer)"],
  ["Witch", "Witches"],
  ["Half-Elf", "Half-Elves"],
  ["Griffon", "Griffons"],
] as const;

for (const [one, many] of PAIRS) {
  Deno.test(`several of "${one}" are "${many}"`, () => assert.equal(pluralName(one), many));
}
