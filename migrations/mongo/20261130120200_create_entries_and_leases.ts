import type { MongoHandle } from "@/lib/store/mongo/migration_store.ts";

export const description = "Small values by key, and leases, for the product's own housekeeping";

const text = { bsonType: "string" };
const number = { bsonType: "number" };

const COLLECTIONS = {
  entries: {
    required: ["version", "value"],
    properties: { _id: text, version: number, value: { bsonType: ["string", "binData"] } },
  },
  leases: {
    required: ["owner", "fence", "expiresAt"],
    properties: { _id: text, owner: text, fence: number, expiresAt: number },
  },
};

export const up = [{
  mode: "resumable" as const,
  name: "create the collections of entries and leases",
  async run({ db }: MongoHandle) {
    for (const [name, schema] of Object.entries(COLLECTIONS)) {
      const validator = { $jsonSchema: { bsonType: "object", ...schema } };
      const there = await db.listCollections({ name }, { nameOnly: true }).hasNext();
      if (there) await db.command({ collMod: name, validator });
      else await db.createCollection(name, { validator });
    }
    return { next: null };
  },
}];

export const down = [{
  mode: "resumable" as const,
  name: "drop the collections of entries and leases",
  async run({ db }: MongoHandle) {
    for (const name of Object.keys(COLLECTIONS)) await db.dropCollection(name);
    return { next: null };
  },
}];
