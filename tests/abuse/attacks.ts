/** Every attack of the table in docs/security.md, in its order. */
import type { Attack } from "./attack.ts";
import { importFiles } from "./attacks/import_files.ts";
import { heavyEncounters } from "./attacks/heavy_encounters.ts";
import { largeBodies } from "./attacks/large_bodies.ts";
import { manyUndos } from "./attacks/many_undos.ts";

export const ATTACKS: readonly Attack[] = [
  importFiles,
  heavyEncounters,
  manyUndos,
  largeBodies,
];
