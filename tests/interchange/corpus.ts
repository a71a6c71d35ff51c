/** Reading the corpus, which is written for these tests and copied from nobody. */
import assert from "node:assert/strict";
import type { ImportedItem } from "@/lib/interchange/format.ts";
import { textOf } from "@/lib/interchange/input.ts";
import { type FileReading, readFile } from "@/lib/interchange/read_file.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";

export const FOLDER = new URL("../fixtures/interchange/", import.meta.url);

/** Reads a file of the corpus; nothing in it may be refused. */
export async function read(file: string): Promise<FileReading> {
  const text = await textOf(await Deno.readFile(new URL(file, FOLDER)));
  assert.ok(text.ok, file);
  const reading = await readFile(text.value, { edition: "2014" });
  assert.ok(reading.ok, `${file}: ${reading.ok ? "" : reading.message}`);
  const refused = reading.value.report.items.filter((item) => item.outcome === "refused");
  assert.deepEqual(refused, [], file);
  return reading.value;
}

/** The creatures among items. */
export const creatures = (items: readonly ImportedItem[]): StatBlock[] =>
  items.flatMap((item) => item.kind === "creature" ? [item.block] : []);

/** The first creature of a file. */
export async function creature(file: string): Promise<StatBlock> {
  const [block] = creatures((await read(file)).items);
  assert.ok(block, file);
  return block;
}
