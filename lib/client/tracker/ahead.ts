/** What would come of what is in hand, told before it is done. */
import type { DamageRolled, Hit } from "@/lib/combat/events.ts";
import { findCombatant, fullName } from "@/lib/combat/lookup.ts";
import { hitOn } from "@/lib/combat/rules/damage_math.ts";
import type { AreaEffect, EncounterState, HitPoints, Id } from "@/lib/combat/state.ts";
import type { SaveOutcome } from "@/lib/combat/vocabulary.ts";

/** A hit's outcome for one target; null for those without hit points. */
export function aheadOf(
  fight: EncounterState,
  id: Id,
  damages: readonly DamageRolled[],
  options: {
    readonly outcome?: SaveOutcome;
    readonly critical?: boolean;
    readonly magical?: boolean;
  },
): Hit | null {
  const target = findCombatant(fight, id);
  if (target === undefined || target.hp === null) return null;
  return hitOn(fight, { ...target, hp: target.hp }, damages, options);
}

/** "83+8 to 30", "7 to 0, down": hit points before and after. */
export function beforeAfter(hit: Hit): readonly [plain: string, strong: string] {
  const { before, after } = hit;
  const from = before.temp > 0 ? `${before.current}+${before.temp}` : String(before.current);
  const to = after.temp > 0 ? `${after.current}+${after.temp}` : String(after.current);
  const fell = before.current > 0 && after.current === 0;
  const down = hit.life === "dead" ? "dead" : "down";
  return [`${from} to ${to}${fell ? "," : ""}`, fell ? down : ""];
}

/** Why the damage is another than was rolled: "resists", "immune", "vulnerable". */
export function traitWords(hit: Hit): string {
  const words = new Set(hit.traits.map(({ trait }) => trait === "resisted" ? "resists" : trait));
  return [...words].join(", ");
}

/** For several targets: "both down", "2 of 3 down", or the sum of what is lost. */
export function together(hits: readonly Hit[]): readonly [plain: string, strong: string] {
  const [only] = hits;
  if (only === undefined) return ["", ""];
  if (hits.length === 1) return beforeAfter(only);
  const down = hits.filter((hit) => hit.before.current > 0 && hit.after.current === 0).length;
  if (down === hits.length) return [hits.length === 2 ? "both" : `all ${down}`, "down"];
  if (down > 0) return [`${down} of ${hits.length}`, "down"];
  const lost = hits.reduce((sum, hit) => sum + hit.lost + hit.absorbed, 0);
  return ["together", `−${lost}`];
}

/** Hit points after healing, for the words ahead. */
export function healedTo(hp: HitPoints, amount: number): number {
  return Math.min(Math.max(0, hp.max + hp.maxBonus), hp.current + amount);
}

/** The damage of an area effect as it was rolled. */
export function areaDamages(area: AreaEffect): readonly DamageRolled[] {
  return area.damages.map(({ roll, type }) => ({ amount: Math.max(0, roll.total), type, roll }));
}

/** Name of the only one, or "Goblins 2, 3", or "Bram and 2 more". */
export function targetTitle(fight: EncounterState, ids: readonly Id[]): string {
  const targets = ids.flatMap((id) => findCombatant(fight, id) ?? []);
  const [first] = targets;
  if (first === undefined) return "No target";
  if (targets.length === 1) return fullName(first);
  if (targets.every((one) => one.name === first.name && one.label !== "")) {
    const labels = targets.map((one) => one.label);
    return labels.length > 6
      ? `${labels.length} × ${first.name}`
      : `${first.name} ${labels.join(", ")}`;
  }
  return `${fullName(first)} and ${targets.length - 1} more`;
}
