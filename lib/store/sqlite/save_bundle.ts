import { checkEntries } from "@/lib/store/entry_check.ts";
import type { SqliteDocumentStore } from "@/lib/store/sqlite/document_store.ts";
import type { SqliteEncounterStore } from "@/lib/store/sqlite/encounter_store.ts";
import type { Writer } from "@/lib/store/sqlite/writer.ts";
import type { Bundle, BundleResult } from "@/lib/store/ports/store.ts";

/**
 * Documents and fights in one transaction. Everything is looked at before the first is written.
 *
 * @throws {RangeError} When the entries of a fight have gaps.
 */
export async function saveBundle(
  writer: Writer,
  documents: SqliteDocumentStore,
  encounters: SqliteEncounterStore,
  bundle: Bundle,
): Promise<BundleResult> {
  const ids = new Set<string>();
  for (const { record, entries } of bundle.encounters) {
    const problem = checkEntries(0, entries);
    if (problem !== undefined) throw new RangeError(problem);
    if (ids.has(record.id)) return { kind: "conflict", id: record.id };
    ids.add(record.id);
  }
  return await writer.write("save the bundle", (): BundleResult => {
    const taken = bundle.encounters.find(({ record }) => encounters.isTaken(record.id));
    if (taken !== undefined) return { kind: "conflict", id: taken.record.id };
    const conflict = documents.conflictIn(bundle.documents);
    if (conflict !== undefined) return { kind: "conflict", id: conflict.id };
    documents.writeAll(bundle.documents);
    for (const { record, entries } of bundle.encounters) encounters.insertNow(record, entries);
    return { kind: "saved" };
  });
}
