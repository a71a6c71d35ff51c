/** A fight as lines of the builder: who is in it, and what they are worth. */
import { maximumHp } from "@/lib/combat/maximum_hp.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import { signed } from "@/lib/combat/text.ts";
import type { Foes } from "@/lib/creatures/difficulty.ts";
import { membersOf } from "@/lib/combat/lookup.ts";
import type { Combatant, EncounterState, Id } from "@/lib/combat/state.ts";
import type { BuilderLine, PartyRow } from "@/lib/contracts/builder_view.ts";

/** A line with the combatants that stand behind it. */
export interface Line {
  readonly key: Id;
  readonly members: readonly Combatant[];
  readonly first: Combatant;
}

/** Whether a combatant is one of the players' characters. */
export function isCharacter({ kind, side }: Combatant): boolean {
  return kind === "character" && side === "party";
}

/** Everybody but the players' characters, in the order of the fight. */
export function linesOf(state: EncounterState): readonly Line[] {
  return state.order.flatMap((key) => {
    const members = membersOf(state, key).filter((combatant) => !isCharacter(combatant));
    const [first] = members;
    return first === undefined ? [] : [{ key, members, first }];
  });
}

/** The players' characters, in the order of the fight. */
export function charactersOf(state: EncounterState): readonly Combatant[] {
  return state.order.flatMap((key) => membersOf(state, key)).filter(isCharacter);
}

/** Levels of the characters; those without one count as level 1. */
export function levelsOf(state: EncounterState): readonly number[] {
  return charactersOf(state).map(({ level }) => Math.min(20, Math.max(1, level ?? 1)));
}

/** What the difficulty is made of: foes with their XP. */
export function foesOf(state: EncounterState): readonly Foes[] {
  return linesOf(state).filter(({ first }) => first.side === "foe" && first.hp !== null)
    .map(({ members, first }) => ({ xp: first.xp, count: members.length }));
}

/** Foes that are there, and those who fell and left since. */
export function allFoes(state: EncounterState): readonly Foes[] {
  const gone = Object.values(state.departed).filter(({ side, xp }) => side === "foe" && xp > 0)
    .map(({ xp }) => ({ xp, count: 1 }));
  return [...foesOf(state), ...gone];
}

function noteOf(state: EncounterState, { members, first }: Line): string {
  if (first.kind === "lair") return "Initiative 20, loses ties";
  const block = first.blockId === null ? undefined : state.blocks[first.blockId];
  return [
    block?.cr === undefined ? "" : `CR ${crText(block.cr)}`,
    first.hp === null ? "" : `${first.hp.max} HP`,
    `initiative ${signed(first.initiative.modifier)}`,
    members.length > 1 && first.groupId !== null ? "one group" : "",
    first.side === "party" ? "on the party’s side" : first.side === "neutral" ? "neutral" : "",
    first.hidden === false ? "" : "hidden",
  ].filter(Boolean).join(", ");
}

/** The lines as the page shows them. */
export function shownLines(state: EncounterState, pinned: readonly string[]): BuilderLine[] {
  return linesOf(state).map((line) => ({
    key: line.key,
    name: line.first.name,
    count: line.members.length,
    side: line.first.kind === "lair" ? "lair" : line.first.side,
    note: noteOf(state, line),
    slug: line.first.blockId,
    hidden: line.first.hidden !== false,
    pinned: pinned.includes(line.key),
  }));
}

export function shownParty(state: EncounterState): PartyRow[] {
  return charactersOf(state).map(({ id, name, level, ac, hp, exhaustion, passivePerception }) => {
    const max = hp === null ? 0 : maximumHp(state, hp, exhaustion);
    return {
      id,
      name,
      level,
      ac,
      hp: hp === null ? "" : hp.current < max ? `${hp.current} of ${max}` : String(hp.current),
      passive: passivePerception,
    };
  });
}
