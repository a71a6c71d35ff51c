/** What an importer is: it says whether a file is of its format and hands out the items in it, one by one. */
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { CombatantDraft } from "@/lib/combat/commands.ts";
import type { Condition, Edition } from "@/lib/combat/vocabulary.ts";
import type { Character, Party } from "@/lib/contracts/character.ts";
import type { Plan } from "@/lib/contracts/plan.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import type { Notes } from "./notes.ts";

export const FORMATS = [
  "own",
  "improved-initiative",
  "5etools",
  "open5e-v1",
  "open5e-v2",
  "5e-bits",
  "tetra-cube",
  "dnd-app-file",
  "csv",
] as const;
export type Format = typeof FORMATS[number];

/** A file after its outermost form is known. */
export type Content =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "xml"; readonly root: unknown }
  | { readonly kind: "csv"; readonly rows: readonly (readonly string[])[] };

/** Somebody in an imported fight, with the states that the file gives them. */
export interface ImportedMember {
  readonly draft: Omit<CombatantDraft, "id">;
  readonly conditions: readonly Condition[];
  readonly exhaustion: number;
  /** Effects that are no conditions, by name. */
  readonly effects: readonly string[];
}

/** A fight as it can be set up again; it has not begun. */
export interface ImportedEncounter {
  /** Its id where this site exported it. */
  readonly id?: string;
  readonly name: string;
  readonly edition: Edition;
  readonly notes: string;
  readonly members: readonly ImportedMember[];
  readonly blocks: readonly CombatBlock[];
  /** What the builder keeps beside the fight. */
  readonly plan?: Plan;
}

export type ImportedItem =
  | { readonly kind: "creature"; readonly block: StatBlock }
  /** `folder`: the party that the file keeps the character in, "" for none. */
  | { readonly kind: "character"; readonly character: Character; readonly folder: string }
  | { readonly kind: "party"; readonly party: Party }
  | { readonly kind: "template"; readonly id: string; readonly body: unknown }
  | { readonly kind: "encounter"; readonly encounter: ImportedEncounter };
export type ItemKind = ImportedItem["kind"];

/** Why one item cannot be taken; the others are not touched by it. */
export interface RefusedItem {
  readonly kind: "refused";
  readonly reason: string;
}

/** One thing in a file that is not read yet. */
export interface RawItem {
  readonly kind: ItemKind;
  readonly name: string;
  build(notes: Notes): ImportedItem | RefusedItem;
}

export interface ImportOptions {
  /** For whatever does not say by which rules it is made. */
  readonly edition: Edition;
}

export interface Importer {
  readonly format: Format;
  /** As people call the format. */
  readonly label: string;
  detect(content: Content): boolean;
  /** Everything in the file; notes what belongs to no item. */
  items(content: Content, options: ImportOptions, notes: Notes): readonly RawItem[];
}

export function refused(reason: string): RefusedItem {
  return { kind: "refused", reason };
}
