import type { MongoHandle } from "@/lib/store/mongo/migration_store.ts";

export const description = "Documents by owner: parties, characters, stat blocks, templates";

const text = { bsonType: "string" };
const number = { bsonType: "number" };

const validator = {
  $jsonSchema: {
    bsonType: "object",
    required: ["ownerId", "kind", "id", "version", "createdAt", "updatedAt", "body"],
    properties: {
      ownerId: text,
      kind: text,
      id: text,
      version: { bsonType: "number", minimum: 1 },
      createdAt: number,
      updatedAt: number,
      body: { bsonType: ["string", "binData"] },
    },
  },
};

export const up = [{
  mode: "resumable" as const,
  name: "create the collection of documents",
  async run({ db }: MongoHandle) {
    const there = await db.listCollections({ name: "documents" }, { nameOnly: true }).hasNext();
    if (there) await db.command({ collMod: "documents", validator });
    else await db.createCollection("documents", { validator });
    const documents = db.collection("documents");
    await documents.createIndex(
      { ownerId: 1, kind: 1, id: 1 },
      { name: "by_key", unique: true },
    );
    await documents.createIndex(
      { ownerId: 1, kind: 1, updatedAt: -1, id: -1 },
      { name: "newest" },
    );
    return { next: null };
  },
}];

export const down = [{
  mode: "resumable" as const,
  name: "drop the collection of documents",
  async run({ db }: MongoHandle) {
    await db.dropCollection("documents");
    return { next: null };
  },
}];
