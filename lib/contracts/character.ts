/**
 * A player character as it is kept between fights, and the party it belongs to. Figures only: what
 * a DM needs at the table, not a whole character sheet.
 */
import { z } from "zod";
import { pictureSchema } from "./picture.ts";
import { ABILITIES, CONDITIONS, DAMAGE_TYPES, SKILLS } from "@/lib/combat/vocabulary.ts";

const text = (max: number) => z.string().trim().max(max);
const name = text(80).min(1, "Write a name.");
const score = z.int().min(1).max(30);
const bonus = z.int().min(-20).max(30);
const hitPoints = z.int().min(0).max(9999);

export const HIT_DICE = ["d6", "d8", "d10", "d12"] as const;
export type HitDie = typeof HIT_DICE[number];

const pool = z.strictObject({
  max: z.int().min(0).max(99),
  spent: z.int().min(0).max(99),
}).refine((value) => value.spent <= value.max, "More is spent than there is.");

export const characterSchema = z.strictObject({
  id: z.uuid(),
  name,
  player: text(80).default(""),
  /** Several for a character of more than one class. */
  classes: z.array(z.strictObject({ name, level: z.int().min(1).max(20) })).min(1).max(5)
    .refine(
      (all) => all.reduce((sum, item) => sum + item.level, 0) <= 20,
      "20 levels at the most.",
    ),
  ac: z.int().min(0).max(40),
  hp: z.strictObject({
    current: hitPoints,
    max: hitPoints.min(1),
    temp: hitPoints.default(0),
    maxBonus: z.int().min(-9999).max(9999).default(0),
  }),
  hitDice: z.partialRecord(z.enum(HIT_DICE), pool).default({}),
  speeds: z.record(text(20), z.int().min(0).max(1000)).default({ walk: 30 }),
  abilities: z.record(z.enum(ABILITIES), score),
  /** Total bonuses, only where they differ from the ability's modifier. */
  saves: z.partialRecord(z.enum(ABILITIES), bonus).default({}),
  skills: z.partialRecord(z.enum(SKILLS), bonus).default({}),
  /** Total; absent = Dexterity modifier. */
  initiative: bonus.optional(),
  passive: z.partialRecord(
    z.enum(["perception", "insight", "investigation"]),
    z.int().min(0).max(60),
  )
    .default({}),
  languages: text(200).default(""),
  resistances: z.array(z.enum(DAMAGE_TYPES)).max(13).default([]),
  immunities: z.array(z.enum(DAMAGE_TYPES)).max(13).default([]),
  vulnerabilities: z.array(z.enum(DAMAGE_TYPES)).max(13).default([]),
  /** Index 0 = first level; back after a long rest. */
  slots: z.array(pool).max(9).default([]),
  /** Pact slots: back after a short rest. */
  pact: pool.extend({ level: z.int().min(1).max(9) }).optional(),
  /** Conditions that outlast the fight. */
  conditions: z.array(z.enum(CONDITIONS)).max(14).default([]),
  exhaustion: z.int().min(0).max(6).default(0),
  notes: text(4000).default(""),
  portrait: pictureSchema.optional(),
});
export type Character = z.infer<typeof characterSchema>;

export const partySchema = z.strictObject({
  id: z.uuid(),
  name,
  /** Offered first when a fight is built; one party at the most. */
  isDefault: z.boolean().default(false),
  campaign: text(80).default(""),
  characters: z.array(characterSchema).max(30)
    .refine(
      (all) => new Set(all.map((item) => item.id)).size === all.length,
      "An id stands twice.",
    ),
});
export type Party = z.infer<typeof partySchema>;
