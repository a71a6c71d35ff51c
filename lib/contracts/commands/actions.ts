/** Schemas of the commands about rolls, actions, area effects, effects and pools. */
import { z } from "zod";
import { damages, effectDraft } from "../parts.ts";
import {
  ability,
  dice,
  id,
  ids,
  line,
  name,
  rollMode,
  saveOutcome,
  saveSpec,
  skill,
  someIds,
  whole,
} from "../primitives.ts";

const type = <T extends string>(value: T) => z.literal(value);
const actionId = z.string().min(1).max(80);
const rounds = whole(1, 100_000);
const spent = whole(0, 99);

export const rollCommands = [
  z.strictObject({
    type: type("RollDice"),
    dice,
    label: line(120).exactOptional(),
    combatantId: id.exactOptional(),
  }),
  z.strictObject({
    type: type("RollCheck"),
    id,
    check: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.enum(["ability", "save"]), ability }),
      z.strictObject({ kind: z.literal("skill"), skill }),
    ]),
    mode: rollMode.exactOptional(),
  }),
  z.strictObject({
    type: type("RollAttack"),
    id,
    actionId,
    targetIds: ids,
    mode: rollMode.exactOptional(),
    apply: z.boolean().exactOptional(),
  }),
  z.strictObject({ type: type("UseAction"), id, actionId }),
  z.strictObject({ type: type("RestoreAction"), id, actionId }),
] as const;

export const areaCommands = [
  z.strictObject({
    type: type("StartArea"),
    areaId: id,
    targetIds: someIds,
    sourceId: id.exactOptional(),
    actionId: actionId.exactOptional(),
    label: line(120).exactOptional(),
    damage: damages.or(z.array(z.never()).max(0)),
    save: saveSpec.exactOptional(),
    effects: z.array(effectDraft).max(20).exactOptional(),
    magical: z.boolean().exactOptional(),
    apply: z.boolean().exactOptional(),
  }),
  z.strictObject({
    type: type("SetAreaOutcome"),
    areaId: id,
    targetId: id,
    outcome: saveOutcome.exactOptional(),
    total: whole(-1000, 1000).exactOptional(),
    mode: rollMode.exactOptional(),
  }),
  z.strictObject({ type: type("ApplyArea"), areaId: id }),
  z.strictObject({ type: type("CancelArea"), areaId: id }),
] as const;

export const effectCommands = [
  z.strictObject({ type: type("AddEffect"), ids: someIds, effect: effectDraft }),
  z.strictObject({ type: type("EndEffects"), id, effectIds: someIds }),
  z.strictObject({ type: type("ChangeEffect"), id, effectId: id, rounds: rounds.nullable() }),
  z.strictObject({ type: type("SetExhaustion"), id, level: whole(0, 10) }),
  z.strictObject({
    type: type("StartConcentration"),
    id,
    name,
    rounds: rounds.exactOptional(),
    effectIds: ids.exactOptional(),
  }),
  z.strictObject({ type: type("EndConcentration"), id }),
] as const;

export const poolCommands = [
  z.strictObject({
    type: type("PlanLegendary"),
    id,
    actionId: actionId.nullable(),
    afterId: id.exactOptional(),
  }),
  z.strictObject({
    type: type("UseLegendaryResistance"),
    id,
    areaId: id.exactOptional(),
  }),
  z.strictObject({
    type: type("SetLegendary"),
    id,
    spent: spent.exactOptional(),
    resistanceSpent: spent.exactOptional(),
  }),
  z.strictObject({ type: type("SetReaction"), id, used: z.boolean() }),
  z.strictObject({ type: type("SpendSlot"), id, level: whole(1, 9) }),
  z.strictObject({ type: type("RestoreSlot"), id, level: whole(1, 9) }),
] as const;
