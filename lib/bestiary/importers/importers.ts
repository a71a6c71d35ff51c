/** Every importer, in the order in which they are asked whether a file is theirs: the most certain first. */
import { csv } from "./csv.ts";
import { dndAppFile } from "./dnd_app_file.ts";
import { fiveEBits } from "./five_e_bits.ts";
import { fiveTools } from "./five_tools.ts";
import type { Importer } from "./format.ts";
import { improvedInitiative } from "./improved_initiative.ts";
import { open5eV1 } from "./open5e_v1.ts";
import { open5eV2 } from "./open5e_v2.ts";
import { own } from "./own.ts";
import { tetraCube } from "./tetra_cube.ts";

export const IMPORTERS: readonly Importer[] = [
  own,
  improvedInitiative,
  tetraCube,
  open5eV2,
  open5eV1,
  fiveTools,
  fiveEBits,
  dndAppFile,
  csv,
];
