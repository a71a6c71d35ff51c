/** The texts are this project's own: none shares eight words in a row with the SRD sources, and none is empty talk. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { allOf } from "./srd_data.ts";

const DIR = Deno.env.get("SRD_DIR") ?? "../shared/srd";
const RUN = 8;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

function* runs(text: string): Generator<string> {
  const words = wordsOf(text);
  for (let i = 0; i + RUN <= words.length; i++) yield words.slice(i, i + RUN).join(" ");
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (value !== null && typeof value === "object") {
    for (const part of Object.values(value)) yield* strings(part);
  }
}

const FILES = [
  "2014/5e-bits-Monsters.json",
  "2024/open5e-Creature.json",
  "2024/open5e-CreatureAction.json",
  "2024/open5e-CreatureTrait.json",
];

Deno.test("no text shares eight words in a row with the sources", async () => {
  const known = new Set<string>();
  for (const file of FILES) {
    try {
      for (const text of strings(JSON.parse(await readFile(`${DIR}/${file}`, "utf8")))) {
        for (const run of runs(text)) known.add(run);
      }
    } catch (cause) {
      console.log(
        `not compared: cannot read ${file} (${cause instanceof Error ? cause.message : ""})`,
      );
      return;
    }
  }
  const shared: string[] = [];
  for (const edition of ["2014", "2024"] as const) {
    for (const block of await allOf(edition)) {
      for (const text of strings(block)) {
        for (const run of runs(text)) if (known.has(run)) shared.push(`${block.slug}: ${run}`);
      }
    }
  }
  assert.deepEqual(shared, []);
});

/** A pattern without a match leaves a question mark; the rest would be slips of the builder. */
const UNFILLED = /\{~|undefined|\?|XPHB/;

Deno.test("every trait has a text, and so has every action without figures", async () => {
  const mute: string[] = [];
  for (const edition of ["2014", "2024"] as const) {
    for (const b of await allOf(edition)) {
      for (const t of b.traits) {
        if (!t.text) mute.push(`${b.slug} ${t.name}`);
        assert.doesNotMatch(t.text, UNFILLED, `${b.slug} ${t.name}`);
      }
      const actions = [
        ...b.actions,
        ...b.bonusActions,
        ...b.reactions,
        ...(b.legendary?.actions ?? []),
      ];
      for (const a of actions) {
        const figures = a.kind !== "other" || a.multiattack || a.damages || a.heal ||
          /pellcasting$/.test(a.name);
        if (!a.text && !figures) mute.push(`${b.slug} ${a.name}`);
        assert.doesNotMatch(a.text, UNFILLED, `${b.slug} ${a.name}`);
      }
    }
  }
  assert.deepEqual(mute, []);
});
