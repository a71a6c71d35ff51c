/** A visitor's parties: kept as documents, with the last change to take back and a bin. */
import { z } from "zod";
import type { Combatant } from "@/lib/combat/state.ts";
import { type Party, partySchema } from "@/lib/contracts/character.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";
import type { StoredDocument } from "@/lib/store/ports/document_store.ts";
import { levelOf } from "./character.ts";
import { type CharacterFields, characterFields, readCharacter } from "./character_form.ts";
import { carryParty } from "./encounter.ts";
import { levelsText } from "./levels.ts";
import { partyAction, type PartyDone, type PartyFields } from "./party_actions.ts";
import { quickCharacters } from "./quick_party.ts";
import { readyMade } from "./ready_made.ts";

/** What is stored under the kind "party". */
export interface StoredParty {
  readonly party: Party;
  /** How it was before the last change, and what that change was. */
  readonly before?: { readonly what: string; readonly party: Party };
  /** Since when it lies in the bin; absent: it does not. */
  readonly deletedAt?: number;
}

export const storedParty: z.ZodType<StoredParty> = z.strictObject({
  party: partySchema,
  before: z.strictObject({ what: z.string().max(200), party: partySchema }).exactOptional(),
  deletedAt: z.number().exactOptional(),
});

export interface PartyDeps {
  readonly documents: Collection<StoredParty>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** A die's result, 1 to `sides`. */
  readonly roll: (sides: number) => number;
}

/** A party as its page shows it. */
export interface OpenParty {
  readonly party: Party;
  /** What the last change was, when it can be taken back. */
  readonly undo: string | undefined;
  readonly version: number;
}

export const MOST_PARTIES = 100;
const GONE = refuse("NOT_FOUND", "That party is not here. Open your list of parties to find it.");
const RACE = refuse("CONFLICT", "This party was changed on another device. Look at it again.");

type Kept = StoredDocument<StoredParty>;

/** Every use case of parties; somebody without an owner's id has none. */
export class Parties {
  constructor(private readonly deps: PartyDeps) {}

  /** The default party first, then last changed first. */
  async list(owner: string | null): Promise<readonly Party[]> {
    const kept = await this.#all(owner);
    return kept.filter(({ body }) => body.deletedAt === undefined).map(({ body }) => body.party)
      .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  }

  /** Deleted ones, last deleted first: they can come back. */
  async bin(owner: string | null): Promise<readonly Party[]> {
    const kept = await this.#all(owner);
    return kept.filter(({ body }) => body.deletedAt !== undefined).map(({ body }) => body.party);
  }

  async open(owner: string | null, id: string): Promise<Result<OpenParty>> {
    const kept = await this.#get(owner, id);
    if (kept === null || kept.body.deletedAt !== undefined) return GONE;
    const { party, before } = kept.body;
    return ok({ party, undo: before?.what, version: kept.version });
  }

  /** Keeps a new party; a visitor's first one is the default. */
  async create(owner: string, made: Omit<Party, "id" | "isDefault">): Promise<Result<Party>> {
    const there = await this.list(owner);
    if (await this.deps.documents.count(owner) >= MOST_PARTIES) {
      return refuse("LIMIT_REACHED", "That is as many parties as fit. Delete one first.");
    }
    const party = { ...made, id: this.deps.newId(), isDefault: there.length === 0 };
    return await this.#put(owner, { party }, 0);
  }

  /** A new party: empty, or with four ready-made characters of `level`. */
  start(
    owner: string,
    said: { readonly name: string; readonly campaign: string },
    level: number | null,
  ): Promise<Result<Party>> {
    const characters = level === null ? [] : readyMade(level, this.deps.newId);
    return this.create(owner, { ...said, characters });
  }

  /** A new party from typed names, a line each. */
  async named(owner: string, names: string, level: number): Promise<Result<Party>> {
    const made = quickCharacters(names, level, this.deps.newId);
    if (!made.ok) return made;
    return await this.create(owner, { name: "The party", campaign: "", characters: made.value });
  }

  /** "4 at level 13". */
  levels({ characters }: Party): string {
    return levelsText(characters.map(levelOf));
  }

  /** Carries out one form of a party's page. */
  act(owner: string | null, id: string, fields: PartyFields): Promise<Result<PartyDone>> {
    const { newId, roll } = this.deps;
    return partyAction({ parties: this, newId, roll }, owner, id, fields);
  }

  /** One character as its form shows it. */
  async sheet(
    owner: string | null,
    id: string,
    character: string,
  ): Promise<Result<{ readonly party: Party; readonly fields: CharacterFields }>> {
    const opened = await this.open(owner, id);
    if (!opened.ok) return opened;
    const { party } = opened.value;
    const found = party.characters.find((one) => one.id === character);
    if (found === undefined) return refuse("NOT_FOUND", "That character is not in this party.");
    return ok({ party, fields: characterFields(found) });
  }

