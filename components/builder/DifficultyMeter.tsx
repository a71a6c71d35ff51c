import type { DifficultyReading } from "@/lib/contracts/builder_view.ts";

/** A ruler of equal bands with the fight's place on it; word first, then the sum. */
export function DifficultyMeter({ reading }: { reading: DifficultyReading }) {
  const { bands, at } = reading;
  const step = 100 / bands.length;
  return (
    <div class="difficulty-meter" data-n={bands.length}>
      <div class="difficulty-head">
        <b>{reading.word}</b>
        <span class="label">{reading.detail}</span>
      </div>
      <svg
        class="difficulty-line"
        viewBox="0 0 100 16"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${reading.word}, ${reading.detail}`}
      >
        {bands.map(({ name }, index) => (
          <rect
            key={name}
            class="difficulty-tick"
            x={(index + 1) * step - 0.3}
            y="0"
            width="0.3"
            height="16"
          />
        ))}
        <rect class="difficulty-base" x="0" y="15" width="100" height="1" />
        <rect class="difficulty-fill" x="0" y="5" width={at} height="10" />
        {at > 0 && <rect class="difficulty-mark" x={at - 0.6} y="0" width="1.2" height="16" />}
      </svg>
      <div class="difficulty-names" aria-hidden="true">
        {bands.map(({ name, on }) => <span key={name} data-on={on ? "" : undefined}>{name}</span>)}
      </div>
      <div class="difficulty-ticks" aria-hidden="true">
        {reading.ticks.map((xp, index) => <span key={index}>{xp}</span>)}
      </div>
    </div>
  );
}
