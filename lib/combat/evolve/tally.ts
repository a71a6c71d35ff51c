/** The recap's sums. */
import type { Draft } from "../draft.ts";
import { addAmounts } from "../records.ts";
import type { Id, Tally } from "../state.ts";

/** Adds amounts to one of the sums, unless the draft leaves them alone. */
export function count(
  { state, tallies }: Draft,
  sums: keyof Tally,
  amounts: readonly (readonly [Id, number])[],
): void {
  if (tallies) state.tally = { ...state.tally, [sums]: addAmounts(state.tally[sums], amounts) };
}
