/** Whether what the players' stream and answers bring has the shape that the page reads. */
import { isPlain } from "@/lib/client/wire.ts";
import type { Patch } from "@/lib/contracts/player_patch.ts";
import type { ProposalNotice, SeatView, TableView } from "@/lib/contracts/player_view.ts";

export function isTableView(value: unknown): value is TableView {
  return isPlain(value) && Array.isArray(value["order"]) && isPlain(value["rows"]) &&
    isPlain(value["claimable"]);
}

export function isSeatView(value: unknown): value is SeatView {
  return isPlain(value) && isPlain(value["own"]) && isPlain(value["requests"]) &&
    isPlain(value["proposals"]);
}

/** A change of a view: an object whose members are the view's. */
export function isPatch<T extends object>(value: unknown): value is Patch<T> {
  return isPlain(value);
}

export function isNotice(value: unknown): value is ProposalNotice {
  return isPlain(value) && typeof value["proposal"] === "string" &&
    typeof value["accepted"] === "boolean";
}

/** Why a request was not carried out, as the API says it. */
export function isProblem(
  value: unknown,
): value is { readonly code: string; readonly detail: string } {
  return isPlain(value) && typeof value["code"] === "string" && typeof value["detail"] === "string";
}
