/** Parts that several commands share: drafts of combatants and effects, damage, proposals. */
import { z } from "zod";
import { COMBATANT_KINDS, HP_DISPLAYS } from "@/lib/combat/vocabulary.ts";
import {
  amount,
  amountOrDice,
  byAbility,
  condition,
  damageType,
  dc,
  dice,
  hidden,
  id,
  initiativeValue,
  line,
  name,
  prose,
  rollMode,
  side,
  whole,
} from "./primitives.ts";
import { pictureSchema } from "./picture.ts";
import { ability } from "./primitives.ts";

const damageTypes = z.array(damageType).max(13);
export const colour = z.string().max(24).regex(/^#?[A-Za-z0-9-]+$/, "Use a colour's name or hex");
export const kind = z.enum(COMBATANT_KINDS);
const pool = z.strictObject({ max: whole(0, 99), spent: whole(0, 99) });

export const combatantDraft = z.strictObject({
  id,
  kind,
  name,
  side: side.exactOptional(),
  blockId: id.exactOptional(),
  ac: whole(0, 100).exactOptional(),
  hp: z.strictObject({
    current: amount.exactOptional(),
    max: amount,
    temp: amount.exactOptional(),
    maxBonus: whole(-1_000_000, 1_000_000).exactOptional(),
  }).exactOptional(),
  initiativeModifier: whole(-100, 100).exactOptional(),
  initiativeMode: rollMode.exactOptional(),
  initiative: initiativeValue.exactOptional(),
  abilities: byAbility.exactOptional(),
  saves: byAbility.exactOptional(),
  resistances: damageTypes.exactOptional(),
  vulnerabilities: damageTypes.exactOptional(),
  immunities: damageTypes.exactOptional(),
  level: whole(0, 30).exactOptional(),
  xp: amount.exactOptional(),
  hidden: hidden.exactOptional(),
  nameHidden: z.boolean().exactOptional(),
  color: colour.exactOptional(),
  notes: prose(20_000).exactOptional(),
  inLair: z.boolean().exactOptional(),
  passivePerception: whole(0, 100).exactOptional(),
  characterId: id.exactOptional(),
  slots: z.array(whole(0, 99)).max(9).exactOptional(),
  portrait: pictureSchema.exactOptional(),
});

export const groupDraft = z.strictObject({
  id,
  name,
  memberIds: z.array(id).max(500),
  shared: z.boolean(),
});

export const combatantPatch = z.strictObject({
  name: name.exactOptional(),
  label: line(24).exactOptional(),
  color: colour.nullable().exactOptional(),
  kind: kind.exactOptional(),
  side: side.exactOptional(),
  ac: whole(0, 100).nullable().exactOptional(),
  resistances: damageTypes.exactOptional(),
  vulnerabilities: damageTypes.exactOptional(),
  immunities: damageTypes.exactOptional(),
  notes: prose(20_000).exactOptional(),
  level: whole(0, 30).nullable().exactOptional(),
  xp: amount.exactOptional(),
  inLair: z.boolean().exactOptional(),
  nameHidden: z.boolean().exactOptional(),
  passivePerception: whole(0, 100).nullable().exactOptional(),
  slots: z.array(pool).max(9).exactOptional(),
  portrait: pictureSchema.nullable().exactOptional(),
});

export const settings = z.strictObject({
  partyHp: z.enum(HP_DISPLAYS).exactOptional(),
  monsterHp: z.enum(HP_DISPLAYS).exactOptional(),
  showMonsterAc: z.boolean().exactOptional(),
  rerollEachRound: z.boolean().exactOptional(),
  monsterHitPoints: z.enum(["average", "roll", "maximum"]).exactOptional(),
  autoRollMonsters: z.boolean().exactOptional(),
  deathSaves: z.boolean().exactOptional(),
  showTimerToPlayers: z.boolean().exactOptional(),
  turnLimit: whole(1, 86_400).nullable().exactOptional(),
  showCodeOnTable: z.boolean().exactOptional(),
});

export const damageInput = z.strictObject({
  amount: amountOrDice,
  type: damageType.exactOptional(),
});
export const damages = z.array(damageInput).min(1).max(20);

const turnFigure = z.strictObject({
  damage: dice.exactOptional(),
  type: damageType.exactOptional(),
  heal: dice.exactOptional(),
});
const rolls = z.array(z.enum(["attack", "save", "check", "attacked"])).max(4);

export const effectFigures = z.strictObject({
  ac: whole(-50, 50).exactOptional(),
  attack: dice.exactOptional(),
  save: dice.exactOptional(),
  check: dice.exactOptional(),
  damage: dice.exactOptional(),
  saveOf: z.array(ability).max(6).exactOptional(),
  advantage: rolls.exactOptional(),
  disadvantage: rolls.exactOptional(),
  resistances: z.array(damageType).max(13).exactOptional(),
  immunities: z.array(damageType).max(13).exactOptional(),
  conditionImmunities: z.array(z.union([condition, z.literal("exhaustion")])).max(20)
    .exactOptional(),
  maximum: whole(-1_000_000, 1_000_000).exactOptional(),
  atStart: turnFigure.exactOptional(),
  atEnd: turnFigure.exactOptional(),
});

export const effectDraft = z.strictObject({
  condition: condition.exactOptional(),
  name: name.exactOptional(),
  reminder: line(200).exactOptional(),
  rounds: whole(1, 100_000).exactOptional(),
  turnOf: id.exactOptional(),
  at: z.enum(["start", "end"]).exactOptional(),
  save: z.strictObject({ ability, dc, at: z.enum(["start", "end"]).exactOptional() })
    .exactOptional(),
  sourceId: id.exactOptional(),
  concentration: z.boolean().exactOptional(),
  whileGrappled: z.boolean().exactOptional(),
  magical: z.boolean().exactOptional(),
  endsOnDamage: z.boolean().exactOptional(),
  figures: effectFigures.exactOptional(),
  hiddenFromPlayers: z.boolean().exactOptional(),
});

export const hitPointsPatch = z.strictObject({
  current: amount.exactOptional(),
  max: amount.exactOptional(),
  maxBonus: whole(-1_000_000, 1_000_000).exactOptional(),
  temp: amount.exactOptional(),
  dice: dice.nullable().exactOptional(),
});

const natural = whole(1, 20);
const total = whole(-1000, 1000);

/** A proposal with the DM's own ids. */
export const proposalBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("initiative"), value: initiativeValue }),
  z.strictObject({
    kind: z.literal("damage"),
    amount,
    type: damageType.exactOptional(),
    critical: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("heal"), amount }),
  z.strictObject({ kind: z.literal("temporary"), amount }),
  z.strictObject({ kind: z.literal("effect"), effect: effectDraft }),
  z.strictObject({ kind: z.literal("end-effect"), effectId: id }),
  z.strictObject({ kind: z.literal("death-save"), natural }),
  z.strictObject({
    kind: z.literal("save"),
    promptId: id,
    total,
    natural: natural.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("end-turn") }),
]);

/** A proposal as a player's page sends it, with the ids of its own view. */
export const seatProposal = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("initiative"), value: initiativeValue }),
  z.strictObject({
    kind: z.literal("damage"),
    amount,
    type: damageType.exactOptional(),
    critical: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("heal"), amount }),
  z.strictObject({ kind: z.literal("temporary"), amount }),
  z.strictObject({
    kind: z.literal("effect"),
    name,
    rounds: whole(1, 1000).exactOptional(),
  }),
  z.strictObject({ kind: z.literal("end-effect"), effectId: id }),
  z.strictObject({ kind: z.literal("death-save"), natural }),
  z.strictObject({
    kind: z.literal("save"),
    requestId: id,
    total,
    natural: natural.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("end-turn") }),
]);
