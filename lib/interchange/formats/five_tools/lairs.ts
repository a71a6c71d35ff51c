/** Legendary groups of 5etools: what a creature does in its lair stands beside it in the same file. */
import type { Draft } from "@/lib/interchange/draft.ts";
import { keyOf } from "./copies.ts";
import { entryLines, untagged } from "./tags.ts";
import type { Notes } from "@/lib/interchange/notes.ts";
import { clip, plainLine, plainText } from "@/lib/interchange/text/plain_text.ts";
import { type Fields, isFields, Source, textIn } from "@/lib/interchange/source.ts";

export type Groups = ReadonlyMap<string, Fields>;

/** The groups of a file by name and source. Those that no creature names are noted as left out. */
export function groupsOf(file: Fields, monsters: readonly unknown[], notes: Notes): Groups {
  const all = Array.isArray(file["legendaryGroup"]) ? file["legendaryGroup"].filter(isFields) : [];
  const groups = new Map(all.map((item) => [keyOf(item["name"], item["source"]), item]));
  const named = new Set(
    monsters.map((monster) => isFields(monster) ? monster["legendaryGroup"] : undefined).filter(
      isFields,
    )
      .map((item) => keyOf(item["name"], item["source"])),
  );
  for (const [key, group] of groups) {
    if (!named.has(key)) notes.dropped("legendaryGroup[]", "no creature names it", group["name"]);
  }
  return groups;
}

/** Puts the lair actions of a creature's group into its draft. */
export function readLair(source: Source, groups: Groups, draft: Draft): void {
  const named = source.raw("legendaryGroup");
  if (named === undefined || named === null) return;
  const group = isFields(named) ? groups.get(keyOf(named["name"], named["source"])) : undefined;
  if (group === undefined) {
    source.drop("lair and regional texts stand in another file", "legendaryGroup");
    return;
  }
  source.keep("legendaryGroup");
  const lair = new Source(group, "legendaryGroup[]", source.notes);
  lair.skip("name", "source", "page", "additionalSources");
  const actions = lair.list("lairActions", 60);
  const listed = actions.flatMap((action) =>
    isFields(action) && Array.isArray(action["items"]) ? action["items"] : []
  );
  const texts = listed.length > 0 ? listed : actions;
  for (const [n, one] of texts.slice(0, 60).entries()) addAction(one, n, draft);
  if (actions.length > 0) lair.keep("lairActions");
  if (listed.length > 0 && actions.some((action) => typeof action === "string")) {
    lair.notes.changed(lair.at("lairActions"), "sentences around the list are left out");
  }
  lair.rest();
}

function addAction(item: unknown, n: number, draft: Draft): void {
  const fields = isFields(item) ? item : { entry: item };
  const name = untagged(plainLine(textIn(fields["name"] ?? ""))).replace(/[.:]$/, "");
  const lines = entryLines({ ...fields, name: undefined });
  const text = clip(plainText(lines.join("\n")), 4000);
  if (text === "" && name === "") return;
  draft.entries.push({ section: "lair", name: name || `Lair action ${n + 1}`, text });
}
