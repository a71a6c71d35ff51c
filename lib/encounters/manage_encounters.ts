import type { Id } from "@/lib/combat/state.ts";
import type { ApplyParts } from "@/lib/encounters/apply_commands.ts";
import { withLiveCode } from "@/lib/encounters/code_life.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { ownedEncounter } from "@/lib/encounters/owned_encounters.ts";
import { newShareCode } from "@/lib/encounters/share_code.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** Tries before a free code counts as not to be found; one suffices but for one in millions. */
const CODE_ATTEMPTS = 8;

export interface ListFilter {
  readonly which: "open" | "archived" | "deleted";
  readonly limit: number;
  /** `updatedAt` and `id` of the last one of the page before. */
  readonly before?: number;
  readonly beforeId?: Id;
}

/** A visitor's fights, newest first; somebody without an owner's id has none. */
export async function listEncounters(
  { deps }: ApplyParts,
  who: Visitor,
  filter: ListFilter,
): Promise<readonly EncounterRecord[]> {
  if (who.ownerId === null) return [];
  const records = await deps.store.list(who.ownerId, filter);
  return records.map((record) => withLiveCode(record, deps.now()));
}

/** Puts a fight away, or back among the open ones. */
export async function archiveEncounter(
  parts: ApplyParts,
  who: Visitor,
  id: Id,
  archived: boolean,
): Promise<Result<EncounterRecord>> {
  const found = await ownedEncounter(parts, who, id);
  if (!found.ok) return found;
  const at = archived ? found.value.archivedAt ?? parts.deps.now() : null;
  await parts.deps.store.setArchived(id, at);
  return ok({ ...found.value, archivedAt: at });
}

/** Deletes a fight (it can be restored for 30 days), or restores it. */
export async function deleteEncounter(
  parts: ApplyParts,
  who: Visitor,
  id: Id,
  deleted: boolean,
): Promise<Result<EncounterRecord>> {
  const found = await ownedEncounter(parts, who, id, true);
  if (!found.ok) return found;
  const at = deleted ? found.value.deletedAt ?? parts.deps.now() : null;
  await parts.deps.store.setDeleted(id, at);
  await parts.deps.wakeups.publish({ encounterId: id, version: found.value.version });
  return ok({ ...found.value, deletedAt: at });
}

/** Gives a fight a new code; the one before stops working at once. */
export async function renewCode(
  parts: ApplyParts,
  who: Visitor,
  id: Id,
): Promise<Result<{ readonly code: string }>> {
  const found = await ownedEncounter(parts, who, id);
  if (!found.ok) return found;
  for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt++) {
    const code = newShareCode(parts.deps.random);
    if (!await parts.deps.store.setShareCode(id, code, parts.deps.now())) continue;
    await parts.deps.wakeups.publish({ encounterId: id, version: found.value.version });
    return ok({ code });
  }
  return refuse("UNAVAILABLE", "No free code was found. Try again.");
}

/** Takes a fight's code away: nobody can join or watch until there is a new one. */
export async function revokeCode(
  parts: ApplyParts,
  who: Visitor,
  id: Id,
): Promise<Result<{ readonly code: null }>> {
  const found = await ownedEncounter(parts, who, id);
  if (!found.ok) return found;
  await parts.deps.store.setShareCode(id, null, parts.deps.now());
  await parts.deps.wakeups.publish({ encounterId: id, version: found.value.version });
  return ok({ code: null });
}
