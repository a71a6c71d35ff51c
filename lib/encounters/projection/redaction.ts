import type { Combatant, EncounterState, Id } from "@/lib/combat/state.ts";
import { blockOf, findCombatant, membersOf } from "@/lib/combat/lookup.ts";
import { isMet, isShown } from "@/lib/combat/sight.ts";

/** Shorter names are too common in other words to be searched for. */
const SHORTEST_SECRET = 3;

/** What players may see of a fight, and the words that would give away the rest. */
export class Redaction {
  readonly #secrets: readonly string[];

  /** `status` is the one that players see: before the fight only the party stands there. */
  constructor(
    private readonly state: EncounterState,
    readonly status: EncounterState["status"] = state.status,
  ) {
    this.#secrets = secretNames(state, status);
  }

  /** Whether players see this combatant at all. */
  shows(combatant: Combatant): boolean {
    return isShown(combatant, this.status);
  }

  /** The members of an order entry that players see; empty when they see nothing of it. */
  members(entryId: Id): readonly Combatant[] {
    return membersOf(this.state, entryId).filter((one) => this.shows(one));
  }

  /** `text`, unless it names somebody whom players do not see or know by name. */
  text(text: string): string | undefined {
    if (this.#secrets.length === 0) return text;
    const lower = text.toLowerCase();
    return this.#secrets.some((secret) => lower.includes(secret)) ? undefined : text;
  }
}

/** Names of the hidden and the unnamed that nobody whom players know bears or bore, lower case. */
function secretNames(
  state: EncounterState,
  status: EncounterState["status"],
): readonly string[] {
  const open = new Set<string>();
  const secret = new Set<string>();
  const note = (words: readonly (string | undefined)[], known: boolean) => {
    for (const text of words) {
      const word = text?.trim().toLowerCase() ?? "";
      if (word.length >= SHORTEST_SECRET) (known ? open : secret).add(word);
    }
  };
  for (const one of Object.values(state.combatants)) {
    note([one.name, blockOf(state, one)?.name], isMet(one, status));
  }
  for (const group of Object.values(state.groups)) {
    const members = group.memberIds.flatMap((id) => findCombatant(state, id) ?? []);
    note([group.name], members.some((one) => isMet(one, status)));
  }
  // Who left without having been seen stays unknown; what players knew then they know for good.
  for (const { name, words = [name], unseen } of Object.values(state.departed)) {
    note(words, unseen !== true);
  }
  return [...secret].filter((word) => !open.has(word));
}
