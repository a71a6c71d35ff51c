import type { HitPoints } from "@/lib/combat/state.ts";
import { Bar, hurtMark } from "@/components/ui/Bar.tsx";

/** Maximum with what Aid or a drain did to it. */
export function maximum(hp: HitPoints): number {
  return Math.max(0, hp.max + hp.maxBonus);
}

/** Half or less, a quarter or less: what the stripes and the red say. */
export function hurt(hp: HitPoints): "half" | "low" | undefined {
  return hurtMark(hp.current, maximum(hp));
}

/** The figures and the bar, as they stand in a row or over a stat block. */
export function HitPointNumbers({ hp, after }: { hp: HitPoints; after?: number | undefined }) {
  return (
    <>
      <span>
        {hp.temp > 0 && (
          <>
            <span class="hp-temp">
              +{hp.temp}
              <span class="vh">temporary</span>
            </span>
            {" "}
          </>
        )}
        <span class="hp-now">{hp.current}</span>
        <span class="hp-max">/{maximum(hp)}</span>
      </span>
      <Bar now={hp.current} max={maximum(hp)} temp={hp.temp} to={after} />
    </>
  );
}
