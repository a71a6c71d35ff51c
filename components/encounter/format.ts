/** The fight's words for a person: names, durations, bonuses. */
import type { Combatant, Effect, EffectDuration, EncounterState, Id } from "@/lib/combat/state.ts";
import type { Ability } from "@/lib/combat/vocabulary.ts";

/** "Goblin 3"; a single one has no number. */
export function nameOf(creature: Pick<Combatant, "name" | "label">): string {
  return creature.label === "" ? creature.name : `${creature.name} ${creature.label}`;
}

/** Name of an order entry or combatant; a creature that left the fight is "Somebody". */
export function nameOfId(encounter: EncounterState, id: Id): string {
  const creature = encounter.combatants[id];
  if (creature !== undefined) return nameOf(creature);
  return encounter.groups[id]?.name ?? "Somebody";
}

/** A bonus with its sign; the minus is the typographic one. */
export function signed(bonus: number): string {
  return bonus < 0 ? `−${-bonus}` : `+${bonus}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
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

/** Minutes and seconds, as on a clock. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "Goblin 2", "Goblin 2 and Bram", "Goblin 2 and 4 more". */
export function listed(names: readonly string[]): string {
  const [first = "", second = ""] = names;
  if (names.length < 2) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} more`;
}

/** Its side as a shape; places are triangles whoever they help. */
export function sideOf(creature: Pick<Combatant, "side" | "kind">): Combatant["side"] | "lair" {
  return creature.kind === "lair" || creature.kind === "environment" ? "lair" : creature.side;
}
