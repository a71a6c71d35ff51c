export interface BarProps {
  readonly now: number;
  readonly max: number;
  /** Temporary points, striped beyond `now`. */
  readonly temp?: number | undefined;
  /** What is left after the pending damage: the piece between is striped. */
  readonly to?: number | undefined;
}

/**
 * A hit point bar, for eyes only: the figures stand beside it in words. Its colour follows
 * `data-hurt` of its parent.
 */
export function Bar({ now, max, temp = 0, to }: BarProps) {
  const whole = Math.max(max, now + temp, 1);
  return (
    <span class="bar" aria-hidden="true">
      {temp > 0 && <progress class="bar-temp" max={whole} value={now + temp} />}
      {to !== undefined && to < now && <progress class="bar-loss" max={whole} value={now} />}
      <progress class="bar-now" max={whole} value={Math.max(0, to ?? now)} />
    </span>
  );
}

/** How hurt a creature shows: nothing above half, stripes at half, solid at a quarter. */
export function hurtMark(now: number, max: number): "half" | "low" | undefined {
  if (now * 4 <= max) return "low";
  return now * 2 <= max ? "half" : undefined;
}
