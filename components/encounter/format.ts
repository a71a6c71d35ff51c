/** The fight's words for a person: names, durations, bonuses. */
import type { Combatant, Effect, EffectDuration, EncounterState, Id } from "@/lib/combat/state.ts";
import { fullName } from "@/lib/combat/lookup.ts";
import { plural } from "@/lib/combat/text.ts";
import type { Ability } from "@/lib/combat/vocabulary.ts";

/** Name of an order entry or combatant; a creature that left the fight is "Somebody". */
export function nameOfId(encounter: EncounterState, id: Id): string {
  const creature = encounter.combatants[id];
  if (creature !== undefined) return fullName(creature);
  return encounter.groups[id]?.name ?? "Somebody";
}

export const ABILITY_NAMES: Readonly<Record<Ability, string>> = {
  str: "Str",
  dex: "Dex",
  con: "Con",
  int: "Int",
  wis: "Wis",
  cha: "Cha",
};

/** In a row: "7 rounds"; empty for what lasts until somebody ends it. */
export function roundsLeft(duration: EffectDuration): string {
  return duration.kind === "turns" ? plural(duration.remaining, "round") : "";
}

/** After an effect's name in a row: its duration, or that a save ends it. */
export function effectNote(effect: Effect): string {
  return effect.save === null ? roundsLeft(effect.duration) : "save ends";
}

/** In full, in the stat block. */
export function effectDuration(encounter: EncounterState, effect: Effect, ownerId: Id): string {
  const { duration, save } = effect;
  if (duration.kind === "until-removed") return save === null ? "" : "save ends";
  const rounds = plural(duration.remaining, "round");
  if (save !== null) return `save ends, ${rounds} at most`;
  if (duration.remaining > 1) return rounds;
  const whose = duration.turnOf === ownerId
    ? "its own"
    : `${nameOfId(encounter, duration.turnOf)}’s`;
  return `until the ${duration.at} of ${whose} turn`;
}

/** Its side as a shape; places are triangles whoever they help. */
export function sideOf(creature: Pick<Combatant, "side" | "kind">): Combatant["side"] | "lair" {
  return creature.kind === "lair" || creature.kind === "environment" ? "lair" : creature.side;
}
