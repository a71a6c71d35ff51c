import type { Combatant, EncounterState, Id } from "@/lib/combat/state.ts";
import { blockOf, findCombatant, membersOf } from "@/lib/combat/lookup.ts";
import { isMet, isShown } from "@/lib/combat/sight.ts";
import { GENERIC_WORDS } from "./generic_words.ts";

/** Shorter names are too common in other words to be searched for. */
const SHORTEST_SECRET = 3;
/** Shorter words of a name are "of", "von", "the". */
const SHORTEST_WORD = 4;

/** A text as names are compared: small letters without accents. */
function folded(text: string): string {
  // deno-lint-ignore no-control-regex -- what is plain is the most
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function wordsOf(foldedText: string): readonly string[] {
  return foldedText.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words of a name that name this one alone. */
function distinctive(foldedName: string): readonly string[] {
  return wordsOf(foldedName).filter((word) =>
    word.length >= SHORTEST_WORD && !GENERIC_WORDS.has(word)
  );
}

/** Whether a name says whose it is: "Strahd's Zombie", "Servant of Strahd". */
function belongsTo(foldedName: string, owners: ReadonlySet<string>): boolean {
  for (const [, owner = ""] of foldedName.matchAll(/([\p{L}\p{N}]+)['’]s?(?![\p{L}\p{N}])/gu)) {
    if (owners.has(owner) || owners.has(`${owner}s`)) return true;
  }
  const after = /(?:^|\s)(?:of|from|by)\s+(.*)$/u.exec(foldedName)?.[1];
  return after !== undefined && wordsOf(after).some((word) => owners.has(word));
}

/** Names of whom players know, and of all others, folded. */
interface Names {
  readonly known: Set<string>;
  readonly secret: Set<string>;
}

function namesOf(state: EncounterState, status: EncounterState["status"]): Names {
  const names: Names = { known: new Set(), secret: new Set() };
  const note = (texts: readonly (string | undefined)[], known: boolean) => {
    for (const text of texts) {
      const name = folded(text?.trim() ?? "");
      if (name.length >= SHORTEST_SECRET) (known ? names.known : names.secret).add(name);
    }
  };
  for (const combatant of Object.values(state.combatants)) {
    note([combatant.name, blockOf(state, combatant)?.name], isMet(combatant, status));
  }
  for (const group of Object.values(state.groups)) {
    const members = group.memberIds.flatMap((id) => findCombatant(state, id) ?? []);
    note([group.name], members.some((member) => isMet(member, status)));
  }
  // Who left without having been seen stays unknown; what players knew then they know for good.
  for (const { name, words = [name], unseen } of Object.values(state.departed)) {
    note(words, unseen !== true);
  }
  return names;
}

/**
 * What players may see of a fight. Every text that leaves for players goes through here: one that
 * names somebody whom they do not see, or do not know by name, is left out.
 */
export class Redaction {
  /** Whole names that players must not read. */
  readonly #secrets: readonly string[];
  /** Those of them that name one alone, so that they are looked for in creatures' names too. */
  readonly #own: readonly string[];
  /** Words by which a part of such a name is known, whoever players know. */
  readonly #ownWords: ReadonlySet<string>;
  /** Of these, the ones that no name contains which players read. */
  readonly #words: ReadonlySet<string>;

  /** `status` is the one that players see: before the fight only the party stands there. */
  constructor(
    private readonly state: EncounterState,
    readonly status: EncounterState["status"] = state.status,
  ) {
    const { known, secret } = namesOf(state, status);
    this.#secrets = [...secret].filter((name) => !known.has(name));
    this.#own = this.#secrets.filter((name) => distinctive(name).length > 0);
    const party = new Set<string>();
    for (const combatant of this.#own.length > 0 ? Object.values(state.combatants) : []) {
      if (combatant.side === "party" && isMet(combatant, status)) {
        for (const word of wordsOf(folded(combatant.name))) party.add(word);
      }
    }
    this.#ownWords = new Set(this.#own.flatMap(distinctive).filter((word) => !party.has(word)));
    const words = new Set(this.#ownWords);
    for (const name of words.size > 0 ? known : []) {
      if (this.#givesAway(name)) continue;
      for (const word of wordsOf(name)) words.delete(word);
    }
    this.#words = words;
  }

  /** Whether players see this combatant at all. */
  shows(combatant: Combatant): boolean {
    return isShown(combatant, this.status);
  }

  /** The members of an order entry that players see; empty when they see nothing of it. */
  members(entryId: Id): readonly Combatant[] {
    return membersOf(this.state, entryId).filter((combatant) => this.shows(combatant));
  }

  /** The name under which players see this combatant; undefined when they know none. */
  nameOf(combatant: Combatant): string | undefined {
    if (combatant.nameHidden) return undefined;
    // Of its own people the table knows the names.
    if (combatant.side === "party" || this.#own.length === 0) return combatant.name;
    return this.#givesAway(folded(combatant.name)) ? undefined : combatant.name;
  }

  /**
   * `text`, unless it names somebody whom players do not see or know by name, also by a word of
   * that name that is nobody else's.
   */
  text(text: string): string | undefined {
    if (this.#secrets.length === 0) return text;
    const given = folded(text);
    if (this.#secrets.some((secret) => given.includes(secret))) return undefined;
    if (this.#words.size === 0) return text;
    return wordsOf(given).some((word) => this.#names(word)) ? undefined : text;
  }

  /** "zarovich", and "zarovichs" without its apostrophe. */
  #names(word: string): boolean {
    return this.#words.has(word) || word.endsWith("s") && this.#words.has(word.slice(0, -1));
  }

  /** Whether a creature's name names somebody whom players do not know. */
  #givesAway(foldedName: string): boolean {
    return this.#own.some((secret) => foldedName.includes(secret)) ||
      belongsTo(foldedName, this.#ownWords);
  }
}
