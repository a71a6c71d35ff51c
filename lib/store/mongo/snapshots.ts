import type { Collection, Filter } from "mongodb";
import type { Id } from "@/lib/combat/state.ts";
import { snapshotFrom, snapshotText } from "@/lib/store/entry_text.ts";
import type { Connection } from "@/lib/store/mongo/connection.ts";
import type { SnapshotDocument } from "@/lib/store/mongo/encounter_documents.ts";
import { packText, unpackText } from "@/lib/store/mongo/packed_text.ts";
import { madeOrFound, upsertAgain } from "@/lib/store/mongo/upsert.ts";
import type { Snapshot } from "@/lib/store/ports/encounter_store.ts";
import { SNAPSHOT_FORMAT } from "@/lib/store/snapshot_format.ts";
import { retainedVersions } from "@/lib/store/snapshot_retention.ts";

/** States of fights at some versions, compressed. */
export class Snapshots {
  constructor(
    private readonly connection: Connection,
    private readonly snapshots: Collection<SnapshotDocument>,
  ) {}

  async find(id: Id, atMost: number = Number.MAX_SAFE_INTEGER): Promise<Snapshot | null> {
    for (let limit = atMost;;) {
      const found = await this.connection.run(
        "read the snapshot",
        (limits) =>
          this.snapshots.findOne(
            { encounterId: id, version: { $lte: limit }, format: SNAPSHOT_FORMAT },
            { ...limits, sort: { version: -1 } },
          ),
      );
      if (found === null) return null;
      const text = unpackText(found.state);
      const snapshot = text === undefined ? undefined : snapshotFrom(text, found.version);
      if (snapshot !== undefined) return snapshot;
      // A snapshot is a cache: one that cannot be read is passed over, not reported.
      limit = found.version - 1;
    }
  }

  async save(id: Id, snapshot: Snapshot): Promise<void> {
    const { version } = snapshot;
    const text = snapshotText(snapshot);
    const packed = packText(text);
    await this.connection.run("save the snapshot", (limits) =>
      upsertAgain(async () =>
        madeOrFound(
          await this.snapshots.updateOne(
            { encounterId: id, version },
            { $set: { format: SNAPSHOT_FORMAT, state: packed } },
            { ...limits, upsert: true },
          ),
        )
      ));
    await this.#thin(id, text.length);
  }

  async removeAll(id: Id): Promise<void> {
    await this.#remove({ encounterId: id });
  }

  async #thin(id: Id, bytesEach: number): Promise<void> {
    const all = await this.connection.run("thin the snapshots out", (limits) =>
      this.snapshots.find(
        { encounterId: id },
        { ...limits, projection: { version: 1, format: 1 }, batchSize: 1_000 },
      ).toArray());
    const old = all.filter(({ format }) => format !== SNAPSHOT_FORMAT);
    const rest = all.filter(({ format }) => format === SNAPSHOT_FORMAT);
    const gone = [
      ...old.map(({ version }) => version),
      ...retainedVersions(rest.map(({ version }) => version), bytesEach),
    ];
    if (gone.length > 0) await this.#remove({ encounterId: id, version: { $in: gone } });
  }

  async #remove(filter: Filter<SnapshotDocument>): Promise<void> {
    await this.connection.run(
      "remove snapshots",
      (limits) => this.snapshots.deleteMany(filter, { ...limits }),
    );
  }
}
