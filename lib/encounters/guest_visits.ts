import type { DocumentStore } from "@/lib/store/ports/document_store.ts";
import type { EncounterStore, OwnerActivity } from "@/lib/store/ports/encounter_store.ts";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";
import { GUEST_DAYS, RENEW_DAYS } from "@/lib/encounters/tokens.ts";

const DAY_MS = 86_400_000;
const VISITS = "guest-visits/";
/** Since when visits are noted: whoever came before left no note. */
const SINCE = "guest-visits-since";
const GUESTS = "guest_";
const PAGE = 500;
const ATTEMPTS = 5;

/**
 * When guests came last, noted whenever their cookie is renewed: once in `RENEW_DAYS` at most, so
 * that a visit costs no write.
 */
export class GuestVisits {
  constructor(private readonly values: KeyValueStore) {}

  /** Notes a visit; two at the same moment are one. */
  async note(ownerId: string, at: number): Promise<void> {
    const key = VISITS + ownerId;
    const known = await this.values.get(key);
    await this.values.put(key, at, known?.version ?? 0);
  }

  /** When the guest's cookie was renewed last; 0 when that is not known. */
  async last(ownerId: string): Promise<number> {
    const known = await this.values.get(VISITS + ownerId);
    return typeof known?.value === "number" ? known.value : 0;
  }

  async forget(ownerId: string): Promise<void> {
    const key = VISITS + ownerId;
    const known = await this.values.get(key);
    if (known !== null) await this.values.delete(key, known.version);
  }

  /** Since when visits are noted in this store; from now on when nobody has asked before. */
  async since(now: number): Promise<number> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.values.get(SINCE);
      if (typeof known?.value === "number") return known.value;
      await this.values.put(SINCE, now, known?.version ?? 0);
    }
    return now;
  }
}

export interface GuestStores {
  readonly encounters: Pick<EncounterStore, "owners" | "list" | "setDeleted" | "purge">;
  readonly documents: Pick<DocumentStore, "owners" | "deleteAll">;
  readonly values: KeyValueStore;
}

/**
 * Removes for good everything of guests who have not come for 400 days: no cookie of theirs opens
 * it any more, since one that is used is renewed before it runs out. Returns how many guests.
 *
 * @param signal Ends the work between two guests.
 */
export async function purgeGuests(
  { encounters, documents, values }: GuestStores,
  now: number,
  signal?: AbortSignal,
): Promise<number> {
  const visits = new GuestVisits(values);
  // A cookie is renewed by a visit when it is so old; the visits before that leave no note.
  const before = now - (GUEST_DAYS + RENEW_DAYS) * DAY_MS;
  if (await visits.since(now) >= before) return 0;
  let purged = 0;
  for (const here of [encounters, documents]) {
    const other = here === encounters ? documents : encounters;
    for await (const { ownerId, updatedAt } of guestsOf(here)) {
      if (signal?.aborted) return purged;
      if (updatedAt >= before || await visits.last(ownerId) >= before) continue;
      const [there] = await other.owners(ownerId, 1);
      if (there !== undefined && there.updatedAt >= before) continue;
      await removeGuest({ encounters, documents, values }, ownerId);
      purged++;
    }
  }
  return purged;
}

type Owners = (prefix: string, limit: number, after?: string) => Promise<readonly OwnerActivity[]>;

async function* guestsOf(store: { readonly owners: Owners }): AsyncGenerator<OwnerActivity> {
  let after: string | undefined;
  for (;;) {
    const page = await store.owners(GUESTS, PAGE, after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.ownerId;
  }
}

async function removeGuest(
  { encounters, documents, values }: GuestStores,
  ownerId: string,
): Promise<void> {
  for (const which of ["open", "archived", "deleted"] as const) {
    for (;;) {
      const some = await encounters.list(ownerId, { which, limit: PAGE });
      // As if deleted long ago: the same purge removes them, piece by piece.
      for (const { id } of some) await encounters.setDeleted(id, 0);
      if (which === "deleted" || some.length < PAGE) break;
    }
  }
  await encounters.purge(1);
  await documents.deleteAll(ownerId);
  await new GuestVisits(values).forget(ownerId);
}
