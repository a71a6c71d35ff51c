import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { Id } from "@/lib/combat/state.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { replay } from "@/lib/combat/evolve.ts";
import { applyCommands, type ApplyParts, recordUpdate } from "@/lib/encounters/apply_commands.ts";
import { entryFor } from "@/lib/encounters/decide_command.ts";
import { withLiveCode } from "@/lib/encounters/code_life.ts";
import { copyCommands } from "@/lib/encounters/copy_commands.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { roughBytes } from "@/lib/encounters/live/rough_bytes.ts";
import { hex, newId } from "@/lib/encounters/ids.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** The same words whether it never was, is deleted or is another person's. */
export function notThere(): Refusal {
  return refuse("NOT_FOUND", "That fight is not here. Open your list of fights to find it.");
}

/** The fight if it is this visitor's; deleted ones only when `deleted` are asked for. */
export async function ownedEncounter(
  { deps }: ApplyParts,
  who: Visitor,
  id: Id,
  deleted = false,
): Promise<Result<EncounterRecord>> {
  const record = await deps.store.find(id);
  if (record === null || who.ownerId === null || record.ownerId !== who.ownerId) return notThere();
  if (record.deletedAt !== null && !deleted) return notThere();
  return ok(withLiveCode(record, deps.now()));
}

/**
 * Makes a fight. The same `id` by the same owner answers with the fight that is there, so that a
 * request may be repeated.
 */
export async function createEncounter(
  parts: ApplyParts,
  ownerId: string,
  wanted: {
    readonly name: string;
    readonly edition: Edition;
    readonly id?: Id;
    /** What will be added to it at once. */
    readonly bytes?: number;
  },
): Promise<Result<EncounterRecord>> {
  const { store, now, random } = parts.deps;
  const full = await parts.quotas.refusalOfMore(ownerId, wanted.bytes ?? 0);
  if (full !== undefined) return full;
  const id = wanted.id ?? newId(random);
  const at = now();
  const { name, edition } = wanted;
  const entry = await entryFor(store, NOTHING_YET, {
    id: newId(random),
    at,
    seed: hex(random(16)),
    actor: { kind: "dm" },
    command: { type: "CreateEncounter", encounterId: id, name, edition },
  }, { stored: 0, state: () => undefined, keep: () => {}, fresh: [] });
  if (!entry.ok) return entry;
  const state = replay(NOTHING_YET, [entry.value]);
  const record: EncounterRecord = {
    ...recordUpdate(state, at),
    id,
    ownerId,
    createdAt: at,
    archivedAt: null,
    deletedAt: null,
    version: state.version,
    shareCode: null,
    codeUsedAt: null,
    endedAt: null,
  };
  const created = await store.create(record, [entry.value]);
  if (created.kind === "appended") return ok(record);
  const known = await store.find(id);
  return known !== null && known.ownerId === ownerId
    ? ok(known)
    : refuse("CONFLICT", "That id is taken. Leave it out or choose another.");
}

/** A copy of a fight as it was set up: same creatures and settings, unhurt, not begun. */
export async function duplicateEncounter(
  parts: ApplyParts,
  who: Visitor,
  id: Id,
): Promise<Result<EncounterRecord>> {
  const source = await ownedEncounter(parts, who, id);
  if (!source.ok) return source;
  const { deps, encounters } = parts;
  const { state } = await encounters.load(id, source.value.version);
  const name = `${state.name.slice(0, 70)} (copy)`;
  const made = await createEncounter(parts, source.value.ownerId, {
    name,
    edition: state.edition,
    bytes: roughBytes(state),
  });
  if (!made.ok) return made;
  const at = deps.now();
  const commands = copyCommands(state, () => newId(deps.random)).map((command) => ({
    id: newId(deps.random),
    at,
    seed: hex(deps.random(16)),
    command,
  }));
  const filled = await applyCommands(parts, made.value.id, { kind: "dm" }, commands, at);
  if (!filled.ok) return filled;
  if (filled.value.refused) return filled.value.refused.refusal;
  return ok(await deps.store.find(made.value.id) ?? made.value);
}
