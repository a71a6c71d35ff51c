/** What to do with a file that no importer reads: the commonest ones are told by name. Pure. */
import type { Content } from "./format.ts";
import { pageOf } from "./page.ts";
import { isFields } from "./source.ts";

const OTHERS =
  "Import works with Improved Initiative, 5etools, Open5e, 5e-bits, DnDAppFile XML, tetra-cube, CSV and this site's own export.";

/** What to do with a saved web page, which is no XML to read; undefined for other texts. */
export function webPage(text: string): string | undefined {
  return /^\s*(?:<!doctype html|<html)\b/i.test(text.slice(0, 2_000))
    ? "This is a saved web page and no file of a known tool. Use the tool's own export."
    : undefined;
}

/** One sentence that names what the file is and one that says what to do. */
export function unknownFile(text: string, content: Content): string {
  const known = content.kind === "json"
    ? ofJson(content.value)
    : content.kind === "csv"
    ? ofTable(content.rows)
    : /<spell>/i.test(text.slice(0, 200_000)) && !/<monster>/i.test(text)
    ? "This XML file holds spells and no creatures. Export the creatures too."
    : undefined;
  return known ?? `This is no file of a known tool. ${OTHERS}`;
}

function ofJson(value: unknown): string | undefined {
  const character = isFields(value) && isFields(value["data"]) ? value["data"] : value;
  if (isFields(character) && "baseHitPoints" in character && "classes" in character) {
    return "This is a D&D Beyond character, which cannot be read. Enter the character under Parties.";
  }
  const [first] = pageOf(value);
  if (isFields(first) && typeof first["url"] === "string" && "index" in first) {
    return "This is a list of names from the 5e-bits API without their figures. Import the files of the creatures themselves.";
  }
  return undefined;
}

function ofTable(rows: readonly (readonly string[])[]): string | undefined {
  const [first = []] = rows;
  if (first.length < 2 || rows.length < 2) return undefined;
  const named = first.some((cell) => /^\s*(?:name|creature|monster)\s*$/i.test(cell));
  return named
    ? "This CSV table has names and no figures. Add a column HP, AC or CR."
    : "This CSV table has no header. Make its first row name the columns, with Name and HP, AC or CR.";
}
