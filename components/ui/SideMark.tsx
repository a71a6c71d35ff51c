/** Whose side a creature is on, as a shape: never by colour alone. */
const MARKS = {
  party: { name: "Party", path: "M5 0a5 5 0 1 0 0 10a5 5 0 0 0 0-10z" },
  foe: { name: "Foe", path: "M5 0l5 5-5 5-5-5z" },
  neutral: { name: "Neutral", path: "M0.5 0.5h9v9h-9z" },
  lair: { name: "Lair", path: "M5 0l5.5 10h-11z" },
} as const;

export type SideMarkName = keyof typeof MARKS;

/** The mark before a creature's name. */
export function SideMark({ side }: { side: SideMarkName }) {
  const { name, path } = MARKS[side];
  return (
    <svg class="side-mark" data-side={side} viewBox="0 0 10 10" role="img" aria-label={name}>
      <path d={path} />
    </svg>
  );
}
