/** DnDAppFile XML (Fight Club, Game Master): compendiums, character files and campaigns. */
import { readAppMonster } from "./read_block.ts";
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { characterId } from "@/lib/interchange/character_id.ts";
import { checkedCharacter, checkedCreature } from "@/lib/interchange/check_item.ts";
import type { Importer, ImportOptions, RawItem } from "@/lib/interchange/format.ts";
import {
  figuresOf,
  wordsOf,
} from "@/lib/interchange/formats/improved_initiative/read_character.ts";
import type { Notes } from "@/lib/interchange/notes.ts";
import { clip } from "@/lib/interchange/text/plain_text.ts";
import { type Fields, isFields, numberIn, Source, textIn } from "@/lib/interchange/source.ts";

const ROOTS = ["compendium", "collection", "characters", "data", "campaign", "pc"] as const;
const CREATURES = new Set(["monster", "npc"]);
const PEOPLE = new Set(["pc", "player"]);
/** Things of the other tool that have no place here. */
const OTHERS = ["item", "spell", "race", "class", "background", "feat", "doc"];

interface Found {
  readonly kind: "creature" | "character";
  readonly value: Fields;
  readonly path: string;
}

/** Every monster and character at any depth, without recursion. */
function foundIn(root: unknown, notes: Notes): readonly Found[] {
  const found: Found[] = [];
  const open: { value: unknown; path: string }[] = [{ value: root, path: "" }];
  for (let at = 0; at < open.length && at < 100_000; at++) {
    const here = open[at];
    if (!isFields(here?.value)) continue;
    for (const [tag, inner] of Object.entries(here.value)) {
      const path = here.path === "" ? tag : `${here.path}.${tag}`;
      const all: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
      if (OTHERS.includes(tag)) {
        for (const item of all) {
          notes.dropped(
            `${path}[]`,
            "only monsters and characters are taken from this format",
            isFields(item) ? item["name"] : item,
          );
        }
        continue;
      }
      for (const item of all) {
        const kind = CREATURES.has(tag) ? "creature" : PEOPLE.has(tag) ? "character" : undefined;
        if (kind !== undefined && isFields(item) && "name" in item) {
          found.push({ kind, value: item, path: `${tag}[]` });
        } else if (isFields(item)) open.push({ value: item, path });
      }
    }
  }
  return found;
}

function creature({ value, path }: Found, options: ImportOptions): RawItem {
  return {
    kind: "creature",
    name: textIn(value["name"] ?? ""),
    build(notes) {
      const source = new Source(value, path, notes);
      const draft = readAppMonster(source);
      source.skip("sortname", "uid", "id");
      source.drop("pictures are not imported", "image", "imageData", "token");
      source.rest();
      return checkedCreature(buildBlock(draft, { ...options, notes, path }));
    },
  };
}

function character({ value, path }: Found): RawItem {
  return {
    kind: "character",
    name: textIn(value["name"] ?? ""),
    build(notes) {
      const source = new Source(value, path, notes);
      const draft = readAppMonster(source);
      const level = Math.min(
        20,
        Math.max(1, Math.trunc(numberIn(source.raw("level")) ?? draft.cr ?? 1)),
      );
      const current = source.has("hpCurrent") ? source.whole("hpCurrent", 0, 9999) : undefined;
      const player = source.line("player", 80) ?? "";
      source.skip("uid", "id", "label");
      source.rest();
      const max = Math.min(9999, draft.hp ?? 1);
      return checkedCharacter({
        ...figuresOf(draft, level, notes, path),
        id: characterId(JSON.stringify([draft, level, player])),
        player,
        hp: { current: Math.min(max, current ?? max), max },
        notes: clip(wordsOf(draft), 4000),
      }, "");
    },
  };
}

export const dndAppFile: Importer = {
  format: "dnd-app-file",
  label: "DnDAppFile XML",
  detect: (content) =>
    content.kind === "xml" && isFields(content.root) &&
    ROOTS.some((root) => root in Object(content.root)),
  items(content, options, notes) {
    if (content.kind !== "xml") return [];
    return foundIn(content.root, notes).map((found) =>
      found.kind === "creature" ? creature(found, options) : character(found)
    );
  },
};
