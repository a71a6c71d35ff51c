import type { Collection, Document } from "mongodb";
import { z } from "zod";
import type { OwnerActivity, OwnerId } from "@/lib/store/ports/encounter_store.ts";
import type { Connection } from "@/lib/store/mongo/connection.ts";

const found = z.object({ _id: z.string(), updatedAt: z.number() });

export interface OwnerPage {
  readonly prefix: string;
  readonly limit: number;
  readonly after: OwnerId | undefined;
}

/** A page of the owners in a collection. */
export async function ownersIn<T extends Document>(
  connection: Connection,
  collection: Collection<T>,
  { prefix, limit, after = "" }: OwnerPage,
): Promise<readonly OwnerActivity[]> {
  // The last character there is: nothing that begins with the prefix comes after it.
  const range = { $gte: prefix, $gt: after, $lt: `${prefix}\u{10ffff}` };
  const pipeline = [
    { $match: { ownerId: range } },
    { $group: { _id: "$ownerId", updatedAt: { $max: "$updatedAt" } } },
    { $sort: { _id: 1 } },
    { $limit: limit },
  ];
  const groups = await connection.run(
    "list owners",
    (limits) => collection.aggregate(pipeline, { ...limits }).toArray(),
  );
  return groups.map((one) => {
    const { _id, updatedAt } = found.parse(one);
    return { ownerId: _id, updatedAt };
  });
}
