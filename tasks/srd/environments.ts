import type { Environment } from "../../lib/bestiary/stat_block.ts";
export const environmentsOf = (_slug: string, _type: string): Environment[] => [];
