/** Who may do what to a fight: its owner, or whom a campaign lets. For others it is not there. */
import { type Grant, may } from "@/lib/auth/policy.ts";
import type { Actor } from "@/lib/combat/commands.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { IncomingCommand } from "@/lib/encounters/apply_commands.ts";
import { withLiveCode } from "@/lib/encounters/code_life.ts";
import type { EncounterDeps, SharedAccess, Visitor } from "@/lib/encounters/deps.ts";
import { notThere } from "@/lib/encounters/not_there.ts";
import { ok, type Result } from "@/lib/errors.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** A fight that a visitor may do something with. */
export interface Admitted {
  readonly record: EncounterRecord;
  /** What a campaign makes of the visitor; absent for the owner. */
  readonly shared?: SharedAccess;
}

/** Lets the visitor to a fight for what `grant` says; to deleted ones only when that is asked for. */
export async function admit(
  { store, now, shared: sharing }: EncounterDeps,
  who: Visitor,
  id: Id,
  { grant, deleted = false }: { readonly grant: Grant; readonly deleted?: boolean },
): Promise<Result<Admitted>> {
  const record = await store.find(id);
  if (record === null || (record.deletedAt !== null && !deleted)) return notThere();
  const own = record.ownerId === who.ownerId;
  const shared = own ? undefined : await sharing?.accessOf(who, record);
  if (!may(own ? "owner" : shared?.role, grant)) return notThere();
  return ok({ record: withLiveCode(record, now()), ...shared && { shared } });
}

/** As whom the log has what somebody does who was admitted. */
export function actorOf({ account }: Visitor, { shared }: Admitted): Actor {
  return shared === undefined || account === undefined
    ? { kind: "dm" }
    : { kind: "dm", by: account.id, name: shared.name };
}

/** Whether these commands may take back only what their sender did, by a campaign's setting. */
export async function undoesOwnOnly(
  { shared: sharing }: EncounterDeps,
  { account }: Visitor,
  { record }: Admitted,
  commands: readonly IncomingCommand[],
): Promise<boolean> {
  const undoes = commands.some(({ command: { type } }) => type === "Undo" || type === "Redo");
  if (!undoes || account === undefined) return false;
  return await sharing?.undoesOwnOnly(record) ?? false;
}
