/** Line drawings on a 24 × 24 grid. A thick dot is a line of no length. */
const SHAPES = {
  mark: ["M3 5h18M9 12h12M9 19h12", "M3 9.5l3.5 2.5L3 14.5z"],
  add: ["M12 5v14M5 12h14"],
  back: ["M18 5l-9 7 9 7z", "M5 5v14"],
  check: ["M4.5 12.5l5 5 10-11"],
  clock: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M12 7.5V12l3 2"],
  close: ["M5.5 5.5l13 13M18.5 5.5l-13 13"],
  concentration: [
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
    "M12 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6z",
  ],
  copy: ["M8.5 8.5h11v11h-11z", "M5 15.5H4.5v-11h11V5"],
  crown: ["M4 18h16M4.5 15L3.5 6.5l5 4L12 4.5l3.5 6 5-4L19.5 15z"],
  die: ["M12 2.5l8.5 5v9L12 21.5l-8.5-5v-9z", "M12 7l5 8.5H7z"],
  display: ["M3.5 5h17v14h-17z", "M9 21.5h6"],
  down: ["M6 9.5l6 6 6-6"],
  drop: ["M12 3.5c3 4 6 7 6 10.5a6 6 0 0 1-12 0c0-3.5 3-6.5 6-10.5z"],
  face: [
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M8.5 9.5h.01M15.5 9.5h.01M8.5 16.5c1-1.8 6-1.8 7 0",
  ],
  grip: ["M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"],
  help: [
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.7h.01",
  ],
  hidden: [
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z",
    "M4 20L20 4",
  ],
  menu: ["M4 7h16M4 12h16M4 17h16"],
  more: ["M5 12h.01M12 12h.01M19 12h.01"],
  pause: ["M8 5v14M16 5v14"],
  phone: ["M7.5 2.5h9v19h-9z", "M11 18.5h2"],
  pin: ["M9 3.5h6l-1 7 3.5 3.5h-11L10 10.5zM12 14v7"],
  qr: ["M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4z", "M14 14h2.5v2.5M20 14v6h-6"],
  remove: ["M5 12h14"],
  right: ["M9.5 6l6 6-6 6"],
  search: ["M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12z", "M15 15l5.5 5.5"],
  shield: ["M12 3l7.5 2.5v6c0 4.8-3.2 7.8-7.5 9.5-4.3-1.7-7.5-4.7-7.5-9.5v-6z"],
  sun: [
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    "M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1",
    "M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1",
  ],
  swap: ["M7 4L3.5 7.5 7 11M3.5 7.5h13M17 13l3.5 3.5L17 20M20.5 16.5h-13"],
  target: [
    "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    "M12 2v6M12 16v6M2 12h6M16 12h6",
  ],
  undo: ["M8 5L4 9l4 4", "M4 9h10a5.5 5.5 0 0 1 0 11h-4"],
  visible: [
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z",
    "M12 9.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z",
  ],
  warning: ["M12 3.5L22 20.5H2z", "M12 10v4.5M12 17.5h.01"],
} as const;

export type IconName = keyof typeof SHAPES;

/** A drawing beside words. Where it stands alone, its button carries the name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true" data-icon={name}>
      {SHAPES[name].map((d) => <path key={d} d={d} />)}
    </svg>
  );
}
