// Written by `deno task migrate create` and `deno task migrate verify --write`: which
// migrations this release knows, so that the built server needs no folder to look into.
import type { DatabaseSync } from "node:sqlite";
import type { Migration } from "@/lib/store/ports/migration_store.ts";
import * as m20260101120000_create_encounters from "./20260101120000_create_encounters.ts";
import * as m20260101120100_create_documents from "./20260101120100_create_documents.ts";
import * as m20260101120200_create_entries_and_leases from "./20260101120200_create_entries_and_leases.ts";
import * as m20261130210000_add_code_times from "./20261130210000_add_code_times.ts";
import * as m20261130230000_add_log_bytes from "./20261130230000_add_log_bytes.ts";

export const MIGRATIONS: readonly Migration<DatabaseSync>[] = [
  {
    id: "20260101120000",
    name: "create_encounters",
    checksum: "0f4121cfebf6edc0b320af4febb4346c88c155f6c04451651a19ee49645f0656",
    ...m20260101120000_create_encounters,
  },
  {
    id: "20260101120100",
    name: "create_documents",
    checksum: "861568f3d70509548d4924ac170862e94f0224d72860547b88e77533a9028ea2",
    ...m20260101120100_create_documents,
  },
  {
    id: "20260101120200",
    name: "create_entries_and_leases",
    checksum: "481513a0006077f63f153e9879566cc2500471efde190fa496b3e8aa80d5a253",
    ...m20260101120200_create_entries_and_leases,
  },
  {
    id: "20261130210000",
    name: "add_code_times",
    checksum: "096cd8a9ceb029528e08c14107204de414a9a6e5f669df3cd04bdf35d889d3d4",
    ...m20261130210000_add_code_times,
  },
  {
    id: "20261130230000",
    name: "add_log_bytes",
    checksum: "2203b5eae67f82f9409957b98f1b6c3d2948fc51c2cecf50ff537525776a72c9",
    ...m20261130230000_add_log_bytes,
  },
];
