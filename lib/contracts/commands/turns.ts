/** Schemas of the commands about initiative, turns, hit points and the clock. */
import { z } from "zod";
import { damages, hitPointsPatch } from "../parts.ts";
import {
  amount,
  amountOrDice,
  id,
  initiativeValue,
  line,
  rollMode,
  saveOutcome,
  someIds,
  whole,
} from "../primitives.ts";

const type = <T extends string>(value: T) => z.literal(value);

export const turnCommands = [
  z.strictObject({
    type: type("RollInitiative"),
    ids: someIds.exactOptional(),
    mode: rollMode.exactOptional(),
    passive: z.boolean().exactOptional(),
  }),
  z.strictObject({ type: type("SetInitiative"), id, value: initiativeValue.nullable() }),
  z.strictObject({ type: type("MoveEntry"), id, beforeId: id.nullable() }),
  z.strictObject({ type: type("DelayTurn"), id }),
  z.strictObject({ type: type("ResumeTurn"), id }),
  z.strictObject({ type: type("ReadyAction"), id, note: line(200) }),
  z.strictObject({ type: type("ClearReadied"), id }),
  z.strictObject({ type: type("SetSurprised"), ids: someIds, surprised: z.boolean() }),
  z.strictObject({
    type: type("NextTurn"),
    ends: z.strictObject({ id, round: whole(0, 1e9) }).exactOptional(),
  }),
  z.strictObject({ type: type("PreviousTurn") }),
  z.strictObject({ type: type("JumpToTurn"), id }),
  z.strictObject({ type: type("PauseClock") }),
  z.strictObject({ type: type("ResumeClock") }),
  z.strictObject({ type: type("Undo"), toVersion: whole(0, 1e9).exactOptional() }),
  z.strictObject({ type: type("Redo") }),
] as const;

const target = z.strictObject({
  id,
  outcome: saveOutcome.exactOptional(),
  override: amount.exactOptional(),
});
const deathSaves = whole(0, 3);

export const hitPointCommands = [
  z.strictObject({
    type: type("ApplyDamage"),
    targets: z.array(target).min(1).max(500),
    damage: damages,
    sourceId: id.exactOptional(),
    label: line(120).exactOptional(),
    critical: z.boolean().exactOptional(),
    magical: z.boolean().exactOptional(),
    untyped: z.boolean().exactOptional(),
  }),
  z.strictObject({
    type: type("Heal"),
    ids: someIds,
    amount: amountOrDice,
    sourceId: id.exactOptional(),
  }),
  z.strictObject({ type: type("GrantTemporary"), ids: someIds, amount: amountOrDice }),
  z.strictObject({ type: type("SetHitPoints"), id, hp: hitPointsPatch }),
  z.strictObject({
    type: type("ChangeMaximum"),
    ids: someIds,
    amount: whole(-1_000_000, 1_000_000),
  }),
  z.strictObject({ type: type("Defeat"), ids: someIds }),
  z.strictObject({ type: type("Revive"), id, hp: amount }),
  z.strictObject({ type: type("Stabilise"), id }),
  z.strictObject({
    type: type("RecordDeathSave"),
    id,
    natural: whole(1, 20).exactOptional(),
  }),
  z.strictObject({
    type: type("SetDeathSaves"),
    id,
    successes: deathSaves,
    failures: deathSaves,
  }),
] as const;
