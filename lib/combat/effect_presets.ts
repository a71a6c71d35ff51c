/**
 * Spells, features and circumstances that tables use most, ready to be put on somebody: figures
 * that rolls take in, and a reminder of what the engine leaves to the table. Figures from SRD 5.1
 * and 5.2.1; the words are ours.
 */
import type { EffectDraft } from "./state.ts";

export interface EffectPreset extends Omit<EffectDraft, "sourceId" | "turnOf"> {
  readonly name: string;
  /** Whose turns count its rounds; absent: the bearer's. */
  readonly countedBy?: "source";
}

const MINUTE = 10;
const WEAPONS = ["bludgeoning", "piercing", "slashing"] as const;
const DEX = { saveOf: ["dex"] } as const;
const STR = { saveOf: ["str"] } as const;

export const EFFECT_PRESETS: readonly EffectPreset[] = [
  {
    name: "Acid",
    reminder: "Once",
    rounds: 1,
    figures: { atEnd: { damage: "2d4", type: "acid" } },
  },
  { name: "Aid", figures: { maximum: 5 } },
  { name: "Bane", rounds: MINUTE, concentration: true, figures: { attack: "-1d4", save: "-1d4" } },
  { name: "Bardic Inspiration", reminder: "One die, added to a roll by choice" },
  { name: "Bless", rounds: MINUTE, concentration: true, figures: { attack: "1d4", save: "1d4" } },
  { name: "Blur", rounds: MINUTE, concentration: true, figures: { disadvantage: ["attacked"] } },
  { name: "Burning", figures: { atStart: { damage: "1d4", type: "fire" } } },
  {
    name: "Dodge",
    rounds: 1,
    at: "start",
    figures: { ...DEX, advantage: ["save"], disadvantage: ["attacked"] },
  },
  {
    name: "Enlarge",
    rounds: MINUTE,
    concentration: true,
    figures: { ...STR, damage: "1d4", advantage: ["save"] },
  },
  {
    name: "Faerie Fire",
    rounds: MINUTE,
    concentration: true,
    figures: { advantage: ["attacked"] },
  },
  { name: "Greater Invisibility", condition: "invisible", rounds: MINUTE, concentration: true },
  { name: "Guidance", rounds: MINUTE, concentration: true, figures: { check: "1d4" } },
  {
    name: "Guiding Bolt",
    reminder: "The next attack only",
    rounds: 1,
    countedBy: "source",
    figures: { advantage: ["attacked"] },
  },
  { name: "Half cover", figures: { ...DEX, ac: 2, save: "2" } },
  {
    name: "Haste",
    reminder: "Speed doubled, one more action",
    rounds: MINUTE,
    concentration: true,
    figures: { ...DEX, ac: 2, advantage: ["save"] },
  },
  {
    name: "Heroism",
    reminder: "Temporary hit points each turn",
    rounds: MINUTE,
    concentration: true,
    figures: { conditionImmunities: ["frightened"] },
  },
  {
    name: "Hex",
    reminder: "1d6 necrotic more from the caster’s hits; disadvantage on checks of one ability",
    concentration: true,
  },
  { name: "Hold", condition: "paralyzed", rounds: MINUTE, concentration: true, magical: true },
  {
    name: "Hunter’s Mark",
    reminder: "1d6 more from the caster’s weapon hits",
    concentration: true,
  },
  { name: "Mirror Image", reminder: "Three images take the hits first", rounds: MINUTE },
  { name: "Protection from Energy", reminder: "Resists one kind of damage", concentration: true },
  {
    name: "Protection from Evil and Good",
    reminder:
      "Aberrations, celestials, elementals, fey, fiends and undead attack it with disadvantage",
    concentration: true,
  },
  {
    name: "Rage",
    rounds: MINUTE,
    figures: { ...STR, damage: "2", advantage: ["save"], resistances: WEAPONS },
  },
  {
    name: "Reckless Attack",
    rounds: 1,
    at: "start",
    figures: { advantage: ["attack", "attacked"] },
  },
  {
    name: "Reduce",
    rounds: MINUTE,
    concentration: true,
    figures: { ...STR, damage: "-1d4", disadvantage: ["save"] },
  },
  {
    name: "Regeneration",
    reminder: "10 each turn unless something stops it",
    figures: { atStart: { heal: "10" } },
  },
  { name: "Resistance", rounds: MINUTE, concentration: true, figures: { save: "1d4" } },
  { name: "Sanctuary", reminder: "Who attacks it saves first (Wis)", rounds: MINUTE },
  { name: "Shield", rounds: 1, at: "start", figures: { ac: 5 } },
  { name: "Shield of Faith", rounds: 10 * MINUTE, concentration: true, figures: { ac: 2 } },
  { name: "Sleep", condition: "unconscious", rounds: MINUTE, magical: true, endsOnDamage: true },
  {
    name: "Slow",
    reminder: "Speed halved, no reactions, an action or a bonus action",
    rounds: MINUTE,
    concentration: true,
    magical: true,
    figures: { ...DEX, ac: -2, save: "-2" },
  },
  {
    name: "Spirit Guardians",
    reminder: "Speed halved; Wis save or 3d8 radiant when its turn starts or ends there",
    concentration: true,
  },
  { name: "Stoneskin", concentration: true, figures: { resistances: WEAPONS } },
  { name: "Three-quarters cover", figures: { ...DEX, ac: 5, save: "5" } },
  {
    name: "Vicious Mockery",
    reminder: "The next attack only",
    rounds: 1,
    figures: { disadvantage: ["attack"] },
  },
  { name: "Web", condition: "restrained", concentration: true },
];

/** The preset of this name, whatever its case. */
export function findPreset(name: string): EffectPreset | undefined {
  const plain = name.trim().toLowerCase().replaceAll("'", "’");
  return EFFECT_PRESETS.find((preset) => preset.name.toLowerCase() === plain);
}
