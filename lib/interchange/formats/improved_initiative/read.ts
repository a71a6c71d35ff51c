/**
 * Improved Initiative: one stat block, a list of them, an encounter, a library export, or a full backup. A backup has
 * flat keys, `Creatures.<id>`, in older ones behind `ImprovedInitiative.` and with JSON inside strings; one that was
 * imported again repeats its prefix (`Creatures.Creatures.<id>`).
 */
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import { completeness } from "@/lib/interchange/completeness.ts";
import type { Content, Importer, ImportOptions, RawItem } from "@/lib/interchange/format.ts";
import { readImprovedBlock } from "./read_block.ts";
import { readImprovedCharacter } from "./read_character.ts";
import { readImprovedEncounter } from "./read_encounter.ts";
import { jsonProblem } from "@/lib/interchange/count_parts.ts";
import type { Notes } from "@/lib/interchange/notes.ts";
import { type Fields, isFields, Source } from "@/lib/interchange/source.ts";

const LISTS = [
  "Creatures",
  "PersistentCharacters",
  "PlayerCharacters",
  "SavedEncounters",
  "AutoSavedEncounters",
  "Encounters",
  "Spells",
] as const;
type List = typeof LISTS[number];

const ROOT = "ImprovedInitiative";

/** What a key of a backup stands for: an entry of a list, a list of ids, or something else. */
export function readKey(key: string): { readonly list: List; readonly id: string | null } | null {
  const parts = key.split(".").filter((part) => part !== ROOT && part !== "");
  const [first, ...others] = parts;
  const list = LISTS.find((candidate) => candidate === first);
  if (list === undefined) return null;
  const last = others.at(-1);
  return { list, id: last === undefined || last === list ? null : last };
}

const isBlock = (value: unknown): value is Fields =>
  isFields(value) && typeof value["Name"] === "string" && !Object.hasOwn(value, "Combatants") &&
  ["HP", "AC", "Abilities", "Actions", "Traits", "Challenge", "Type"].some((key) =>
    Object.hasOwn(value, key)
  );

const isEncounter = (value: unknown): value is Fields =>
  isFields(value) && (Array.isArray(value["Combatants"]) ||
    Array.isArray(value["Creatures"]) &&
      value["Creatures"].some((candidate) =>
        isFields(candidate) && ("Statblock" in candidate || "StatBlock" in candidate)
      ));

const isBackup = (value: unknown): value is Fields =>
  isFields(value) && Object.keys(value).some((key) => readKey(key) !== null);

/** A value that may be JSON inside a string. */
function unpacked(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (jsonProblem(value) !== undefined) return undefined;
  try {
    const inner: unknown = JSON.parse(value);
    return inner;
  } catch {
    return undefined;
  }
}

interface Entry {
  readonly list: List;
  readonly id: string;
  readonly value: unknown;
}

/** The entries of a backup, one an id: of two the fuller one. */
export function entriesOf(backup: Fields, notes: Notes): readonly Entry[] {
  const found = new Map<string, Entry>();
  for (const [key, packed] of Object.entries(backup)) {
    const place = readKey(key);
    if (place === null) {
      notes.dropped(key.replace(/\.[^.]{8,}$/, ".<id>"), "settings of the other tool", packed);
      continue;
    }
    const value = unpacked(packed);
    if (place.id === null) {
      const direct = (Array.isArray(value) ? value : []).filter((candidate) => isFields(candidate));
      for (const [n, one] of direct.entries()) {
        found.set(`${place.list}\n#${n}`, { list: place.list, id: `#${n}`, value: one });
      }
      continue;
    }
    if (place.list === "Spells") {
      notes.dropped("Spells.<id>", "spells are not kept here", place.id);
      continue;
    }
    if (!isFields(value)) {
      notes.dropped(`${place.list}.<id>`, "cannot be read", packed);
      continue;
    }
    const name = `${place.list}\n${place.id}`;
    const known = found.get(name);
    if (known === undefined) found.set(name, { ...place, id: place.id, value });
    else {
      const fuller = completeness(value) > completeness(known.value);
      if (fuller) found.set(name, { ...place, id: place.id, value });
      notes.changed(`${place.list}.<id>`, "the same id twice: the fuller one is taken", place.id);
    }
  }
  return [...found.values()];
}

function creature(value: unknown, path: string, options: ImportOptions): RawItem {
  return {
    kind: "creature",
    name: nameOf(value),
    build(notes) {
      const source = new Source(value, path, notes);
      const draft = readImprovedBlock(source);
      const player = source.line("Player", 80) ?? "";
      if (player !== "") source.change("Player", "a player's stat block among the creatures");
      source.rest();
      return checkedCreature(buildBlock(draft, { ...options, notes, path }));
    },
  };
}

function character(value: unknown, path: string): RawItem {
  const inner = isFields(value) && isFields(value["StatBlock"]) ? value["StatBlock"] : value;
  return {
    kind: "character",
    name: nameOf(isFields(value) && typeof value["Name"] === "string" ? value : inner),
    build: (notes) => readImprovedCharacter(value, path, notes),
  };
}

function encounter(value: unknown, path: string, options: ImportOptions): RawItem {
  return {
    kind: "encounter",
    name: nameOf(value),
    build: (notes) => readImprovedEncounter(value, path, options, notes),
  };
}

function nameOf(value: unknown): string {
  const name = isFields(value) ? value["Name"] : undefined;
  return typeof name === "string" ? name : "";
}

const MAKERS: Readonly<
  Record<List, (value: unknown, path: string, options: ImportOptions) => RawItem>
> = {
  Creatures: creature,
  PersistentCharacters: character,
  PlayerCharacters: character,
  SavedEncounters: encounter,
  AutoSavedEncounters: encounter,
  Encounters: encounter,
  Spells: creature,
};

export const improvedInitiative: Importer = {
  format: "improved-initiative",
  label: "Improved Initiative",
  detect(content: Content) {
    if (content.kind !== "json") return false;
    const { value } = content;
    const some = (list: readonly unknown[]) => list.length > 0 && list.slice(0, 20).some(isBlock);
    return isBlock(value) || isEncounter(value) || isBackup(value) ||
      isFields(value) && isBlock(value["StatBlock"]) || Array.isArray(value) && some(value);
  },
  items(content, options, notes) {
    const value = content.kind === "json" ? content.value : undefined;
    if (Array.isArray(value)) {
      return value.map((item: unknown) =>
        isFields(item) && "StatBlock" in item
          ? character(item, "[]")
          : creature(item, "[]", options)
      );
    }
    if (isEncounter(value)) return [encounter(value, "", options)];
    if (isFields(value) && isBlock(value["StatBlock"])) return [character(value, "")];
    if (isBlock(value)) return [creature(value, "", options)];
    if (!isFields(value)) return [];
    return entriesOf(value, notes).map((entry) =>
      MAKERS[entry.list](entry.value, `${entry.list}.<id>`, options)
    );
  },
};
