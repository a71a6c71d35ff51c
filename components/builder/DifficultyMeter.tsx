import type { DifficultyReading } from "@/lib/contracts/builder_view.ts";

/** A ruler of equal bands with the fight's place on it; word first, then the sum. */
export function DifficultyMeter({ gauge }: { gauge: DifficultyReading }) {
  const { bands, at } = gauge;
  const step = 100 / bands.length;
  return (
    <div class="gauge" data-n={bands.length}>
      <div class="gauge-head">
        <b>{gauge.word}</b>
        <span class="label">{gauge.detail}</span>
      </div>
      <svg
        class="gauge-line"
        viewBox="0 0 100 16"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${gauge.word}, ${gauge.detail}`}
      >
        {bands.map(({ name }, index) => (
          <rect
            key={name}
            class="gauge-tick"
            x={(index + 1) * step - 0.3}
            y="0"
            width="0.3"
            height="16"
          />
        ))}
        <rect class="gauge-base" x="0" y="15" width="100" height="1" />
        <rect class="gauge-fill" x="0" y="5" width={at} height="10" />
        {at > 0 && <rect class="gauge-mark" x={at - 0.6} y="0" width="1.2" height="16" />}
      </svg>
      <div class="gauge-names" aria-hidden="true">
        {bands.map(({ name, on }) => <span key={name} data-on={on ? "" : undefined}>{name}</span>)}
      </div>
      <div class="gauge-ticks" aria-hidden="true">
        {gauge.ticks.map((xp, index) => <span key={index}>{xp}</span>)}
      </div>
    </div>
  );
}
