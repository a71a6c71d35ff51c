import type { EncounterState, HitPoints } from "./state.ts";

/** Maximum hit points with every change to it; half at exhaustion 4 of 2014. [HP-2] [EXH-3] */
export function maximumHp(
  state: Pick<EncounterState, "edition">,
  hp: HitPoints,
  exhaustion: number,
): number {
  const maximum = Math.max(0, hp.max + hp.maxBonus);
  return state.edition === "2014" && exhaustion >= 4 ? Math.floor(maximum / 2) : maximum;
}
