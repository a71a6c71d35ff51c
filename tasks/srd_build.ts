/**
 * `deno task srd:build [DIR]`: parses the SRD sources (5e-bits 2014, Open5e 2024) in DIR, in `SRD_DIR` or in
 * ../shared/srd, and writes lib/bestiary/data and the search index of lib/creatures. Reports per monster what it could
 * not structure: what only our words say, and as open points what nothing says.
 */
import { z } from "zod";
import { summaryOf } from "@/lib/bestiary/srd_data.ts";
import { encodeIndex } from "@/lib/creatures/search_index.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { RULE_FIXES } from "./srd/fixes.ts";
import type { Report } from "./srd/reading.ts";
import { from2014, Monster2014 } from "./srd/from_2014.ts";
import { Actions, Creatures, from2024, Traits } from "./srd/from_2024.ts";

const dir = Deno.args[0] ?? Deno.env.get("SRD_DIR") ?? "../shared/srd";
const DATA = new URL("../lib/bestiary/data/", import.meta.url);

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await Deno.readTextFile(`${dir}/${path}`)));
}

const open: string[] = [];
const inWords: string[] = [];
const reportOf = (creature: string): Report => (what, state = "open") =>
  (state === "open" ? open : inWords).push(`${creature}: ${what}`);
const written: StatBlock[] = [];
async function write(edition: string, blocks: readonly StatBlock[]): Promise<void> {
  const lines = blocks.toSorted((a, b) => a.name.localeCompare(b.name)).map((b) =>
    JSON.stringify(b)
  );
  await Deno.writeTextFile(new URL(`srd_${edition}.json`, DATA), `[\n${lines.join(",\n")}\n]\n`);
  written.push(...blocks);
  console.log(`${edition}: ${blocks.length} creatures written`);
}

const monsters = await readJson("2014/5e-bits-Monsters.json", z.array(Monster2014));
await write(
  "2014",
  monsters.map((m) => from2014(m, reportOf(`2014 ${m.index}`))),
);
const creatures = await readJson("2024/open5e-Creature.json", Creatures);
const actions = await readJson("2024/open5e-CreatureAction.json", Actions);
const traits = await readJson("2024/open5e-CreatureTrait.json", Traits);
await write(
  "2024",
  creatures.map((c) => {
    const own = <T extends { fields: { parent: string } }>(rows: readonly T[]): T["fields"][] =>
      rows.filter((r) => r.fields.parent === c.pk).map((r) => r.fields);
    return from2024(c, own(actions), own(traits), reportOf(`2024 ${c.pk}`));
  }),
);
const rows = written.map(summaryOf).sort((a, b) =>
  a.name.localeCompare(b.name) || a.slug.localeCompare(b.slug)
);
const index = encodeIndex(rows);
await Deno.writeTextFile(
  new URL("../lib/creatures/data/search_index.json", import.meta.url),
  JSON.stringify(index) + "\n",
);
for (const { where, reason } of RULE_FIXES) console.log(`by rule: ${where}: ${reason}`);
for (const line of inWords) console.log(`in words only: ${line}`);
for (const line of open) console.log(line);
console.log(`${inWords.length} dice and DCs in words only, ${open.length} open points`);
