import { type Refusal, refuse } from "@/lib/errors.ts";

/** The same words whether it never was, is deleted or is another person's. */
export function notThere(): Refusal {
  return refuse(
    "NOT_FOUND",
    "That fight is not here. It was deleted, or it belongs to another account.",
  );
}
