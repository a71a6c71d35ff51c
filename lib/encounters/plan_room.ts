/** What an owner's plan has room for: fights, and participants in a fight that is being built. */
import type { PlanLimits } from "@/lib/billing/limits.ts";
import type { Command } from "@/lib/combat/commands.ts";
import type { Refusal } from "@/lib/errors.ts";
import type { EncounterRecord, EncounterStore } from "@/lib/store/ports/encounter_store.ts";

const PAGE = 200;

/** An owner's fights, open and archived; what lies in the bin is not counted. */
export async function countEncounters(
  store: Pick<EncounterStore, "list">,
  ownerId: string,
): Promise<number> {
  let count = 0;
  for (const which of ["open", "archived"] as const) {
    let last: EncounterRecord | undefined;
    for (;;) {
      const page = await store.list(ownerId, {
        which,
        limit: PAGE,
        ...last === undefined ? {} : { before: last.updatedAt, beforeId: last.id },
      });
      count += page.length;
      last = page.at(-1);
      if (page.length < PAGE) break;
    }
  }
  return count;
}

/**
 * A refusal when a fight that is being built would have more participants than the plan has room
 * for. One that runs is never stopped: who comes in the middle of a session comes in.
 */
export async function refusalOfParticipants(
  limits: PlanLimits | undefined,
  { ownerId, status, combatants }: EncounterRecord,
  commands: readonly { readonly command: Command }[],
): Promise<Refusal | undefined> {
  if (limits === undefined || !limits.on || status !== "building") return undefined;
  return await limits.refusalToGrow(
    ownerId,
    "participants",
    () => Promise.resolve(combatants),
    commands.reduce((sum, { command }) => sum + addedBy(command), 0),
  );
}

/** How many participants more a fight has after a command. */
function addedBy(command: Command): number {
  switch (command.type) {
    case "AddCombatants":
      return command.combatants.length;
    case "DuplicateCombatant":
      return command.newIds.length;
    case "RemoveCombatants":
      return -command.ids.length;
    default:
      return 0;
  }
}
