import type { Combatant, EncounterState, Id } from "@/lib/combat/state.ts";
import { membersOf } from "@/lib/combat/lookup.ts";

/** Shorter names are too common in other words to be searched for. */
const SHORTEST_SECRET = 3;

/** What players may see of a fight, and the words that would give away the rest. */
export class Veil {
  readonly #secrets: readonly string[];

  /** `status` is the one that players see: before the fight only the party stands there. */
  constructor(
    private readonly state: EncounterState,
    readonly status: EncounterState["status"] = state.status,
  ) {
    this.#secrets = secretNames(state, (one) => this.shows(one));
  }

  /** Whether players see this combatant at all. */
  shows(combatant: Combatant): boolean {
    if (combatant.hidden !== false) return false;
    // Before the fight players wait together; what is being prepared is the DM's.
    return this.status !== "building" || combatant.side === "party";
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

/** Names of the hidden and the unnamed that no visible creature bears, lower case. */
function secretNames(
  state: EncounterState,
  isShown: (one: Combatant) => boolean,
): readonly string[] {
  const open = new Set<string>();
  const secret = new Set<string>();
  for (const one of Object.values(state.combatants)) {
    const names = [one.name, state.blocks[one.blockId ?? ""]?.name ?? ""];
    const known = isShown(one) && !one.nameHidden;
    for (const name of names) {
      const word = name.trim().toLowerCase();
      if (word.length >= SHORTEST_SECRET) (known ? open : secret).add(word);
    }
  }
  for (const group of Object.values(state.groups)) {
    const members = group.memberIds.flatMap((id) => state.combatants[id] ?? []);
    const known = members.some((one) => isShown(one) && !one.nameHidden);
    const word = group.name.trim().toLowerCase();
    if (word.length >= SHORTEST_SECRET) (known ? open : secret).add(word);
  }
  // Who left without having been seen stays unknown.
  for (const { name, unseen } of Object.values(state.departed)) {
    const word = name.trim().toLowerCase();
    if (unseen === true && word.length >= SHORTEST_SECRET) secret.add(word);
  }
  return [...secret].filter((word) => !open.has(word));
}
