import type { Id } from "@/lib/combat/state.ts";
import type { EncounterDeps } from "@/lib/encounters/deps.ts";
import { ok, type Result } from "@/lib/errors.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** How long a record is believed; deletions and codes are told at once by a wake-up. */
const BELIEVED_MS = 5_000;
const REMEMBERED = 5_000;

/**
 * Records that were read a moment ago, so that a command in a running fight need not ask whose it
 * is. Only a yes is taken from here: whoever would be refused is looked up.
 */
export class RecentRecords {
  readonly #records = new Map<Id, { readonly record: EncounterRecord; readonly until: number }>();
  readonly #stop: () => void;

  constructor(private readonly deps: Pick<EncounterDeps, "wakeups" | "now">) {
    this.#stop = deps.wakeups.subscribe((event) => {
      if (event.type === "gap") this.#records.clear();
      // What an append wrote changes nothing of whose the fight is.
      else if (event.news === undefined) this.#records.delete(event.encounterId);
    });
  }

  /**
   * The record of a fight that runs, when it is this owner's, as it was a moment ago; what `read`
   * says for all others. One that is being built is read anew each time: plans bound its growth.
   */
  async of(
    ownerId: string | null,
    id: Id,
    read: () => Promise<Result<EncounterRecord>>,
  ): Promise<Result<EncounterRecord>> {
    const known = this.#records.get(id);
    if (known !== undefined && known.until >= this.deps.now() && known.record.ownerId === ownerId) {
      return ok(known.record);
    }
    const found = await read();
    if (found.ok && found.value.status !== "building") this.#keep(found.value);
    return found;
  }

  #keep(record: EncounterRecord): void {
    this.#records.delete(record.id);
    this.#records.set(record.id, { record, until: this.deps.now() + BELIEVED_MS });
    if (this.#records.size <= REMEMBERED) return;
    const [oldest] = this.#records.keys();
    if (oldest !== undefined) this.#records.delete(oldest);
  }

  close(): void {
    this.#stop();
    this.#records.clear();
  }
}
