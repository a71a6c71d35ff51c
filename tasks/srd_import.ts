/**
 * `deno task srd:import DIR [--owner ID]`: loads the full texts from a user's own copy of the 5e-bits (SRD 5.1) or
 * Open5e (SRD 5.2) files into the store, as documents of kind "source-text" (id: the creature's slug). DIR holds the
 * files, or folders 2014 and 2024 with them. Without an owner they belong to the site and everybody sees them, on the stat block pages and in the tracker.
 * Exit codes: 0 done, 1 failed, 2 misuse.
 */
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { SITE_OWNER } from "@/lib/bestiary/source_texts.ts";
import { composeStore } from "@/lib/compose/store.ts";
import { loadConfig } from "@/lib/config.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";
import { type SourceText, texts2014, texts2024 } from "./srd/texts.ts";

const BATCH = 50;

async function find(dir: string, edition: string, file: string): Promise<unknown> {
  for (const path of [`${dir}/${edition}/${file}`, `${dir}/${file}`]) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return JSON.parse(text);
  }
  return undefined;
}

/** The texts of every data set that is in `dir`. */
export async function readTexts(dir: string): Promise<SourceText[]> {
  const monsters = await find(dir, "2014", "5e-bits-Monsters.json");
  const creatures = await find(dir, "2024", "open5e-Creature.json");
  const traits = await find(dir, "2024", "open5e-CreatureTrait.json");
  const actions = await find(dir, "2024", "open5e-CreatureAction.json");
  return [
    ...(monsters === undefined ? [] : texts2014(monsters)),
    ...(creatures === undefined ? [] : texts2024(creatures, traits ?? [], actions ?? [])),
  ];
}

/**
 * Writes the texts; those that are there already in the same words stay untouched. All of a batch or none.
 * Returns how many were written.
 */
export async function storeTexts(
  documents: DocumentStore,
  texts: readonly SourceText[],
  owner: string,
  now: number,
  progress: (done: number, all: number) => void,
): Promise<number> {
  let written = 0;
  for (let at = 0; at < texts.length; at += BATCH) {
    const writes = [];
    for (const text of texts.slice(at, at + BATCH)) {
      const key = { ownerId: owner, kind: "source-text" as const, id: text.slug };
      const known = await documents.get(key);
      const body = { name: text.name, edition: text.edition, entries: text.entries };
      if (known && isDeepStrictEqual(known.body, body)) continue;
      writes.push({ ...key, body, at: now, expectedVersion: known?.version ?? 0 });
    }
    const result = writes.length ? await documents.putMany(writes) : undefined;
    if (result?.kind === "conflict") {
      throw new Error(`Cannot write ${result.id}: it changed meanwhile`);
    }
    written += writes.length;
    progress(Math.min(at + BATCH, texts.length), texts.length);
  }
  return written;
}

/** Folder and owner of the command line; undefined when it makes no sense. */
export function readWords(words: readonly string[]): { dir: string; owner: string } | undefined {
  const [dir, flag, owner = SITE_OWNER, ...rest] = words;
  if (!dir || dir.startsWith("--") || rest.length > 0) return undefined;
  if (flag !== undefined && (flag !== "--owner" || words.length < 3)) return undefined;
  return { dir, owner };
}

async function main(args: readonly string[]): Promise<number> {
  const asked = readWords(args);
  if (!asked) {
    console.error("Usage: deno task srd:import DIR [--owner ID]");
    return 2;
  }
  const { dir, owner } = asked;
  const texts = await readTexts(dir);
  if (texts.length === 0) {
    console.error(
      `Cannot import: ${dir} holds neither 5e-bits-Monsters.json nor open5e-Creature.json`,
    );
    return 1;
  }
  const config = loadConfig();
  const { store } = await composeStore(config, SILENT_LOG);
  try {
    const written = await storeTexts(store.documents, texts, owner, Date.now(), (done, all) => {
      console.log(`${done} of ${all}`);
    });
    console.log(`${written} written, ${texts.length - written} were there already`);
  } finally {
    await store.close();
  }
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
