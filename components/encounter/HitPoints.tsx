import { maximumHp } from "@/lib/combat/maximum_hp.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { Bar, hurtMark } from "@/components/ui/Bar.tsx";

/** Hit points as a row shows them: `max` is the maximum with every change of it. */
export interface ShownHitPoints {
  readonly current: number;
  readonly max: number;
  readonly temp: number;
}

/** What to show of a combatant's hit points; null when it has none. */
export function shownHitPoints(
  edition: Edition,
  { hp, exhaustion }: Pick<Combatant, "hp" | "exhaustion">,
): ShownHitPoints | null {
  if (hp === null) return null;
  return { current: hp.current, max: maximumHp({ edition }, hp, exhaustion), temp: hp.temp };
}

/** Half or less, a quarter or less: what the stripes and the red say. */
export function hurt(hp: ShownHitPoints): "half" | "low" | undefined {
  return hurtMark(hp.current, hp.max);
}

/** The numbers and the bar, as they stand in a row or over a stat block. */
export function HitPointNumbers({ hp, after }: { hp: ShownHitPoints; after?: number | undefined }) {
  return (
    <>
      <span>
        {hp.temp > 0 && (
          <>
            <span class="hp-temp">
              +{hp.temp}
              <span class="sr-only">temporary</span>
            </span>
            {" "}
          </>
        )}
        <span class="hp-now">{hp.current}</span>
        <span class="hp-max">/{hp.max}</span>
      </span>
      <Bar now={hp.current} max={hp.max} temp={hp.temp} to={after} />
    </>
  );
}
