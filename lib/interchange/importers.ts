/** Every importer, in the order in which they are asked whether a file is theirs: the most certain first. */
import { csv } from "./formats/csv/read.ts";
import { dndAppFile } from "./formats/dnd_app_file/read.ts";
import { fiveEBits } from "./formats/five_e_bits/read.ts";
import { fiveTools } from "./formats/five_tools/read.ts";
import type { Importer } from "./format.ts";
import { improvedInitiative } from "./formats/improved_initiative/read.ts";
import { open5eV1 } from "./formats/open5e_v1/read.ts";
import { open5eV2 } from "./formats/open5e_v2/read.ts";
import { own } from "./formats/native/read.ts";
import { tetraCube } from "./formats/tetra_cube/read.ts";

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
