/** Legendary actions and resistances of a combatant, which may be more in its lair. [LEG-1] */
import { blockOf } from "./lookup.ts";
import type { Combatant, EncounterState, Pool } from "./state.ts";

function poolOf(
  spec: { readonly uses: number; readonly usesInLair?: number } | undefined,
  inLair: boolean,
  spent: number,
): Pool | null {
  if (!spec) return null;
  const max = inLair ? spec.usesInLair ?? spec.uses : spec.uses;
  return { max, spent: Math.min(spent, max) };
}

/** Both pools as its block and its place say; what is spent stays spent. */
export function poolsInLair(
  state: EncounterState,
  combatant: Combatant,
): Pick<Combatant, "legendary" | "legendaryResistance"> {
  // A lair's row may carry its creature's block for the lair actions, not for these.
  const block = combatant.kind === "lair" ? undefined : blockOf(state, combatant);
  return {
    legendary: poolOf(block?.legendary, combatant.inLair, combatant.legendary?.spent ?? 0),
    legendaryResistance: poolOf(
      block?.legendaryResistance,
      combatant.inLair,
      combatant.legendaryResistance?.spent ?? 0,
    ),
  };
}
