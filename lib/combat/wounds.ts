/** How hurt somebody looks, in the words that players see. [HP-11] */
import { maximumHp } from "./maximum_hp.ts";
import type { Combatant, EncounterState } from "./state.ts";
import type { Wound } from "./vocabulary.ts";

/** null for entries without hit points. */
export function woundOf(
  state: Pick<EncounterState, "edition">,
  { hp, life, exhaustion }: Pick<Combatant, "hp" | "life" | "exhaustion">,
): Wound | null {
  if (life === "dead" || life === "defeated") return "defeated";
  if (life !== "up") return "down";
  if (hp === null) return null;
  const most = maximumHp(state, hp, exhaustion);
  if (hp.current >= most) return "unhurt";
  if (hp.current * 10 <= most) return "near-death";
  return hp.current * 2 <= most ? "bloodied" : "hurt";
}
