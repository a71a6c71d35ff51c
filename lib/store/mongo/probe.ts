import type { ClientSession, Db } from "mongodb";
import { madeOrFound, upsertAgain } from "@/lib/store/mongo/upsert.ts";

interface ProbeDocument {
  readonly _id: "probe";
  readonly version: number;
  readonly value: string;
}

function entries(db: Db) {
  return db.collection<ProbeDocument>("entries");
}

/**
 * A write that a majority keeps: what reads answer says nothing about a full disk. Instances that
 * start together make the probe's document at the same moment.
 */
export async function probe(db: Db, limits: { readonly signal?: AbortSignal } = {}): Promise<void> {
  await upsertAgain(async () =>
    madeOrFound(
      await entries(db).updateOne(
        { _id: "probe" },
        { $inc: { version: 1 }, $set: { value: `[${Date.now()}]` } },
        { ...limits, upsert: true },
      ),
    )
  );
}

/** How often it was written, as `session` sees it. */
export async function probeVersion(db: Db, session: ClientSession): Promise<number | undefined> {
  return (await entries(db).findOne({ _id: "probe" }, { session }))?.version;
}
