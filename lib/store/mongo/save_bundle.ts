import { checkEntries } from "@/lib/store/entry_check.ts";
import type { MongoDocumentStore } from "@/lib/store/mongo/document_store.ts";
import type { MongoEncounterStore } from "@/lib/store/mongo/encounter_store.ts";
import { isDuplicate } from "@/lib/store/mongo/fault.ts";
import type { Bundle, BundleResult } from "@/lib/store/ports/store.ts";

/**
 * Documents and fights in one transaction.
 *
 * @throws {RangeError} When the entries of a fight have gaps.
 */
export async function saveBundle(
  documents: MongoDocumentStore,
  encounters: MongoEncounterStore,
  { documents: writes, encounters: made }: Bundle,
): Promise<BundleResult> {
  const ids = new Set<string>();
  for (const { record, entries } of made) {
    const problem = checkEntries(0, entries);
    if (problem !== undefined) throw new RangeError(problem);
    if (ids.has(record.id)) return { kind: "conflict", id: record.id };
    ids.add(record.id);
  }
  try {
    const conflict = await documents.inTransaction("save the bundle", async (limits) => {
      for (const { record, entries } of made) {
        await encounters.insert(record, entries, limits);
      }
      return await documents.writeAll(writes, limits);
    });
    return conflict === undefined ? { kind: "saved" } : { kind: "conflict", id: conflict.id };
  } catch (error) {
    if (!(error instanceof Error) || !isDuplicate(error.cause)) throw error;
    for (const id of ids) {
      if (await encounters.find(id) !== null) return { kind: "conflict", id };
    }
    // It was a document, which another wrote at the same moment.
    return { kind: "conflict", id: writes[0]?.id ?? "" };
  }
}
