/** The drawings that phones need too; the DM's further ones are in Icon.tsx. */

/** Line drawings on a 24 × 24 grid. A thick dot is a line of no length. */
export const BASIC_SHAPES = {
  mark: ["M3 5h18M9 12h12M9 19h12", "M3 9.5l3.5 2.5L3 14.5z"],
  bolt: ["M13 2.5L5 13.5h6l-1 8 9-11.5h-6.5z"],
  bottle: [
    "M10 2.5h4M11 2.5v5L6.5 17a3 3 0 0 0 2.7 4.5h5.6a3 3 0 0 0 2.7-4.5L13 7.5v-5",
    "M8 14.5h8",
  ],
  check: ["M4.5 12.5l5 5 10-11"],
  clock: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M12 7.5V12l3 2"],
  close: ["M5.5 5.5l13 13M18.5 5.5l-13 13"],
  concentration: [
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
    "M12 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6z",
  ],
  deaf: ["M4 9.5v5h4l5 4v-13l-5 4z", "M16.5 9.5l5 5M21.5 9.5l-5 5"],
  die: ["M12 2.5l8.5 5v9L12 21.5l-8.5-5v-9z", "M12 7l5 8.5H7z"],
  down: ["M6 9.5l6 6 6-6"],
  drop: ["M12 3.5c3 4 6 7 6 10.5a6 6 0 0 1-12 0c0-3.5 3-6.5 6-10.5z"],
  face: [
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M8.5 9.5h.01M15.5 9.5h.01M8.5 16.5c1-1.8 6-1.8 7 0",
  ],
  hand: [
    "M8 20v-5l-2.5-4a1.3 1.3 0 0 1 2.3-1.2L9.5 12V5a1.25 1.25 0 0 1 2.5 0v5.5V4a1.25 1.25 0 0 1 2.5 0v6.5V5.5a1.25 1.25 0 0 1 2.5 0V15l-1 5",
  ],
  heal: ["M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z"],
  heart: ["M12 20S4 14.5 4 9a4 4 0 0 1 8-1.5A4 4 0 0 1 20 9c0 5.5-8 11-8 11z"],
  hidden: [
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z",
    "M4 20L20 4",
  ],
  moon: ["M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"],
  more: ["M5 12h.01M12 12h.01M19 12h.01"],
  pin: ["M9 3.5h6l-1 7 3.5 3.5h-11L10 10.5zM12 14v7"],
  right: ["M9.5 6l6 6-6 6"],
  shield: ["M12 3l7.5 2.5v6c0 4.8-3.2 7.8-7.5 9.5-4.3-1.7-7.5-4.7-7.5-9.5v-6z"],
  slash: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M6 6l12 12"],
  star: ["M12 3l2.6 6 6.4.6-4.8 4.3 1.4 6.3L12 17l-5.6 3.2 1.4-6.3L3 9.6 9.4 9z"],
  stone: ["M3 19.5L9 6l4 7 3-4.5 5 11z"],
  undo: ["M8 5L4 9l4 4", "M4 9h10a5.5 5.5 0 0 1 0 11h-4"],
  visible: [
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z",
    "M12 9.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z",
  ],
} as const;

export type BasicIconName = keyof typeof BASIC_SHAPES;

/** Lines as a picture that nobody hears: words or its button's name say what it is. */
export function Drawing({ name, lines }: { name: string; lines: readonly string[] }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" data-icon={name}>
      {lines.map((d) => <path key={d} d={d} />)}
    </svg>
  );
}

export function BasicIcon({ name }: { name: BasicIconName }) {
  return <Drawing name={name} lines={BASIC_SHAPES[name]} />;
}
