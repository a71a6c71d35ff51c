/** The schema of a stat block as a fight takes it (`CombatBlock`). */
import { z } from "zod";
import { CONDITIONS } from "@/lib/combat/vocabulary.ts";
import {
  ability,
  amount,
  byAbility,
  condition,
  damageType,
  dc,
  dice,
  edition,
  id,
  line,
  name,
  prose,
  saveSpec,
  size,
  skill,
  whole,
} from "./primitives.ts";

const bonus = whole(-100, 100);
const feet = whole(0, 100_000);
const actionId = z.string().min(1).max(80).regex(/^[a-z0-9][a-z0-9._:-]*$/i);

const action = z.strictObject({
  id: actionId,
  name: line(120),
  kind: z.enum(["attack", "save", "other"]),
  text: prose(4000),
  toHit: bonus.exactOptional(),
  melee: z.boolean().exactOptional(),
  ranged: z.boolean().exactOptional(),
  reach: feet.exactOptional(),
  range: z.strictObject({ normal: feet, long: feet.exactOptional() }).exactOptional(),
  damages: z.array(z.strictObject({
    dice,
    average: amount,
    type: damageType.exactOptional(),
  })).max(10).exactOptional(),
  save: saveSpec.exactOptional(),
  area: line(120).exactOptional(),
  effects: z.array(z.strictObject({
    condition: condition.exactOptional(),
    name: line(120).exactOptional(),
    rounds: whole(1, 1000).exactOptional(),
    saveEnds: z.boolean().exactOptional(),
    until: z.strictObject({
      whose: z.enum(["source", "target"]),
      edge: z.enum(["start", "end"]),
    }).exactOptional(),
    whileGrappled: z.boolean().exactOptional(),
  })).max(10).exactOptional(),
  recharge: z.strictObject({ from: whole(1, 6) }).exactOptional(),
  perDay: whole(1, 100).exactOptional(),
  afterRest: z.enum(["short", "long"]).exactOptional(),
  magical: z.boolean().exactOptional(),
  cost: whole(0, 10).exactOptional(),
});
const actions = z.array(action).max(60);
const traits = z.array(z.strictObject({
  type: damageType,
  only: line(160).exactOptional(),
})).max(40);
const uses = { uses: whole(0, 20), usesInLair: whole(0, 20).exactOptional() };
const skillName: z.ZodType<z.output<typeof skill>, string> = skill;

export const combatBlock = z.strictObject({
  id,
  name,
  edition,
  size: size.exactOptional(),
  type: line(80).exactOptional(),
  alignment: line(80).exactOptional(),
  ac: whole(0, 100),
  acNote: line(120).exactOptional(),
  hp: z.strictObject({ average: amount, dice: dice.exactOptional() }),
  speeds: z.record(z.string().regex(/^[a-z]{1,20}$/), feet).exactOptional(),
  abilities: z.strictObject({
    str: whole(0, 60),
    dex: whole(0, 60),
    con: whole(0, 60),
    int: whole(0, 60),
    wis: whole(0, 60),
    cha: whole(0, 60),
  }),
  saves: byAbility.exactOptional(),
  skills: z.partialRecord(skillName, bonus).exactOptional(),
  senses: line(300).exactOptional(),
  languages: line(300).exactOptional(),
  passivePerception: whole(0, 100).exactOptional(),
  cr: z.number().min(0).max(100).exactOptional(),
  xp: amount.exactOptional(),
  proficiencyBonus: whole(0, 30).exactOptional(),
  initiative: bonus.exactOptional(),
  vulnerabilities: traits.exactOptional(),
  resistances: traits.exactOptional(),
  immunities: traits.exactOptional(),
  conditionImmunities: z.array(z.enum([...CONDITIONS, "exhaustion"])).max(20).exactOptional(),
  traits: z.array(z.strictObject({ name: line(120), text: prose(4000) })).max(60).exactOptional(),
  features: z.array(z.enum(["evasion", "magic-resistance"])).max(2).exactOptional(),
  actions,
  bonusActions: actions.exactOptional(),
  reactions: actions.exactOptional(),
  legendary: z.strictObject({ ...uses, actions }).exactOptional(),
  legendaryResistance: z.strictObject(uses).exactOptional(),
  lair: z.strictObject({ actions }).exactOptional(),
  spellcasting: z.strictObject({
    ability: ability.exactOptional(),
    dc: dc.exactOptional(),
    toHit: bonus.exactOptional(),
    slots: z.array(whole(0, 99)).max(9).exactOptional(),
    groups: z.array(z.strictObject({
      label: line(120),
      perDay: whole(0, 99).exactOptional(),
      spells: z.array(line(120)).max(100),
    })).max(20),
  }).exactOptional(),
  source: line(160).exactOptional(),
});
