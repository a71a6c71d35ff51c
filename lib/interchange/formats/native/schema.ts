/** This project's own file: everything of an account that is a document, versioned. docs/formats.md tells it in words. */
import { z } from "zod";
import { combatBlock } from "@/lib/contracts/block.ts";
import { partySchema } from "@/lib/contracts/character.ts";
import { combatantDraft } from "@/lib/contracts/parts.ts";
import { planSchema, templateSchema } from "@/lib/contracts/plan.ts";
import {
  condition,
  edition,
  encounterId,
  line,
  name,
  prose,
  whole,
} from "@/lib/contracts/primitives.ts";
import { statBlock } from "@/lib/bestiary/homebrew_schema.ts";

export const OWN_FORMAT = "encounter-tracker";
/** Grows only when older readers could not read a file any more. */
export const OWN_VERSION = 1;

/** Somebody in a fight, with what a draft does not hold. */
export const ownMember = z.strictObject({
  draft: combatantDraft.omit({ id: true }),
  conditions: z.array(condition).max(14).default([]),
  exhaustion: whole(0, 6).default(0),
  effects: z.array(line(80)).max(20).default([]),
});

/** A fight as it can be set up again. */
export const ownEncounter = z.strictObject({
  /** Its id where it was exported: coming home, it is known again. */
  id: encounterId.exactOptional(),
  name,
  edition,
  notes: prose(20_000).default(""),
  members: z.array(ownMember).max(500),
  blocks: z.array(combatBlock).max(500).default([]),
  plan: planSchema.exactOptional(),
});

export const ownTemplate = z.strictObject({
  id: z.string().min(1).max(80).regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/),
  template: templateSchema,
});

export const ownFile = z.strictObject({
  $schema: z.string().max(300).exactOptional(),
  format: z.literal(OWN_FORMAT),
  version: z.literal(OWN_VERSION),
  /** When it was written, ISO 8601. */
  exportedAt: z.string().max(40).exactOptional(),
  creatures: z.array(statBlock).max(10_000).default([]),
  parties: z.array(partySchema).max(1_000).default([]),
  templates: z.array(ownTemplate).max(1_000).default([]),
  encounters: z.array(ownEncounter).max(1_000).default([]),
});

/** The JSON Schema of the file, as the site serves it. */
export function ownFileSchema(id: string): Record<string, unknown> {
  const schema = z.toJSONSchema(ownFile, { unrepresentable: "any", io: "input" });
  return { ...schema, $id: id, title: "Encounter Tracker export, version 1" };
}
