/** What a DM plans around a fight and the fight itself does not know: waves, placeholders, treasure. */
import { z } from "zod";
import { encounterId, id, line, name, prose, whole } from "./primitives.ts";

const count = whole(1, 50);
const cr = z.number().min(0).max(30);

/** Foes of one kind that are not in the fight yet. */
export const plannedFoes = z.strictObject({
  slug: z.string().min(1).max(120),
  name,
  cr,
  xp: whole(0, 1_000_000),
  count,
});
export type PlannedFoes = z.output<typeof plannedFoes>;

export const planSchema = z.strictObject({
  /** Rates the fight while no characters are in it: "5 at level 3". */
  standIn: z.strictObject({ count: whole(1, 12), level: whole(1, 20) }).nullable().default(null),
  /** "CR 3, 4 of them": foes that are only a rating yet. */
  placeholders: z.array(z.strictObject({ id, cr, count })).max(20).default([]),
  /** Foes that come later; each wave is rated alone. */
  waves: z.array(z.strictObject({ id, name, foes: z.array(plannedFoes).max(20) })).max(10)
    .default([]),
  /** Lines that a suggestion leaves alone, by the key of the line. */
  pinned: z.array(id).max(100).default([]),
  /** What was last asked of the generator. */
  wish: z.strictObject({
    target: z.enum(["easy", "medium", "hard", "deadly", "low", "moderate", "high"]),
    environment: line(40).default(""),
    theme: line(40).default(""),
  }).nullable().default(null),
  /** Treasure, XP for what is no fight, and other notes of the DM. */
  treasure: prose(4000).default(""),
  /** Fights of the same day before this one. */
  day: z.array(encounterId).max(12).default([]),
});
export type Plan = z.output<typeof planSchema>;

/** Foes of a template; figures stand where they differ from the stat block's. */
export const templateFoes = plannedFoes.extend({
  /** "" for somebody who is in no book. */
  slug: z.string().max(120),
  hidden: z.boolean().default(false),
  /** Seen, and not known by name. */
  nameHidden: z.boolean().default(false),
  /** The row of a lair instead of foes. */
  lair: z.boolean().default(false),
  hp: whole(1, 1_000_000).exactOptional(),
  ac: whole(0, 100).exactOptional(),
  initiative: whole(-100, 100).exactOptional(),
});
export type TemplateFoes = z.output<typeof templateFoes>;

/** A set-up to start from again. */
export const templateSchema = z.strictObject({
  name,
  edition: z.enum(["2014", "2024"]),
  foes: z.array(templateFoes).max(60),
  plan: planSchema,
});
export type Template = z.output<typeof templateSchema>;

export const EMPTY_PLAN: Plan = planSchema.parse({});
