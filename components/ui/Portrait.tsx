import type { Portrait as Shown } from "@/lib/combat/state.ts";

export interface PortraitProps {
  portrait: Shown | null | undefined;
  /** How large it is drawn; the place is kept whether it has come or not. */
  size: "row" | "card" | "table";
}

/** Steps of the point in view: one rule of the style sheet each. */
const STEP = 10;

function stepped(percent: number): number {
  return Math.round(percent / STEP) * STEP;
}

/** A creature's picture, cut round its point in view. Nothing where there is none. */
export function Portrait({ portrait, size }: PortraitProps) {
  if (!portrait) return null;
  const { name, alt, focus } = portrait;
  const small = `/pictures/${name}-small.webp`;
  const medium = `/pictures/${name}-medium.webp`;
  const side = size === "row" ? 24 : size === "card" ? 96 : 240;
  return (
    <img
      class="portrait"
      data-size={size}
      data-x={stepped(focus.x)}
      data-y={stepped(focus.y)}
      src={size === "row" ? small : medium}
      alt={alt}
      width={side}
      height={side}
      loading="lazy"
      decoding="async"
    />
  );
}
