import type { HitPoints } from "@/lib/combat/state.ts";

/** Maximum with what Aid or a drain did to it. */
export function maximum(hp: HitPoints): number {
  return Math.max(0, hp.max + hp.maxBonus);
}

/** Half or less, a quarter or less: what the stripes and the red say. */
export function hurt(hp: HitPoints): "half" | "low" | undefined {
  const share = hp.current / Math.max(1, maximum(hp));
  if (share <= 0.25) return "low";
  return share <= 0.5 ? "half" : undefined;
}

/** Patterns that the bars of a page fill their stripes with; once a page. */
export function Hatches() {
  return (
    <svg class="hatch" aria-hidden="true">
      <defs>
        <pattern id="hatch-harm" width="5" height="8" patternUnits="userSpaceOnUse">
          <path class="hatch-harm" d="M0 0h3v8H0z" />
        </pattern>
        <pattern id="hatch-heal" width="4" height="8" patternUnits="userSpaceOnUse">
          <path class="hatch-heal" d="M0 0h2v8H0z" />
        </pattern>
        <pattern
          id="hatch-half"
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(25)"
        >
          <path class="hatch-harm" d="M0 0h5v7H0z" />
        </pattern>
      </defs>
    </svg>
  );
}

/** Hit points as a line: what is there, what is temporary beyond it, what the hand would take. */
export function Bar({ hp, after }: { hp: HitPoints; after?: number | undefined }) {
  const full = Math.max(1, maximum(hp));
  const part = (points: number) => `${Math.round(1000 * Math.min(1, points / full)) / 10}%`;
  const loss = after === undefined ? 0 : Math.max(0, hp.current - after);
  return (
    <svg class="bar" aria-hidden="true" width="100%" height="8">
      <rect class="bar-ground" y="2" width="100%" height="4" />
      <rect class="bar-fill" y="2" width={part(hp.current)} height="4" />
      {hp.temp > 0 && (
        <rect class="bar-temp" x={part(hp.current)} y="1" width={part(hp.temp)} height="6" />
      )}
      {loss > 0 && (
        <>
          <rect class="bar-gap" x={part(after ?? 0)} width={part(loss)} height="8" />
          <rect class="bar-loss" x={part(after ?? 0)} width={part(loss)} height="8" />
        </>
      )}
    </svg>
  );
}

/** The figures and the bar, as they stand in a row or over a stat block. */
export function HpFigures({ hp, after }: { hp: HitPoints; after?: number | undefined }) {
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
      <Bar hp={hp} after={after} />
    </>
  );
}
