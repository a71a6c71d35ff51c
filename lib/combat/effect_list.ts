/** Adding to and taking from one combatant's effects, with those that come along. */
import type { Effect, Id } from "./state.ts";
import type { Condition } from "./vocabulary.ts";

/**
 * What a condition brings with it. [COND-2] Being prone outlasts the unconsciousness that
 * caused it. [COND-3]
 */
export const IMPLIED: Readonly<Partial<Record<Condition, readonly Condition[]>>> = {
  paralyzed: ["incapacitated"],
  petrified: ["incapacitated"],
  stunned: ["incapacitated"],
  unconscious: ["incapacitated", "prone"],
};

export function conditionName(condition: Condition): string {
  return condition[0]?.toUpperCase() + condition.slice(1);
}

/** An effect with neither end nor source, to be completed. */
export function bareEffect(id: Id, condition: Condition, addedAt: Effect["addedAt"]): Effect {
  return {
    id,
    condition,
    name: conditionName(condition),
    reminder: "",
    sourceId: null,
    concentrationOf: null,
    duration: { kind: "until-removed" },
    save: null,
    impliedBy: null,
    hiddenFromPlayers: false,
    addedAt,
  };
}

/** The effect and those that it implies, ready to be added. */
export function withImplied(effect: Effect): readonly Effect[] {
  const implied = effect.condition === null ? [] : IMPLIED[effect.condition] ?? [];
  return [
    effect,
    ...implied.map((condition) => ({
      ...bareEffect(`${effect.id}:${condition}`, condition, effect.addedAt),
      sourceId: effect.sourceId,
      impliedBy: effect.id,
      hiddenFromPlayers: effect.hiddenFromPlayers,
    })),
  ];
}

/** `effects` without `ids`, what hung on them and what they implied; a prone creature stays prone. */
export function dropEffects(effects: readonly Effect[], ids: readonly Id[]): readonly Effect[] {
  const gone = new Set(ids);
  for (const { id, hangsOn } of effects) {
    if (hangsOn !== undefined && gone.has(hangsOn)) gone.add(id);
  }
  return effects.flatMap((effect) => {
    if (gone.has(effect.id)) return [];
    if (effect.impliedBy === null || !gone.has(effect.impliedBy)) return [effect];
    return effect.condition === "prone" ? [{ ...effect, impliedBy: null }] : [];
  });
}

/** `effects` with `added`, in place of one with the same id. */
export function addEffects(
  effects: readonly Effect[],
  added: readonly Effect[],
): readonly Effect[] {
  const ids = new Set(added.map(({ id }) => id));
  return [...effects.filter(({ id }) => !ids.has(id)), ...added];
}
