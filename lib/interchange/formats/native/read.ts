/** This project's own export. What the schemas do not know is left out and reported; the rest stays as it is. */
import { z } from "zod";
import { OWN_FORMAT, OWN_VERSION, ownEncounter, ownTemplate } from "./schema.ts";
import { statBlock } from "@/lib/bestiary/homebrew_schema.ts";
import { partySchema } from "@/lib/contracts/character.ts";
import { importSlug } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import {
  type ImportedItem,
  type Importer,
  type RawItem,
  refused,
  type RefusedItem,
} from "@/lib/interchange/format.ts";
import type { Notes } from "@/lib/interchange/notes.ts";
import { plainValue } from "@/lib/interchange/text/plain_text.ts";
import { isFields, Source, textIn } from "@/lib/interchange/source.ts";

/** Takes away the fields that a schema does not know, and says which. */
function known<T>(
  schema: z.ZodType<T>,
  raw: unknown,
  path: string,
  notes: Notes,
): { ok: true; value: T } | { ok: false; reason: string } {
  let value = plainValue(raw);
  for (let pass = 0; pass < 8; pass++) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ok: true, value: parsed.data };
    const unknown = parsed.error.issues.filter((issue) => issue.code === "unrecognized_keys");
    if (unknown.length === 0 || unknown.length < parsed.error.issues.length) {
      const [issue] = parsed.error.issues.filter((candidate) =>
        candidate.code !== "unrecognized_keys"
      );
      return {
        ok: false,
        reason: `${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "not valid"}`,
      };
    }
    value = structuredClone(value);
    for (const issue of unknown) {
      const holder = issue.path.reduce<unknown>(
        (at, key) => isFields(at) || Array.isArray(at) ? Reflect.get(at, key) : undefined,
        value,
      );
      if (!isFields(holder)) continue;
      for (const key of issue.keys) {
        notes.dropped(
          [path, ...issue.path.map((part) => typeof part === "number" ? "[]" : String(part)), key]
            .join("."),
          "not a field of this format",
          holder[key],
        );
        Reflect.deleteProperty(holder, key);
      }
    }
  }
  return { ok: false, reason: "too many fields that are not of this format" };
}

/** An item of a list in the file, read against its schema. */
function item<T>(
  kind: RawItem["kind"],
  schema: z.ZodType<T>,
  value: unknown,
  path: string,
  make: (value: T) => ImportedItem | RefusedItem,
): RawItem {
  return {
    kind,
    name: isFields(value) ? textIn(value["name"]) : "",
    build(notes) {
      const read = known(schema, value, path, notes);
      if (!read.ok) return refused(read.reason);
      notes.kept(path);
      return make(read.value);
    },
  };
}

export const own: Importer = {
  format: "own",
  label: "Encounter Tracker",
  detect: (content) =>
    content.kind === "json" && isFields(content.value) && content.value["format"] === OWN_FORMAT,
  items(content, _options, notes) {
    const file = new Source(content.kind === "json" ? content.value : undefined, "", notes);
    const version = file.raw("version");
    file.skip("format", "$schema", "exportedAt");
    if (version !== OWN_VERSION) {
      notes.changed(
        "version",
        "another version of the format: read as far as it is known",
        version,
        OWN_VERSION,
      );
    }
    const list = (key: string) => file.list(key, 10_000);
    const items = [
      ...list("creatures").map((entry) =>
        item("creature", statBlock, entry, "creatures[]", (block) => {
          // The names of built-in creatures are theirs alone.
          const taken = /-(2014|2024)$/.test(block.slug);
          const slug = taken
            ? importSlug(block.name, block.edition, JSON.stringify(block))
            : block.slug;
          return checkedCreature({ ...block, slug, id: slug });
        })
      ),
      ...list("parties").map((entry) =>
        item("party", partySchema, entry, "parties[]", (party) => ({ kind: "party", party }))
      ),
      ...list("templates").map((entry) =>
        item(
          "template",
          ownTemplate,
          entry,
          "templates[]",
          ({ id, template }) => ({ kind: "template", id, body: template }),
        )
      ),
      ...list("encounters").map((entry) =>
        item("encounter", ownEncounter, entry, "encounters[]", ({ plan, ...encounter }) => ({
          kind: "encounter",
          encounter: plan === undefined ? encounter : { ...encounter, plan },
        }))
      ),
    ];
    file.rest("not a field of this format");
    return items;
  },
};
