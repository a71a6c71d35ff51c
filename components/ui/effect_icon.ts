/** Which picture stands for which effect, for DM and players alike. */
import type { BasicIconName } from "@/components/ui/BasicIcon.tsx";
import type { Condition } from "@/lib/combat/vocabulary.ts";

export const CONDITION_ICONS: Readonly<Record<Condition, BasicIconName>> = {
  blinded: "hidden",
  charmed: "heart",
  deafened: "deaf",
  frightened: "face",
  grappled: "hand",
  incapacitated: "slash",
  invisible: "visible",
  paralyzed: "bolt",
  petrified: "stone",
  poisoned: "bottle",
  prone: "down",
  restrained: "pin",
  stunned: "star",
  unconscious: "moon",
};

const ICONS: Readonly<Record<string, BasicIconName>> = {
  ...CONDITION_ICONS,
  concentration: "concentration",
  exhaustion: "clock",
};

/** The picture of an effect by the key that players get; the general one where it is unknown. */
export function effectIcon(key: string): BasicIconName {
  return Object.hasOwn(ICONS, key) ? ICONS[key] ?? "shield" : "shield";
}
