import { clearTimeout, setTimeout } from "node:timers";
import type { Collection } from "mongodb";
import type { Id } from "@/lib/combat/state.ts";
import type { Connection } from "@/lib/store/mongo/connection.ts";
import type {
  EncounterDocument,
  LogDocument,
  Newest,
} from "@/lib/store/mongo/encounter_documents.ts";

/** How long appends to one fight are gathered before its record is moved on, in milliseconds. */
const GATHER_MS = 200;

/**
 * Moves the records of fights on after their logs, so that lists are in order. A record that is
 * behind (this process died in between) is told by its log and moved on by whoever reads it.
 */
export class RecordFollower {
  readonly #waiting = new Map<Id, Newest>();
  readonly #running = new Set<Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly encounters: Collection<EncounterDocument>,
    private readonly log: Collection<LogDocument>,
  ) {}

  follow(id: Id, newest: Newest): void {
    if ((this.#waiting.get(id)?.version ?? 0) >= newest.version) return;
    this.#waiting.set(id, newest);
    this.#timer ??= setTimeout(() => this.#start(), GATHER_MS);
  }

  /** Resolves when every record has followed what was appended here so far. */
  async settle(): Promise<void> {
    this.#start();
    await Promise.all(this.#running);
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [id, newest] of this.#waiting) {
      // Whoever reads the record next finds it behind and tries again.
      const work = this.#move(id, newest).catch(() => {});
      this.#running.add(work);
      void work.finally(() => this.#running.delete(work));
    }
    this.#waiting.clear();
  }

  async #move(id: Id, { version, record }: Newest): Promise<void> {
    const action = "move the fight's record on";
    const moved = await this.connection.run(action, (limits) =>
      this.encounters.updateOne(
        { _id: id, ownerId: { $exists: true }, version: { $lt: version } },
        { $set: { ...record, version } },
        limits,
      ));
    if (moved.matchedCount > 0) return;
    const there = await this.connection.run(
      action,
      (limits) => this.encounters.findOne({ _id: id }, { ...limits, projection: { _id: 1 } }),
    );
    // The fight was purged while somebody appended to it.
    if (there === null) {
      await this.connection.run(
        action,
        (limits) => this.log.deleteMany({ encounterId: id }, { ...limits }),
      );
    }
  }
}
