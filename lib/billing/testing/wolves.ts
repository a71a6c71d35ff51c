import type { Command } from "@/lib/combat/commands.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import type { Encounters } from "@/lib/encounters/encounters.ts";
import { type Refusal, refuse } from "@/lib/errors.ts";

/** Adds wolves to a fight, or starts it; answers with the first refusal. */
export async function addWolves(
  encounters: Encounters,
  who: Visitor,
  id: string,
  count: number,
  then?: "start",
): Promise<{ readonly ok: true } | Refusal> {
  const combatants = Array.from({ length: count }, () => ({
    id: crypto.randomUUID(),
    kind: "monster" as const,
    name: "Wolf",
    side: "foe" as const,
    ac: 13,
    hp: { max: 11 },
  }));
  const command: Command = then === "start"
    ? { type: "StartCombat" }
    : { type: "AddCombatants", combatants };
  const one = { id: crypto.randomUUID(), at: 0, seed: "0".repeat(32), command };
  const done = await encounters.apply(who, id, [one], 0);
  if (!done.ok) return done;
  return done.value.refused?.refusal ??
    (done.value.results.length === 1 ? { ok: true } : refuse("INVALID_INPUT", "Nothing was done."));
}
