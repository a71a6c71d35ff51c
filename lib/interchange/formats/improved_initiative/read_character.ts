/** A character of Improved Initiative: a stat block whose Challenge is the level. */
import { DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";
import { checkedCharacter } from "@/lib/interchange/check_item.ts";
import { characterId } from "@/lib/interchange/character_id.ts";
import type { ImportedItem, RefusedItem } from "@/lib/interchange/format.ts";
import { readImprovedBlock } from "./read_block.ts";
import type { Draft } from "@/lib/interchange/draft.ts";
import type { Notes } from "@/lib/interchange/notes.ts";
import { clip } from "@/lib/interchange/text/plain_text.ts";
import { numberIn, Source } from "@/lib/interchange/source.ts";

/** Names that only say "this is a player's". */
const NOBODY = /^(player|pc|npc|)$/i;

/** Reads a persistent character, or the bare stat block that older files keep. */
export function readImprovedCharacter(
  value: unknown,
  path: string,
  notes: Notes,
): ImportedItem | RefusedItem {
  const outer = new Source(value, path, notes);
  const inner = outer.has("StatBlock") ? outer.group("StatBlock") : outer;
  const folder = (outer.line("Path", 80) ?? "").split("/")[0] ?? "";
  const draft = readImprovedBlock(inner, true);
  const level = levelOf(inner);
  const player = inner.line("Player", 80) ?? "";
  const current = outer.whole("CurrentHP", 0, 9999);
  const own = outer.has("Notes") ? outer.prose("Notes") : undefined;
  inner.rest();
  if (inner !== outer) {
    outer.skip("Id", "Version", "LastUpdateMs", "Name");
    outer.rest();
  }
  const max = Math.min(9999, Math.max(1, draft.hp ?? 1));
  return checkedCharacter({
    ...figuresOf(draft, level, notes, path),
    id: characterId(JSON.stringify([draft, level, player, folder])),
    player: NOBODY.test(player) ? "" : player,
    hp: { current: Math.min(max, current ?? max), max },
    notes: clip([own ?? "", wordsOf(draft)].filter(Boolean).join("\n\n"), 4000),
  }, folder);
}

function levelOf(inner: Source): number {
  const found = numberIn(inner.raw("Challenge"));
  if (found === undefined) {
    inner.notes.changed(inner.at("Challenge"), "no level in it: 1", inner.raw("Challenge"), 1);
    return 1;
  }
  return inner.fitted("Challenge", found, found, 1, 20);
}

const score = (value: number | undefined): number => Math.min(30, Math.max(1, value ?? 10));
const bounded = (record: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(record).map(([key, n]) => [key, Math.min(30, Math.max(-20, n))]),
  );

/** What a character's figures share with a creature's. */
export function figuresOf(draft: Draft, level: number, notes: Notes, path: string) {
  notes.changed(`${path}.(class)`, "the file names no class", undefined, `Adventurer ${level}`);
  const types = (list: Draft["resistances"]) =>
    DAMAGE_TYPES.filter((type) =>
      list.some((trait) => trait.type === type && trait.only === undefined)
    );
  const { str, dex, con, int, wis, cha } = draft.abilities;
  return {
    name: draft.name,
    classes: [{ name: "Adventurer", level }],
    ac: Math.min(40, draft.ac ?? 10),
    speeds: Object.fromEntries(
      Object.entries(draft.speeds).filter(([kind]) => kind !== "hover").map((
        [kind, feet],
      ) => [kind, Math.min(1000, feet)]),
    ),
    abilities: {
      str: score(str),
      dex: score(dex),
      con: score(con),
      int: score(int),
      wis: score(wis),
      cha: score(cha),
    },
    saves: bounded(draft.saves),
    skills: bounded(draft.skills),
    ...(draft.initiative === undefined
      ? {}
      : { initiative: Math.min(30, Math.max(-20, draft.initiative)) }),
    passive: draft.passive === undefined ? {} : { perception: Math.min(60, draft.passive) },
    languages: clip(draft.languages ?? "", 200),
    resistances: types(draft.resistances),
    immunities: types(draft.immunities),
    vulnerabilities: types(draft.vulnerabilities),
  };
}

/** Traits and actions of a character as notes: it has no fields for them. */
export function wordsOf(draft: Draft): string {
  return draft.entries.map(({ name, text }) => text === "" ? name : `${name}: ${text}`).join("\n");
}
