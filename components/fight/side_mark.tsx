import type { CombatantKind, Side } from "@/lib/combat/vocabulary.ts";

const PLACES: ReadonlySet<CombatantKind> = new Set(["lair", "environment"]);

/** Which side it is on, as a shape: a disc for the party, a diamond for foes, a triangle for places. */
export function SideMark({ side, kind }: { side: Side; kind: CombatantKind }) {
  if (PLACES.has(kind)) return mark("lair", "Lair", "M5 0l5.5 10h-11z");
  if (side === "party") return mark("party", "Party", "M0 5a5 5 0 1 0 10 0a5 5 0 1 0-10 0");
  if (side === "foe") return mark("foe", "Foe", "M5 0l5 5-5 5-5-5z");
  return mark("neutral", "Neutral", "M0.5 0.5h9v9h-9z");
}

function mark(side: string, label: string, path: string) {
  return (
    <svg class="side" data-side={side} viewBox="0 0 10 10" role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
