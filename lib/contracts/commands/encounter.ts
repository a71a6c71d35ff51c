/** Schemas of the commands about the fight itself and who is in it. */
import { z } from "zod";
import { combatBlock } from "@/lib/contracts/block.ts";
import { combatantDraft, combatantPatch, groupDraft, settings } from "@/lib/contracts/parts.ts";
import {
  edition,
  encounterId,
  hidden,
  id,
  name,
  prose,
  someIds,
} from "@/lib/contracts/primitives.ts";

const type = <T extends string>(value: T) => z.literal(value);

export const encounterCommands = [
  z.strictObject({ type: type("CreateEncounter"), encounterId, name, edition }),
  z.strictObject({ type: type("RenameEncounter"), name }),
  z.strictObject({ type: type("ChangeEdition"), edition }),
  z.strictObject({ type: type("ChangeSettings"), settings }),
  z.strictObject({ type: type("SetNotes"), notes: prose(20_000) }),
  z.strictObject({ type: type("StartCombat") }),
  z.strictObject({ type: type("EndCombat") }),
  z.strictObject({ type: type("ResumeCombat") }),
] as const;

export const rosterCommands = [
  z.strictObject({
    type: type("AddCombatants"),
    combatants: z.array(combatantDraft).max(500),
    blocks: z.array(combatBlock).max(500).exactOptional(),
    groups: z.array(groupDraft).max(250).exactOptional(),
  }),
  z.strictObject({ type: type("RemoveCombatants"), ids: someIds }),
  z.strictObject({ type: type("DuplicateCombatant"), id, newIds: someIds }),
  z.strictObject({ type: type("EditCombatant"), id, patch: combatantPatch }),
  z.strictObject({ type: type("SetHidden"), ids: someIds, hidden }),
  z.strictObject({ type: type("GroupCombatants"), group: groupDraft }),
  z.strictObject({
    type: type("SplitGroup"),
    groupId: id,
    memberIds: someIds,
    newGroupId: id.exactOptional(),
  }),
  z.strictObject({ type: type("MergeGroups"), groupIds: someIds }),
  z.strictObject({ type: type("Ungroup"), groupId: id }),
] as const;
