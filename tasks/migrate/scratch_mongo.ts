import { MongoClient } from "mongodb";
import { databaseName } from "@/lib/store/mongo/connection.ts";
import type { MongoMigrationStore } from "@/lib/store/mongo/migration_store.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";

/** Lets `work` use an empty database on the same server, which is removed afterwards. */
export async function scratchMongo<T>(
  uri: string,
  work: (scratch: MongoMigrationStore) => Promise<T>,
): Promise<T> {
  const name = `${databaseName(uri)}_scratch_${crypto.randomUUID().slice(0, 8)}`;
  const scratch = anotherDatabase(uri, name);
  const { store, migrations } = await openMongo({ uri: scratch });
  try {
    return await work(migrations);
  } finally {
    await store.close();
    const client = new MongoClient(scratch);
    await client.db(name).dropDatabase().finally(() => client.close());
  }
}

/** The address of another database on the same server. */
export function anotherDatabase(uri: string, database: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri);
  if (parts === null) throw new RangeError("That is no address of MongoDB");
  return `${parts[1]}/${database}${parts[2] ?? ""}`;
}
