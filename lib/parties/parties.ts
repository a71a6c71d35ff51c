/** A visitor's parties: kept as documents, with the last change to take back and a bin. */
import { z } from "zod";
import type { Combatant } from "@/lib/combat/state.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import {
  type Character,
  HIT_DICE,
  type HitDie,
  type Party,
  partySchema,
} from "@/lib/contracts/character.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";
import type { StoredDocument } from "@/lib/store/ports/document_store.ts";
import { levelOf, maximumOf } from "./character.ts";
import { type CharacterFields, characterFields, readCharacter } from "./character_form.ts";
import { carryParty } from "./encounter.ts";
import { levelsText } from "./levels.ts";
import { quickCharacters } from "./quick_party.ts";
import { readyMade } from "./ready_made.ts";
import { longRest, shortRest, type SpentDie } from "./rest.ts";

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
  /** What the owner's plan lets grow; everything where it is absent. */
  readonly limits?: PlanLimits;
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
    return await this.#grow(owner, () => this.#put(owner, { party }, 0));
  }

  /** Does what adds a party, where the plan has room for one more. */
  #grow<T>(owner: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    const count = async () => (await this.list(owner)).length;
    return this.deps.limits?.grow(owner, "parties", count, work) ?? work();
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

  /** Carries out the form of a party's page that `fields.do` names. */
  async act(
    owner: string | null,
    id: string,
    fields: PartyFields,
  ): Promise<Result<PartyDone>> {
    const action = ACTIONS.get(fields["do"] ?? "");
    if (action === undefined) return refuse("INVALID_INPUT", "Choose what to do.");
    if (owner === null) return refuse("NOT_FOUND", "That party is not here.");
    const { newId, roll } = this.deps;
    return await action({ parties: this, newId, roll }, owner, id, fields);
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
    const found = party.characters.find((candidate) => candidate.id === character);
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
      characters: party.characters.map((item) => item.id === character ? made : item),
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
    if (deleted) {
      return await this.#put(owner, { ...body, party, deletedAt: this.deps.now() }, kept.version);
    }
    const back = () => this.#put(owner, { ...body, party }, kept.version);
    return kept.body.deletedAt === undefined ? await back() : await this.#grow(owner, back);
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
      characters: party.characters.map((character) => ({ ...character, id: this.deps.newId() })),
    });
  }

  /** Brings hit points, slots and conditions back from a fight, into every party that was in it. */
  async carryBack(
    owner: string | null,
    combatants: readonly Combatant[],
    encounter: string,
  ): Promise<Result<readonly Party[]>> {
    const fought = new Set(combatants.map((combatant) => combatant.characterId));
    const carried: Party[] = [];
    for (const party of await this.list(owner)) {
      if (!party.characters.some((character) => fought.has(character.id))) continue;
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

export type PartyFields = Readonly<Record<string, string>>;

interface PartyActionDeps {
  readonly parties: Parties;
  readonly newId: () => string;
  /** A die's result, 1 to `sides`. */
  readonly roll: (sides: number) => number;
}

/** Where the page goes after a form. */
export interface PartyDone {
  readonly say: string;
  readonly goto: string | null;
}

type PartyAction = (
  deps: PartyActionDeps,
  owner: string,
  party: string,
  fields: PartyFields,
) => Promise<Result<PartyDone>>;

const told = (result: Result<unknown>, say: string, goto: string | null = null) =>
  result.ok ? ok({ say, goto }) : result;

const edition = (fields: PartyFields) => z.enum(EDITIONS).catch("2014").parse(fields["edition"]);

const everybody = (party: Party, change: (character: Character) => Character): Party => ({
  ...party,
  characters: party.characters.map(change),
});

const rename: PartyAction = async ({ parties }, owner, id, fields) => {
  const name = (fields["name"] ?? "").trim();
  if (name === "") return refuse("INVALID_INPUT", "Write a name for the party.");
  const campaign = (fields["campaign"] ?? "").trim();
  return told(
    await parties.change(owner, id, "Name changed", (party) => ({ ...party, name, campaign })),
    "Name changed.",
  );
};

/** A character from the few figures that a fight needs; the rest can follow on its own page. */
const add: PartyAction = async ({ parties, newId }, owner, id, fields) => {
  const made = readCharacter({ ...fields, speeds: "30 ft" }, newId());
  if (!made.ok) {
    const [issue] = made.issues ?? [];
    return refuse("INVALID_INPUT", issue?.message ?? made.message);
  }
  const { name } = made.value;
  const done = await parties.change(owner, id, `${name} added`, (party) => ({
    ...party,
    characters: [...party.characters, made.value],
  }));
  return told(done, `${name} added.`);
};

const remove: PartyAction = async ({ parties }, owner, id, fields) => {
  const gone = fields["character"];
  const opened = await parties.open(owner, id);
  const name = opened.ok
    ? opened.value.party.characters.find((character) => character.id === gone)?.name ?? "Nobody"
    : "";
  const done = await parties.change(owner, id, `${name} removed`, (party) => ({
    ...party,
    characters: party.characters.filter((character) => character.id !== gone),
  }));
  return told(done, `${name} removed.`);
};

const whole = (text: string | undefined, otherwise: number) =>
  text !== undefined && /^\d{1,4}$/.test(text.trim()) ? Number(text) : otherwise;

/** Hit points and temporary ones of everybody at once. */
const hitPoints: PartyAction = async ({ parties }, owner, id, fields) =>
  told(
    await parties.change(owner, id, "Hit points changed", (party) =>
      everybody(party, (item) => ({
        ...item,
        hp: {
          ...item.hp,
          current: Math.min(maximumOf(item), whole(fields[`hp-${item.id}`], item.hp.current)),
          temp: whole(fields[`temp-${item.id}`], item.hp.temp),
        },
      }))),
    "Hit points kept.",
  );

function spentDice(
  character: Character,
  fields: PartyFields,
  roll: PartyActionDeps["roll"],
): SpentDie[] {
  return HIT_DICE.flatMap((die: HitDie) => {
    const pool = character.hitDice[die];
    const left = pool ? pool.max - pool.spent : 0;
    const count = Math.min(left, whole(fields[`dice-${character.id}-${die}`], 0));
    return Array.from({ length: count }, () => ({ die, rolled: roll(Number(die.slice(1))) }));
  });
}

const rest: PartyAction = async ({ parties, roll }, owner, id, fields) => {
  const rules = edition(fields);
  const healed: string[] = [];
  const done = await parties.change(
    owner,
    id,
    "Short rest taken",
    (party) =>
      everybody(party, (item) => {
        const after = shortRest(item, spentDice(item, fields, roll), rules);
        const gain = after.hp.current - item.hp.current;
        if (gain > 0) healed.push(`${item.name} +${gain}`);
        return after;
      }),
  );
  const said = healed.length === 0 ? "" : ` ${healed.join(", ")}.`;
  return told(done, `Short rest taken.${said}`);
};

const sleep: PartyAction = async ({ parties }, owner, id, fields) =>
  told(
    await parties.change(owner, id, "Long rest taken", (party) =>
      everybody(party, (item) =>
        longRest(item, edition(fields)))),
    "Long rest taken.",
  );

const remade: PartyAction = async ({ parties }, owner, id) => {
  const made = await parties.copy(owner, id);
  return made.ok ? ok({ say: "This is the copy.", goto: `/parties/${made.value.id}` }) : made;
};

const ACTIONS: ReadonlyMap<string, PartyAction> = new Map<string, PartyAction>([
  ["rename", rename],
  ["add", add],
  ["remove", remove],
  ["hp", hitPoints],
  ["rest", rest],
  ["sleep", sleep],
  ["copy", remade],
  [
    "undo",
    async ({ parties }, owner, id) => told(await parties.undo(owner, id), "Taken back."),
  ],
  [
    "default",
    async ({ parties }, owner, id) =>
      told(await parties.makeDefault(owner, id), "Offered first from now on."),
  ],
  [
    "delete",
    async ({ parties }, owner, id) =>
      told(await parties.remove(owner, id, true), "", `/parties?deleted=${id}`),
  ],
]);
