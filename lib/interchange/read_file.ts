/** Reads a whole file: finds its format, reads item by item without holding anybody up, and reports. */
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import {
  type Content,
  type Format,
  type ImportedItem,
  type Importer,
  type ItemKind,
  type RawItem,
  refused,
  type RefusedItem,
} from "./format.ts";
import { IMPORTERS } from "./importers.ts";
import { type FieldNote, Notes, shown } from "./notes.ts";
import { contentOf } from "./input.ts";
import { missingFromPage } from "./page.ts";
import { unknownFile, webPage } from "./unknown_file.ts";

/** Things that one file may hold. */
export const MOST_ITEMS = 10_000;
/** What everything in a file may measure once copies in it are unfolded, in characters. */
const MOST_UNFOLDED = 48_000_000;
/** How long other requests wait at the most for a slice of an import, in milliseconds. */
const SLICE_MS = 15;

export interface ItemReport {
  readonly kind: ItemKind;
  readonly name: string;
  readonly outcome: "taken" | "repeated" | "refused";
  /** Why it is refused. */
  readonly reason: string;
  readonly changed: number;
  readonly dropped: number;
}

/** Everything that became of a file, before anything is stored. */
export interface FileReport {
  readonly format: Format;
  readonly label: string;
  readonly items: readonly ItemReport[];
  readonly notes: readonly FieldNote[];
}

export interface FileReading {
  readonly report: FileReport;
  /** What would be stored, in the order of the file. */
  readonly items: readonly ImportedItem[];
}

export interface ReadOptions {
  readonly edition: Edition;
  /** Ends the reading early. */
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, all: number) => void;
  /** Called between slices of work; lets others have their turn. */
  readonly pause?: () => Promise<void>;
}

const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** The importer of a file; undefined when none knows it. */
export function importerOf(content: Content): Importer | undefined {
  return IMPORTERS.find((importer) => importer.detect(content));
}

/** Reads a text. Refuses only whole files; single items that cannot be taken stand in the report. */
export async function readFile(text: string, options: ReadOptions): Promise<Result<FileReading>> {
  const page = webPage(text);
  if (page !== undefined) return refuse("INVALID_INPUT", page);
  const content = contentOf(text);
  if (!content.ok) return content;
  const importer = importerOf(content.value);
  if (importer === undefined) return refuse("INVALID_INPUT", unknownFile(text, content.value));
  const notes = new Notes();
  const raw = importer.items(content.value, { edition: options.edition }, notes);
  if (raw.length === 0) {
    return refuse(
      "INVALID_INPUT",
      `This ${importer.label} file holds no creatures, characters or fights.`,
    );
  }
  const missing = content.value.kind === "json" ? missingFromPage(content.value.value) : 0;
  if (missing > 0) {
    notes.dropped("(page)", "stand on other pages of this list: import each page", missing);
  }
  if (raw.length > MOST_ITEMS) {
    return refuse(
      "TOO_LARGE",
      `The file holds ${raw.length} things. Import at most ${MOST_ITEMS} at a time.`,
    );
  }
  return await readItems(importer, raw, notes, options);
}

async function readItems(
  importer: Importer,
  raw: readonly RawItem[],
  notes: Notes,
  { signal, progress, pause = breathe }: ReadOptions,
): Promise<Result<FileReading>> {
  const items: ImportedItem[] = [];
  const reports: ItemReport[] = [];
  const seen = new Set<string>();
  let until = performance.now() + SLICE_MS;
  let weight = 0;
  for (const [at, one] of raw.entries()) {
    if (performance.now() >= until) {
      progress?.(at, raw.length);
      await pause();
      if (signal?.aborted) {
        return refuse("NOT_POSSIBLE_NOW", "The import was cancelled. Nothing was stored.");
      }
      until = performance.now() + SLICE_MS;
    }
    const { report, item } = readItem(one, notes, seen);
    reports.push(report);
    if (item) items.push(item);
    weight += item ? JSON.stringify(item).length : 0;
    if (weight > MOST_UNFOLDED) {
      return refuse(
        "TOO_LARGE",
        "The creatures in this file copy so much text that they do not fit. Split it.",
      );
    }
  }
  progress?.(raw.length, raw.length);
  const { format, label } = importer;
  return ok({ report: { format, label, items: reports, notes: notes.all() }, items });
}

function readItem(raw: RawItem, notes: Notes, seen: Set<string>) {
  notes.begin(raw.name);
  const built = buildSafely(raw, notes);
  const { changed, dropped } = notes.figures;
  const report = (outcome: ItemReport["outcome"], reason = ""): ItemReport => ({
    kind: raw.kind,
    name: shown(built.kind === "refused" ? raw.name : nameOf(built)) || "Unnamed",
    outcome,
    reason,
    changed,
    dropped,
  });
  if (built.kind === "refused") return { report: report("refused", built.reason) };
  const mark = markOf(built);
  if (seen.has(mark)) return { report: report("repeated", "the same stands in the file twice") };
  seen.add(mark);
  return { report: report("taken"), item: built };
}

/** Why an item is refused whose reader failed. The fuzz test sees to it that none does. */
export const UNREADABLE = "it could not be read: please report this file";

/** One item that a reader stumbles over must not take the others with it. */
function buildSafely(raw: RawItem, notes: Notes): ImportedItem | RefusedItem {
  try {
    return raw.build(notes);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    return refused(UNREADABLE);
  }
}

function nameOf(item: ImportedItem): string {
  switch (item.kind) {
    case "creature":
      return item.block.name;
    case "character":
      return item.character.name;
    case "party":
      return item.party.name;
    case "encounter":
      return item.encounter.name;
    case "template":
      return item.id;
  }
}

function markOf(item: ImportedItem): string {
  switch (item.kind) {
    case "creature":
      return `creature ${item.block.slug}`;
    case "character":
      return `character ${item.character.id}`;
    case "party":
      return `party ${item.party.id}`;
    case "encounter":
      return `encounter ${JSON.stringify(item.encounter)}`;
    case "template":
      return `template ${item.id}`;
  }
}
