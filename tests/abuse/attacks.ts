/** Every attack of the table in docs/security.md, in its order. */
import type { Attack } from "./attack.ts";
import { importFiles } from "./attacks/import_files.ts";
import { heavyEncounters } from "./attacks/heavy_encounters.ts";
import { largeBodies } from "./attacks/large_bodies.ts";
import { manyStreams } from "./attacks/many_streams.ts";
import { manyUndos } from "./attacks/many_undos.ts";
import { slowConnections } from "./attacks/slow_connections.ts";

export const ATTACKS: readonly Attack[] = [
  importFiles,
  heavyEncounters,
  manyUndos,
  largeBodies,
  slowConnections,
  manyStreams,
];
