/** What players ask for: waits for the DM, or happens at once for a trusted seat. [PROP-1] ff. */
import { checkNewId, checkText, checkWhole, plainLine, unknown } from "../checks.ts";
import type { Context, Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, own } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { EffectDraft, Id, Proposal, ProposalBody } from "../state.ts";
import { DAMAGE_TYPES } from "../vocabulary.ts";
import { bodiesOf, dealDamage, isRefusal } from "./damage.ts";
import { recordDeathSave, requireDying } from "./death_saves.ts";
import { addEffect, checkAddEffect, endEffects } from "./effects.ts";
import { grantTemporary, heal } from "./healing.ts";
import { typeInitiative } from "./initiative.ts";
import { answerPrompt, findPrompt } from "./prompts.ts";
import { isTurnOf, nextTurn } from "./turns.ts";

const REPORTED = "as told by the player";

/** What is wrong with the figures of a proposal. */
function checkBody({ state }: Context, id: Id, body: ProposalBody): Refusal | undefined {
  switch (body.kind) {
    case "initiative":
      return checkWhole(body.value, -LIMITS.initiative, LIMITS.initiative, "Initiative");
    case "damage":
      if (body.type !== undefined && !DAMAGE_TYPES.includes(body.type)) {
        return refuse("INVALID_INPUT", "Choose one of the thirteen types of damage.");
      }
      return checkWhole(body.amount, 0, LIMITS.amount, "Damage");
    case "heal":
    case "temporary":
      return checkWhole(body.amount, 0, LIMITS.amount, "An amount");
    case "effect":
      return checkAddEffect(state, [id], ownEffect(id, body.effect));
    case "end-effect":
      return findCombatant(state, id)?.effects.some((effect) => effect.id === body.effectId)
        ? undefined
        : unknown("That effect");
    case "death-save":
      return checkWhole(body.natural, 1, 20, "The die");
    case "save":
      return findPrompt(state, body.promptId)?.combatantId === id
        ? checkWhole(body.total, -100, 200, "The total")
        : unknown("That prompt");
    case "end-turn":
      return undefined;
    default:
      return refuse("INVALID_INPUT", "Choose what to propose.");
  }
}

/** A player's effect comes from its own character, whoever else it names. [SEAT-3] */
function ownEffect(id: Id, effect: EffectDraft): EffectDraft {
  return { ...effect, sourceId: id };
}

function applyToBody(
  context: Context,
  id: Id,
  body: Extract<ProposalBody, { readonly kind: "damage" | "heal" | "temporary" }>,
): Refusal | void {
  const bodies = bodiesOf(context.state, [id]);
  if (isRefusal(bodies)) return bodies;
  const amount = body.amount + 0;
  if (body.kind === "heal") return heal(context, bodies, { amount, roll: null, sourceId: null });
  if (body.kind === "temporary") return grantTemporary(context, bodies, { amount, roll: null });
  dealDamage(context, {
    sourceId: null,
    label: REPORTED,
    damages: [{ amount, type: body.type ?? null, roll: null }],
    targets: [{ id }],
    critical: body.critical ?? false,
  });
}

function endOwnTurn(context: Context, id: Id): Refusal | void {
  if (!isTurnOf(context.state, id)) {
    return refuse("NOT_POSSIBLE_NOW", "It is not the turn of this character.");
  }
  return nextTurn(context);
}

function saveDeath(context: Context, id: Id, natural: number): Refusal | void {
  const dying = requireDying(context, id);
  if (isRefusal(dying)) return dying;
  recordDeathSave(context, dying, natural);
}

/** Does what was proposed, for the combatant of the seat. [PROP-3] */
function carryOut(context: Context, id: Id, body: ProposalBody): Refusal | void {
  const wrong = findCombatant(context.state, id)
    ? checkBody(context, id, body)
    : unknown("That character");
  if (wrong) return wrong;
  switch (body.kind) {
    case "initiative":
      return typeInitiative(context, id, body.value);
    case "damage":
    case "heal":
    case "temporary":
      return applyToBody(context, id, body);
    case "effect":
      return addEffect(context, [id], ownEffect(id, body.effect));
    case "end-effect":
      return endEffects(context, id, [body.effectId]);
    case "death-save":
      return saveDeath(context, id, body.natural);
    case "save": {
      const prompt = findPrompt(context.state, body.promptId);
      if (!prompt) return unknown("That prompt");
      const natural = prompt.kind === "death-save" ? body.natural ?? body.total : body.total;
      return answerPrompt(context, prompt, { kind: "total", total: natural });
    }
    case "end-turn":
      return endOwnTurn(context, id);
  }
}

export const proposalRules: Rules<"Propose" | "AcceptProposal" | "RejectProposal"> = {
  Propose(context, { proposalId, seatId, body }) {
    const { state, at, emit } = context;
    const seat = own(state.seats, seatId);
    if (!seat) return unknown("That seat");
    const taken = state.proposals.some(({ id }) => id === proposalId);
    const ends = body.kind === "end-turn" &&
      state.proposals.some(({ seatId: of, body: sent }) =>
        of === seatId && sent.kind === "end-turn"
      );
    if (ends) return refuse("NOT_POSSIBLE_NOW", "The end of this turn is with the DM already.");
    const wrong = checkNewId(proposalId, "A proposal") ??
      (taken ? refuse("INVALID_INPUT", "That id is taken.") : undefined);
    if (wrong) return wrong;
    const { combatantId, trusted } = seat;
    if (!findCombatant(state, combatantId)) return unknown("Your character");
    if (trusted) return carryOut(context, combatantId, body);
    const unfit = checkBody(context, combatantId, body);
    if (unfit) return unfit;
    const waiting = state.proposals.filter((candidate) => candidate.seatId === seatId).length;
    if (waiting >= LIMITS.proposalsPerSeat) {
      return refuse(
        "LIMIT_REACHED",
        `Your DM has ${waiting} of your proposals to look at: wait for the answers.`,
      );
    }
    if (state.proposals.length >= LIMITS.proposals) {
      return refuse("LIMIT_REACHED", "Too many proposals wait for the DM.");
    }
    const proposal: Proposal = { id: proposalId, seatId, combatantId, at, body };
    emit({ type: "ProposalMade", proposal });
  },
  AcceptProposal(context, { proposalId, body }) {
    const proposal = context.state.proposals.find(({ id }) => id === proposalId);
    if (!proposal) return unknown("That proposal");
    const changed = body !== undefined;
    context.emit({ type: "ProposalAccepted", proposal, changed });
    return carryOut(context, proposal.combatantId, body ?? proposal.body);
  },
  RejectProposal({ state, emit }, { proposalId, reason = "" }) {
    const proposal = state.proposals.find(({ id }) => id === proposalId);
    if (!proposal) return unknown("That proposal");
    const wrong = checkText(reason, LIMITS.reason, "The reason");
    if (wrong) return wrong;
    emit({ type: "ProposalRejected", proposal, reason: plainLine(reason) });
  },
};
