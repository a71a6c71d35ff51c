import { HttpError } from "fresh";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { type Refusal, refuse } from "@/lib/errors.ts";

const NOBODY = refuse(
  "NOT_FOUND",
  "This browser has no fights. If it keeps no cookies, allow them; else sign in, or open the link " +
    "with which you kept your fights.",
);

/**
 * The page of a fight that is not there for this visitor. Somebody who owns nothing at all most
 * likely has a browser that keeps no cookies or forgot them, and is told so, whatever the fight.
 */
export function encounterGone({ ownerId }: Visitor, refusal: Refusal): HttpError {
  const cause = ownerId === null ? NOBODY : refusal;
  return new HttpError(404, cause.message, { cause });
}
