/** The last look at what an importer made: only what the app's own schemas accept is handed on. */
import type { z } from "zod";
import type { ActionSpec } from "@/lib/combat/block.ts";
import { combatBlock } from "@/lib/contracts/block.ts";
import { characterSchema } from "@/lib/contracts/character.ts";
import { statBlock } from "@/lib/bestiary/homebrew_schema.ts";
import { combatBlockOf } from "@/lib/creatures/combat_block.ts";
import { plainValue } from "./text/plain_text.ts";
import { type ImportedItem, refused, type RefusedItem } from "./format.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { textIn } from "./source.ts";

function why(error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.map(textIn).join(".") ?? "";
  return place === ""
    ? issue?.message ?? "not valid"
    : `${place}: ${issue?.message ?? "not valid"}`;
}

/** A creature that may be kept, or why not. */
export function checkedCreature(block: StatBlock): ImportedItem | RefusedItem {
  const parsed = statBlock.safeParse(block);
  if (!parsed.success) return refused(why(parsed.error));
  // What is kept must be able to fight, too.
  const problem = encounterProblem(parsed.data);
  return problem === undefined ? { kind: "creature", block: parsed.data } : refused(problem);
}

/** A fight's own limits, where its copy may pass them though the stat block does not. */
function encounterProblem(block: StatBlock): string | undefined {
  const plain = combatBlockOf(block);
  const { actions, bonusActions = [], reactions = [], legendary, lair, traits = [], type = "" } =
    plain;
  const lists = [actions, bonusActions, reactions, legendary?.actions ?? [], lair?.actions ?? []];
  const long = lists.some((list) => list.length > 60 || list.some(tooLong)) ||
    traits.some(({ text }) => text.length > 4000) || type.length > 80;
  // The whole schema is slow; only what comes near its limits is held against it.
  const parsed = long ? combatBlock.safeParse(plain) : undefined;
  return parsed?.success === false ? why(parsed.error) : undefined;
}

const tooLong = (action: ActionSpec): boolean =>
  action.id.length > 80 || action.name.length > 120 || action.text.length > 4000 ||
  (action.area?.length ?? 0) > 120;

/** A character that may be kept, or why not. */
export function checkedCharacter(character: unknown, folder: string): ImportedItem | RefusedItem {
  const parsed = characterSchema.safeParse(plainValue(character));
  return parsed.success
    ? { kind: "character", character: parsed.data, folder: plainValue(folder) }
    : refused(why(parsed.error));
}
