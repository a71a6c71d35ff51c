/** Schemas of the commands about prompts, proposals and seats. */
import { z } from "zod";
import { proposalBody } from "../parts.ts";
import { id, line, name, rollMode, whole } from "../primitives.ts";

const type = <T extends string>(value: T) => z.literal(value);

const answer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("roll"), mode: rollMode.exactOptional() }),
  z.strictObject({ kind: z.literal("total"), total: whole(-1000, 1000) }),
  z.strictObject({ kind: z.literal("outcome"), success: z.boolean() }),
  z.strictObject({ kind: z.literal("action"), actionId: z.string().min(1).max(80) }),
]);

export const peopleCommands = [
  z.strictObject({ type: type("AnswerPrompt"), promptId: id, answer }),
  z.strictObject({ type: type("DismissPrompt"), promptId: id }),
  z.strictObject({ type: type("Propose"), proposalId: id, seatId: id, body: proposalBody }),
  z.strictObject({
    type: type("AcceptProposal"),
    proposalId: id,
    body: proposalBody.exactOptional(),
  }),
  z.strictObject({
    type: type("RejectProposal"),
    proposalId: id,
    reason: line(300).exactOptional(),
  }),
  z.strictObject({
    type: type("ClaimSeat"),
    seatId: id,
    combatantId: id,
    player: name,
    device: id.exactOptional(),
  }),
  z.strictObject({ type: type("ReleaseSeat"), seatId: id }),
  z.strictObject({ type: type("TrustSeat"), seatId: id, trusted: z.boolean() }),
  z.strictObject({ type: type("BarDevice"), seatId: id }),
  z.strictObject({ type: type("AllowDevices") }),
] as const;
