/** What would come of the pending action, in few words: "83+8 to 30", "both down". */
import { findCombatant, fullName } from "@/lib/combat/lookup.ts";
import type { DamagePreview, HitPointPreview } from "@/lib/combat/preview.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";

/** Plain words, and the one that counts. */
export type Preview = readonly [plain: string, strong: string];

function falls({ before, after }: HitPointPreview): boolean {
  return before.current > 0 && after.current === 0;
}

/** "83+8 to 30", "7 to 0, down": hit points before and after. */
export function beforeAfter(preview: HitPointPreview): Preview {
  if (!falls(preview)) return [preview.text, ""];
  return [`${preview.text},`, preview.life === "dead" ? "dead" : "down"];
}

/** Why the damage is another than was rolled: "resists", "immune", "vulnerable". */
export function traitWords(preview: Pick<DamagePreview, "traits">): string {
  const words = new Set(
    preview.traits.map(({ trait }) => trait === "resisted" ? "resists" : trait),
  );
  return [...words].join(", ");
}

/** For several targets: "both down", "2 of 3 down", or the sum of what changes. */
export function together(previews: readonly HitPointPreview[]): Preview {
  const [only] = previews;
  if (only === undefined) return ["", ""];
  if (previews.length === 1) return beforeAfter(only);
  const down = previews.filter(falls).length;
  if (down === previews.length) return [previews.length === 2 ? "both" : `all ${down}`, "down"];
  if (down > 0) return [`${down} of ${previews.length}`, "down"];
  const change = previews.reduce(
    (sum, { before, after }) => sum + after.current + after.temp - before.current - before.temp,
    0,
  );
  return ["together", change < 0 ? `−${-change}` : `+${change}`];
}

/** Name of the only one, or "Goblin 2, 3", or "Bram and 2 more". */
export function targetTitle(encounter: EncounterState, ids: readonly Id[]): string {
  const targets = ids.flatMap((id) => findCombatant(encounter, id) ?? []);
  const [first] = targets;
  if (first === undefined) return "No target";
  if (targets.length === 1) return fullName(first);
  if (targets.every((target) => target.name === first.name && target.label !== "")) {
    const labels = targets.map((target) => target.label);
    return labels.length > 6
      ? `${labels.length} × ${first.name}`
      : `${first.name} ${labels.join(", ")}`;
  }
  return `${fullName(first)} and ${targets.length - 1} more`;
}
