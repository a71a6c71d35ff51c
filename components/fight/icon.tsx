/** A circle as path data, so that every icon is one path. */
function ring(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

/** Path data on a 24 px grid, stroked in the colour of the text beside it. */
export const ICONS = {
  add: "M12 5v14M5 12h14",
  back: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  bolt: "M13 2.5L5 13.5h6L10 21.5 19 10h-6.5z",
  bottle: "M10 2.5h4M11 2.5v5L6.5 17a3 3 0 0 0 2.7 4.5h5.6A3 3 0 0 0 17.5 17L13 7.5v-5M8 14h8",
  check: "M5 12.5l4.5 4.5L19 7",
  circle: ring(12, 12, 8.5),
  clock: `${ring(12, 12, 8.5)}M12 7v5l3.5 2`,
  close: "M5.5 5.5l13 13M18.5 5.5l-13 13",
  copy: "M8.5 8.5h11v11h-11zM5 15.5H4.5v-11h11V5",
  crown: "M4 18h16M4.5 15L3.5 6.5l5 4L12 4.5l3.5 6 5-4L19.5 15z",
  deaf: "M4 9.5v5h4l5 4v-13l-5 4zM16.5 9.5l5 5M21.5 9.5l-5 5",
  die: "M12 2.5l8.5 5v9L12 21.5l-8.5-5v-9zM12 7l5 8.5H7z",
  down: "M6 9.5l6 6 6-6",
  drop: "M12 3s6.5 7 6.5 11.5a6.5 6.5 0 0 1-13 0C5.5 10 12 3 12 3z",
  edit: "M4 20l1-4.5L16.5 4 20 7.5 8.5 19z",
  eye: `M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z${ring(12, 12, 2.5)}`,
  eyeOff: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM4 20L20 4",
  face: `${ring(12, 12, 8.5)}M8.5 9.5h.01M15.5 9.5h.01M8.5 16.5c1-1.8 6-1.8 7 0`,
  focus: `${ring(12, 12, 8.5)}${ring(12, 12, 4.5)}${ring(12, 12, .8)}`,
  forward: "M9.5 6l6 6-6 6",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  hand:
    "M7 12V6.5a1.5 1.5 0 0 1 3 0V11M10 10.5v-6a1.5 1.5 0 0 1 3 0v6M13 10.5v-5a1.5 1.5 0 0 1 3 0V12M16 9a1.5 1.5 0 0 1 3 0v5.5a7 7 0 0 1-13 3.5l-2.5-5c1-1.5 2.5-1 3.5 1",
  heart: "M12 20S4 14.5 4 9a4 4 0 0 1 8-1.5A4 4 0 0 1 20 9c0 5.5-8 11-8 11z",
  help: `${ring(12, 12, 8.5)}M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.7h.01`,
  menu: "M4 7h16M4 12h16M4 17h16",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  next: "M6 5l9 7-9 7zM19 5v14",
  pause: "M8 5v14M16 5v14",
  phone: "M7.5 2.5h9v19h-9zM11 18.5h2",
  pin: "M9 3.5h6l-1 7 3.5 3.5h-11L10 10.5zM12 14v7",
  play: "M7 5l11 7-11 7z",
  prev: "M18 5l-9 7 9 7zM5 5v14",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v6h-6",
  redo: "M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h4",
  screen: "M3.5 5h17v14h-17zM9 21.5h6",
  search: `${ring(10.5, 10.5, 6)}M15 15l5.5 5.5`,
  shield: "M12 3l7.5 2.5v6c0 4.8-3.2 7.8-7.5 9.5-4.3-1.7-7.5-4.7-7.5-9.5v-6z",
  skull: `M7 16.5a7.5 7.5 0 1 1 10 0V20H7zM9.5 11.5h.01M14.5 11.5h.01M12 17v3`,
  slash: `${ring(12, 12, 8.5)}M6 6l12 12`,
  star: "M12 3l2.6 6 6.4.6-4.8 4.3 1.4 6.3L12 17l-5.6 3.2 1.4-6.3L3 9.6 9.4 9z",
  stone: "M3 19.5L9 6l4 7 3-4.5 5 11z",
  sun: `${
    ring(12, 12, 4)
  }M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1`,
  target: `${ring(12, 12, 7)}M12 2v6M12 16v6M2 12h6M16 12h6`,
  warn: "M12 3.5L22 20.5H2zM12 10v4.5M12 17.5h.01",
} as const;

export type IconName = keyof typeof ICONS;

/** Dots need a thicker stroke to read as dots. */
const BOLD: ReadonlySet<IconName> = new Set(["grip", "more"]);

/** Decorative: it always stands beside a word, or its button has a name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[name]} stroke-width={BOLD.has(name) ? 3 : undefined} />
    </svg>
  );
}
