// Written by `deno task migrate create` and `deno task migrate verify --write`: which
// migrations this release knows, so that the built server needs no folder to look into.
import type { MongoHandle } from "@/lib/store/mongo/migration_store.ts";
import type { Migration } from "@/lib/store/ports/migration_store.ts";
import * as m20261130120000_create_encounters from "./20261130120000_create_encounters.ts";
import * as m20261130120100_create_documents from "./20261130120100_create_documents.ts";
import * as m20261130120200_create_entries_and_leases from "./20261130120200_create_entries_and_leases.ts";

export const MONGO_MIGRATIONS: readonly Migration<MongoHandle>[] = [
  {
    id: "20261130120000",
    name: "create_encounters",
    checksum: "1c185ae6af8c5b30253f30126e24cc39c2b26c756997d3d2269850d720a0bc83",
    ...m20261130120000_create_encounters,
  },
  {
    id: "20261130120100",
    name: "create_documents",
    checksum: "c7c039f265d9163db88e1270009b21a5a3fc1eaec87d707a2041af41fa9b42b4",
    ...m20261130120100_create_documents,
  },
  {
    id: "20261130120200",
    name: "create_entries_and_leases",
    checksum: "ed9ac0aa2f4cd731a1de0e7e67a04d3a540e6a95cf9334370f6ebc25d8e6707c",
    ...m20261130120200_create_entries_and_leases,
  },
];
