/** A saved or running encounter of Improved Initiative as a fight that can be set up again. */
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { CombatantDraft } from "@/lib/combat/commands.ts";
import type { Condition, Edition } from "@/lib/combat/vocabulary.ts";
import { combatBlockOf } from "@/lib/creatures/combat_block.ts";
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import type {
  ImportedItem,
  ImportedMember,
  ImportOptions,
  RefusedItem,
} from "@/lib/interchange/format.ts";
import { readImprovedBlock } from "./read_block.ts";
import type { Notes } from "@/lib/interchange/notes.ts";
import { clip } from "@/lib/interchange/text/plain_text.ts";
import { Source } from "@/lib/interchange/source.ts";
import { conditionIn } from "@/lib/interchange/text/words.ts";

const MOST_MEMBERS = 500;

/** Reads a fight with everybody in it: hit points, initiative, conditions and notes as they stand. */
export function readImprovedEncounter(
  value: unknown,
  path: string,
  options: ImportOptions,
  notes: Notes,
): ImportedItem | RefusedItem {
  const source = new Source(value, path, notes);
  const name = clip(source.line("Name", 80) ?? "", 80) || "Imported fight";
  const blocks = new Map<string, CombatBlock>();
  const members: ImportedMember[] = [];
  // Files of the first years call the list "Creatures".
  const key = source.has("Combatants") ? "Combatants" : "Creatures";
  for (const group of source.groups(key, MOST_MEMBERS)) {
    members.push(readMember(group, options, blocks));
  }
  source.skip("Id", "Version", "LastUpdateMs", "Path");
  source.drop("pictures are not imported", "BackgroundImageUrl");
  source.drop(
    "a fight comes in ready to begin, not in the middle of a turn",
    "ActiveCombatantId",
    "RoundCounter",
    "ElapsedSeconds",
  );
  source.rest();
  const all = [...blocks.values()];
  const edition: Edition = all.some((block) => block.edition === "2024")
    ? "2024"
    : all[0]?.edition ?? options.edition;
  return { kind: "encounter", encounter: { name, edition, notes: "", members, blocks: all } };
}

function readMember(
  source: Source,
  options: ImportOptions,
  blocks: Map<string, CombatBlock>,
): ImportedMember {
  const key = source.has("StatBlock") ? "StatBlock" : "Statblock";
  const inner = source.group(key);
  const player = inner.line("Player", 80) ?? "";
  const isCharacter = source.has("PersistentCharacterId") ||
    player !== "" && !/^npc$/i.test(player);
  const draft = readImprovedBlock(inner, isCharacter);
  if (isCharacter) inner.skip("Challenge");
  inner.rest();
  const built = buildBlock(draft, {
    edition: options.edition,
    notes: source.notes,
    path: inner.path,
  });
  const checked = checkedCreature(built);
  const block = checked.kind === "creature" && !isCharacter
    ? combatBlockOf(checked.block)
    : undefined;
  if (block) blocks.set(block.id, block);
  const alias = source.line("Alias", 80);
  const max = source.whole("MaxHP", 1, 1_000_000) ?? built.hp.average;
  const current = source.whole("CurrentHP", 0, 1_000_000);
  const temp = source.whole("TemporaryHP", 0, 1_000_000);
  const initiative = source.whole("Initiative", -1000, 1000);
  const hidden = source.flag("Hidden");
  const memo = source.prose("CurrentNotes");
  const states = readTags(source);
  const color = /^#[0-9a-f]{6}$/i.exec(source.line("Color", 40) ?? "")?.[0];
  source.skip(
    "Id",
    "Version",
    "InterfaceVersion",
    "PersistentCharacterId",
    "InitiativeGroup",
    "IndexLabel",
  );
  source.drop(
    "counted anew in a fight",
    "ReactionsSpent",
    "RoundCounter",
    "ElapsedSeconds",
    "RevealedAC",
  );
  source.rest();
  const draftOf: Omit<CombatantDraft, "id"> = {
    kind: isCharacter ? "character" : "monster",
    side: isCharacter ? "party" : "foe",
    name: alias ?? built.name,
    ...(block ? { blockId: block.id } : {}),
    ac: built.ac,
    hp: {
      max: Math.max(1, max),
      current: Math.min(Math.max(1, max), current ?? max),
      temp: temp ?? 0,
    },
    initiativeModifier: built.initiative,
    ...(initiative ? { initiative } : {}),
    abilities: built.abilities,
    ...(hidden ? { hidden: "until-revealed" as const } : {}),
    ...(color ? { color } : {}),
    ...(memo ? { notes: memo } : {}),
  };
  return { draft: draftOf, ...states };
}

/** Tags: the names of conditions become conditions, others become effects by name. */
function readTags(source: Source): Omit<ImportedMember, "draft"> {
  const conditions = new Set<Condition>();
  const effects: string[] = [];
  let exhaustion = 0;
  for (const item of source.list("Tags", 60)) {
    const tag = new Source(
      typeof item === "string" ? { Text: item } : item,
      source.at("Tags[]"),
      source.notes,
    );
    const text = tag.line("Text", 80);
    tag.drop(
      "a fight comes in before its first turn",
      "DurationRemaining",
      "DurationTiming",
      "DurationCombatantId",
    );
    tag.skip("Hidden");
    tag.rest();
    if (text === undefined) continue;
    const condition = conditionIn(text);
    if (condition === "exhaustion") exhaustion = Math.min(6, exhaustion + 1);
    else if (condition !== undefined) conditions.add(condition);
    else if (effects.length < 20) effects.push(text);
  }
  return { conditions: [...conditions], exhaustion, effects };
}
