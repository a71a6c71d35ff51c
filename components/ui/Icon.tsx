import { BASIC_SHAPES, Drawing } from "./BasicIcon.tsx";

/** The DM's drawings beside the basic ones. */
const SHAPES = {
  ...BASIC_SHAPES,
  add: ["M12 5v14M5 12h14"],
  back: ["M18 5l-9 7 9 7z", "M5 5v14"],
  copy: ["M8.5 8.5h11v11h-11z", "M5 15.5H4.5v-11h11V5"],
  crown: ["M4 18h16M4.5 15L3.5 6.5l5 4L12 4.5l3.5 6 5-4L19.5 15z"],
  display: ["M3.5 5h17v14h-17z", "M9 21.5h6"],
  edit: ["M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"],
  grip: ["M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"],
  help: [
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.7h.01",
  ],
  menu: ["M4 7h16M4 12h16M4 17h16"],
  next: ["M6 5l9 7-9 7z", "M19 5v14"],
  pause: ["M8 5v14M16 5v14"],
  phone: ["M7.5 2.5h9v19h-9z", "M11 18.5h2"],
  play: ["M7 5l11 7-11 7z"],
  qr: ["M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4z", "M14 14h2.5v2.5M20 14v6h-6"],
  redo: ["M16 5l4 4-4 4", "M20 9H10a5.5 5.5 0 0 0 0 11h4"],
  remove: ["M5 12h14"],
  search: ["M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12z", "M15 15l5.5 5.5"],
  skull: ["M7 16.5a7.5 7.5 0 1 1 10 0V20H7z", "M9.5 11.5h.01M14.5 11.5h.01M12 17v3"],
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
  up: ["M6 14.5l6-6 6 6"],
  warning: ["M12 3.5L22 20.5H2z", "M12 10v4.5M12 17.5h.01"],
} as const;

export type IconName = keyof typeof SHAPES;

/** A drawing beside words. Where it stands alone, its button carries the name. */
export function Icon({ name }: { name: IconName }) {
  return <Drawing name={name} lines={SHAPES[name]} />;
}
