/** Every importer, in the order in which they are asked whether a file is theirs: the most certain first. */
import { fiveEBits } from "./five_e_bits.ts";
import type { Importer } from "./format.ts";
import { improvedInitiative } from "./improved_initiative.ts";
import { open5eV1 } from "./open5e_v1.ts";
import { open5eV2 } from "./open5e_v2.ts";

export const IMPORTERS: readonly Importer[] = [
  improvedInitiative,
  open5eV2,
  open5eV1,
  fiveEBits,
];
