/** What waits for an answer: prompts, and what players propose. */
import type { PROMPT_ARGUMENTS } from "@/lib/actions/tracker_action.ts";
import type { PromptAnswer } from "@/lib/combat/commands.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { DamageType } from "@/lib/combat/vocabulary.ts";
import { type ActionContext, type Handlers, step } from "@/lib/client/tracker/action_context.ts";
import { takePad } from "@/lib/client/tracker/pending_actions.ts";
import { answerNext } from "@/lib/client/tracker/tracker_state.ts";
import { findAction, startArea } from "./creature.ts";

function answer(context: ActionContext, promptId: Id, given: PromptAnswer): void {
  const prompt = context.encounter.prompts.find((one) => one.id === promptId);
  const area = prompt?.kind === "legendary" && given.kind === "action"
    ? findAction(context.encounter, prompt.combatantId, given.actionId)
    : null;
  if (area?.action.save !== undefined && (area.action.damages ?? []).length > 0) {
    // The area effect that the DM needs next spends the action and answers the prompt.
    startArea(context, area);
    return;
  }
  if (context.send({ type: "AnswerPrompt", promptId, answer: given })) {
    step(context, (trackerState) => ({ ...trackerState, answering: null }));
  }
}

function changeProposal(context: ActionContext, proposalId: Id): void {
  const proposal = context.encounter.proposals.find((one) => one.id === proposalId);
  if (proposal === undefined) return;
  const { body, combatantId } = proposal;
  if (body.kind !== "damage" && body.kind !== "heal" && body.kind !== "temporary") return;
  const type: DamageType | null = body.kind === "damage" ? body.type ?? null : null;
  step(context, (trackerState) => {
    const open = takePad(
      { ...trackerState, pending: null, targets: [combatantId] },
      body.kind,
      type,
    );
    return open.pending?.kind === "pad"
      ? { ...open, pending: { ...open.pending, text: String(body.amount), proposalId } }
      : open;
  });
}

export const PROMPT_HANDLERS: Handlers<typeof PROMPT_ARGUMENTS> = {
  prompts: (context) => step(context, answerNext),
  "answer-roll": (context, { promptId }) => answer(context, promptId, { kind: "roll" }),
  "answer-outcome": (context, { promptId, success }) =>
    answer(context, promptId, { kind: "outcome", success }),
  "answer-total": (context, { promptId, total }) =>
    answer(context, promptId, { kind: "total", total }),
  "answer-action": (context, { promptId, actionId }) =>
    answer(context, promptId, { kind: "action", actionId }),
  dismiss: (context, { promptId }) => context.send({ type: "DismissPrompt", promptId }),
  accept: (context, { proposalId }) => context.send({ type: "AcceptProposal", proposalId }),
  change: (context, { proposalId }) => changeProposal(context, proposalId),
  reject: (context, { proposalId }) => context.send({ type: "RejectProposal", proposalId }),
};
