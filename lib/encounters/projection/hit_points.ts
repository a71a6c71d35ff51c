import { maximumHp } from "@/lib/combat/maximum_hp.ts";
import type { Combatant, EncounterState } from "@/lib/combat/state.ts";
import type { HpDisplay } from "@/lib/combat/vocabulary.ts";
import { woundOf } from "@/lib/combat/wounds.ts";
import type { HpView, LifeView } from "@/lib/contracts/player_view.ts";

const BAR_STEP = 5;

/** In steps of five percent: never 0 while some are left, never 100 while some are missing. */
function barShare(current: number, max: number): number {
  if (current <= 0 || max <= 0) return 0;
  if (current >= max) return 100;
  return Math.min(100 - BAR_STEP, Math.ceil(current / max * 100 / BAR_STEP) * BAR_STEP);
}

/** The maximum with every change of it. */
export function fullMaximum(state: EncounterState, { hp, exhaustion }: Combatant): number {
  return hp === null ? 0 : maximumHp(state, hp, exhaustion);
}

/** Hit points in the form that the DM chose; undefined when there are none to show. */
export function hpView(
  state: EncounterState,
  combatant: Combatant,
  display: HpDisplay,
): HpView | undefined {
  const { hp } = combatant;
  const wound = woundOf(state, combatant);
  if (hp === null || wound === null) return undefined;
  const max = fullMaximum(state, combatant);
  switch (display) {
    case "hidden":
      return undefined;
    case "words":
      return { show: "words", wound };
    case "bar":
      return { show: "bar", share: barShare(hp.current, max) };
    case "exact": {
      const temp = hp.temp > 0 ? { temp: hp.temp } : {};
      return { show: "exact", current: hp.current, max, ...temp };
    }
  }
}

/** Who is down is seen at the table, whatever the DM shows of hit points. */
export function lifeView(life: Combatant["life"]): LifeView | undefined {
  return life === "up" ? undefined : life;
}