  /** Keeps a character's form; answers with the name. Issues name the fields. */
  async keepCharacter(
    owner: string | null,
    id: string,
    character: string,
    fields: CharacterFields,
  ): Promise<Result<string>> {
    const read = readCharacter(fields, character);
    if (!read.ok) return read;
    const made = read.value;
    const done = await this.change(owner, id, `${made.name} changed`, (party) => ({
      ...party,
      characters: party.characters.map((one) => one.id === character ? made : one),
    }));
    return done.ok ? ok(made.name) : done;
  }

  /** Changes a party; `what` names the change for its undo ("Long rest taken"). */
  async change(
    owner: string | null,
    id: string,
    what: string,
    change: (party: Party) => Party,
  ): Promise<Result<Party>> {
    const kept = await this.#get(owner, id);
    if (owner === null || kept === null || kept.body.deletedAt !== undefined) return GONE;
    const { party } = kept.body;
    return await this.#put(owner, { party: change(party), before: { what, party } }, kept.version);
  }

  /** Takes the last change back. */
  async undo(owner: string | null, id: string): Promise<Result<Party>> {
    const kept = await this.#get(owner, id);
    if (owner === null || kept === null) return GONE;
    const { before, party } = kept.body;
    if (before === undefined) return refuse("NOTHING_TO_UNDO", "Nothing is left to take back.");
    const back = { ...before.party, isDefault: party.isDefault };
    return await this.#put(owner, { party: back }, kept.version);
  }

  /** Puts a party into the bin, or takes it out again. */
  async remove(owner: string | null, id: string, deleted: boolean): Promise<Result<Party>> {
    const kept = await this.#get(owner, id);
    if (owner === null || kept === null) return GONE;
    const { deletedAt: _, ...body } = kept.body;
    const party = { ...body.party, isDefault: false };
    const next = deleted ? { ...body, party, deletedAt: this.deps.now() } : { ...body, party };
    return await this.#put(owner, next, kept.version);
  }

  /** Makes one party the default; the one before is it no longer. */
  async makeDefault(owner: string | null, id: string): Promise<Result<Party>> {
    const all = await this.#all(owner);
    const chosen = all.find((kept) => kept.id === id && kept.body.deletedAt === undefined);
    if (owner === null || chosen === undefined) return GONE;
    const changed = all.filter((kept) => kept.body.party.isDefault !== (kept.id === id));
    const at = this.deps.now();
    const saved = await this.deps.documents.putMany(changed.map((kept) => ({
      ownerId: owner,
      id: kept.id,
      body: { ...kept.body, party: { ...kept.body.party, isDefault: kept.id === id } },
      at,
      expectedVersion: kept.version,
    })));
    return saved.kind === "saved" ? ok({ ...chosen.body.party, isDefault: true }) : RACE;
  }

  /** A copy under a new name, with new characters' ids: a template for the next campaign. */
  async copy(owner: string | null, id: string): Promise<Result<Party>> {
    const found = await this.open(owner, id);
    if (!found.ok) return found;
    if (owner === null) return GONE;
    const { party } = found.value;
    return await this.create(owner, {
      ...party,
      name: `${party.name.slice(0, 72)} (copy)`,
      characters: party.characters.map((one) => ({ ...one, id: this.deps.newId() })),
    });
  }

  /** Brings hit points, slots and conditions back from a fight, into every party that was in it. */
  async carryBack(
    owner: string | null,
    combatants: readonly Combatant[],
    encounter: string,
  ): Promise<Result<readonly Party[]>> {
    const fought = new Set(combatants.map((one) => one.characterId));
    const carried: Party[] = [];
    for (const party of await this.list(owner)) {
      if (!party.characters.some((one) => fought.has(one.id))) continue;
      const done = await this.change(
        owner,
        party.id,
        `As ${encounter} left them`,
        (now) => ({ ...now, characters: carryParty(now.characters, combatants) }),
      );
      if (!done.ok) return done;
      carried.push(done.value);
    }
    return ok(carried);
  }

  async #put(owner: string, body: StoredParty, version: number): Promise<Result<Party>> {
    const parsed = partySchema.safeParse(body.party);
    if (!parsed.success) {
      const issues = parsed.error.issues.slice(0, 20)
        .map(({ path, message }) => ({ path: path.map(String).join("."), message }));
      return refuse("INVALID_INPUT", issues[0]?.message ?? "The party is not valid", issues);
    }
    const saved = await this.deps.documents.put({
      ownerId: owner,
      id: body.party.id,
      body,
      at: this.deps.now(),
      expectedVersion: version,
    });
    return saved.kind === "saved" ? ok(parsed.data) : RACE;
  }

  async #get(owner: string | null, id: string): Promise<Kept | null> {
    return owner === null ? null : await this.deps.documents.get(owner, id);
  }

  async #all(owner: string | null): Promise<readonly Kept[]> {
    return owner === null ? [] : await this.deps.documents.list(owner, { limit: MOST_PARTIES });
  }
}
