import type { MongoHandle } from "@/lib/store/mongo/migration_store.ts";

export const description = "Fights: their records, logs and snapshots";

const text = { bsonType: "string" };
const number = { bsonType: "number" };
const instantOrNull = { bsonType: ["number", "null"] };
const packed = { bsonType: ["string", "binData"] };

const record = {
  name: text,
  status: { enum: ["building", "running", "ended"] },
  edition: { enum: ["2014", "2024"] },
  round: number,
  combatants: number,
  updatedAt: number,
  endedAt: instantOrNull,
};

const COLLECTIONS = {
  encounters: {
    required: [...Object.keys(record), "createdAt", "archivedAt", "deletedAt", "version"],
    properties: {
      ...record,
      _id: text,
      ownerId: text,
      createdAt: number,
      archivedAt: instantOrNull,
      deletedAt: instantOrNull,
      version: { bsonType: "number", minimum: 1 },
      shareCode: text,
      codeKey: text,
      codeUsedAt: instantOrNull,
    },
  },
  encounter_log: {
    required: ["encounterId", "version", "entries", "record"],
    properties: {
      encounterId: text,
      version: { bsonType: "number", minimum: 1 },
      entries: {
        bsonType: "array",
        minItems: 1,
        items: {
          bsonType: "object",
          required: ["commandId", "body"],
          properties: { commandId: text, body: packed },
        },
      },
      record: { bsonType: "object", required: Object.keys(record), properties: record },
    },
  },
  encounter_snapshots: {
    required: ["encounterId", "version", "format", "state"],
    properties: { encounterId: text, version: number, format: number, state: packed },
  },
};

async function make({ db }: MongoHandle, name: keyof typeof COLLECTIONS): Promise<void> {
  const validator = { $jsonSchema: { bsonType: "object", ...COLLECTIONS[name] } };
  const there = await db.listCollections({ name }, { nameOnly: true }).hasNext();
  if (there) await db.command({ collMod: name, validator });
  else await db.createCollection(name, { validator });
}

export const up = [
  {
    mode: "resumable" as const,
    name: "create the collection of fights",
    async run(handle: MongoHandle) {
      await make(handle, "encounters");
      const encounters = handle.db.collection("encounters");
      await encounters.createIndex({ ownerId: 1, updatedAt: -1, _id: -1 }, { name: "by_owner" });
      await encounters.createIndex(
        { codeKey: 1 },
        {
          name: "by_code",
          unique: true,
          partialFilterExpression: { codeKey: { $type: "string" } },
        },
      );
      await encounters.createIndex(
        { deletedAt: 1 },
        { name: "deleted", partialFilterExpression: { deletedAt: { $type: "number" } } },
      );
      return { next: null };
    },
  },
  {
    mode: "resumable" as const,
    name: "create the collection of logs",
    async run(handle: MongoHandle) {
      await make(handle, "encounter_log");
      const log = handle.db.collection("encounter_log");
      await log.createIndex({ encounterId: 1, version: 1 }, { name: "by_version", unique: true });
      await log.createIndex(
        { encounterId: 1, "entries.commandId": 1 },
        { name: "by_command", unique: true },
      );
      return { next: null };
    },
  },
  {
    mode: "resumable" as const,
    name: "create the collection of snapshots",
    async run(handle: MongoHandle) {
      await make(handle, "encounter_snapshots");
      const snapshots = handle.db.collection("encounter_snapshots");
      await snapshots.createIndex(
        { encounterId: 1, version: 1 },
        { name: "by_version", unique: true },
      );
      return { next: null };
    },
  },
];

export const down = [{
  mode: "resumable" as const,
  name: "drop the collections of fights",
  async run({ db }: MongoHandle) {
    for (const name of Object.keys(COLLECTIONS).toReversed()) await db.dropCollection(name);
    return { next: null };
  },
}];
