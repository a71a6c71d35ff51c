/** Events about areas, prompts and the people at the table. */
import type { AreaEffect, AreaTarget, Id, Prompt, Proposal, Seat } from "./state.ts";

/** A prompt's answer, or why it went away. */
export type PromptEnd = "answered" | "dismissed" | "expired";

export type AreaEvent =
  | { readonly type: "AreaStarted"; readonly area: AreaEffect }
  | { readonly type: "AreaOutcomeSet"; readonly areaId: Id; readonly target: AreaTarget }
  | { readonly type: "AreaApplied"; readonly areaId: Id; readonly label: string }
  | { readonly type: "AreaSettled"; readonly areaId: Id; readonly ids: readonly Id[] }
  | {
    readonly type: "AreaClosed";
    readonly areaId: Id;
    readonly label: string;
    readonly cause: "done" | "cancelled";
  };

export type PromptEvent =
  | { readonly type: "Prompted"; readonly prompt: Prompt }
  | { readonly type: "PromptClosed"; readonly promptId: Id; readonly how: PromptEnd };

export type PeopleEvent =
  | { readonly type: "SeatClaimed"; readonly seat: Seat }
  | { readonly type: "SeatReleased"; readonly seatId: Id; readonly player: string }
  | { readonly type: "SeatTrusted"; readonly seatId: Id; readonly trusted: boolean }
  | { readonly type: "ProposalMade"; readonly proposal: Proposal }
  | { readonly type: "ProposalAccepted"; readonly proposal: Proposal; readonly changed: boolean }
  | { readonly type: "ProposalRejected"; readonly proposal: Proposal; readonly reason: string }
  | { readonly type: "ClockPaused" }
  | { readonly type: "ClockResumed" };
