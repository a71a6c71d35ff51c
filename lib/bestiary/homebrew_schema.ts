/** The zod twin of `StatBlock`: for homebrew that is kept and for files that bring stat blocks. */
import { z } from "zod";
import { combatBlock } from "@/lib/contracts/block.ts";
import {
  amount,
  damageType,
  dc,
  dice,
  line,
  prose,
  saveSpec,
  size,
  whole,
} from "@/lib/contracts/primitives.ts";
import { CHALLENGE_RATINGS } from "@/lib/creatures/challenge_rating.ts";
import { ENVIRONMENTS, type StatBlock } from "@/lib/creatures/stat_block.ts";

const feet = whole(0, 100_000);
const { element: plainAction } = combatBlock.shape.actions;
const { element: plainEffect } = plainAction.shape.effects.unwrap();
const { element: damage } = plainAction.shape.damages.unwrap();

const limits = {
  recharge: z.strictObject({ from: whole(1, 6) }).exactOptional(),
  perDay: whole(1, 100).exactOptional(),
  perDayInLair: whole(1, 100).exactOptional(),
  afterRest: z.enum(["short", "long"]).exactOptional(),
  form: line(120).exactOptional(),
};

const effect = plainEffect.extend({
  rounds: whole(1, 1_000_000).exactOptional(),
  until: z.strictObject({
    whose: z.enum(["source", "target"]),
    edge: z.enum(["start", "end"]),
  }).exactOptional(),
  escapeDc: dc.exactOptional(),
  whileGrappled: z.boolean().exactOptional(),
  maxSize: size.exactOptional(),
});

const area = z.strictObject({
  shape: z.enum(["cone", "cube", "cylinder", "emanation", "line", "sphere"]),
  size: feet,
  width: feet.exactOptional(),
  height: feet.exactOptional(),
});

const rider = z.strictObject({
  name: line(120).exactOptional(),
  save: saveSpec,
  damages: z.array(damage).max(10),
  effects: z.array(effect).max(10),
  areaShape: area.exactOptional(),
  within: feet.exactOptional(),
});

const routine = z.array(z.strictObject({
  action: line(120),
  count: z.union([whole(1, 100), line(120)]),
})).max(20);

const action = plainAction.extend({
  ...limits,
  effects: z.array(effect).max(10).exactOptional(),
  areaShape: area.exactOptional(),
  within: feet.exactOptional(),
  situational: z.array(z.strictObject({
    when: line(200),
    mode: z.enum(["instead", "extra"]),
    damages: z.array(damage).max(10),
  })).max(10).exactOptional(),
  orTypes: z.array(damageType).max(13).exactOptional(),
  riders: z.array(rider).max(12).exactOptional(),
  saveName: line(120).exactOptional(),
  multiattack: z.array(routine).max(10).exactOptional(),
  heal: z.strictObject({ dice, average: amount }).exactOptional(),
});
const actions = z.array(action).max(60);

const trait = z.strictObject({
  name: line(120),
  text: prose(4000),
  ...limits,
  save: saveSpec.exactOptional(),
  areaShape: area.exactOptional(),
  damages: z.array(damage).max(10).exactOptional(),
  effects: z.array(effect).max(10).exactOptional(),
});

export const statBlock = combatBlock.extend({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,119}$/),
  source: line(160),
  size,
  otherSizes: z.array(size).max(5).exactOptional(),
  type: line(80).refine((text) => text.trim() !== "", "Write a type, such as dragon"),
  tags: z.array(line(60)).max(20),
  alignment: line(80),
  hp: z.strictObject({ average: whole(1, 1_000_000), dice }),
  speeds: combatBlock.shape.speeds.unwrap(),
  senseRanges: z.strictObject({
    blindsight: feet.exactOptional(),
    darkvision: feet.exactOptional(),
    tremorsense: feet.exactOptional(),
    truesight: feet.exactOptional(),
    blindBeyond: z.literal(true).exactOptional(),
  }),
  passivePerception: whole(0, 100),
  telepathy: feet.exactOptional(),
  cr: z.number().refine((value) => CHALLENGE_RATINGS.includes(value), "Choose a CR of 0 to 30"),
  xp: amount,
  proficiencyBonus: whole(0, 30),
  initiative: whole(-100, 100),
  environments: z.array(z.enum(ENVIRONMENTS)).max(ENVIRONMENTS.length),
  traits: z.array(trait).max(60),
  actions,
  bonusActions: actions,
  reactions: actions,
  legendary: z.strictObject({
    uses: whole(0, 20),
    usesInLair: whole(0, 20).exactOptional(),
    actions,
  }).exactOptional(),
}) satisfies z.ZodType<StatBlock>;
