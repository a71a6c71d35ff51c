/** Importing: a file of 5,000 creatures from bytes to report, and on into the store. */
import { allOf } from "@/lib/bestiary/srd_data.ts";
import { improvedExport } from "@/lib/interchange/formats/improved_initiative/write.ts";
import { ImportTurns } from "@/lib/interchange/import_turns.ts";
import { ProcessReader } from "@/lib/interchange/process_reader.ts";
import { Imports } from "@/lib/interchange/imports.ts";
import { ok } from "@/lib/errors.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";
import { median, type Row, row } from "./row.ts";

const CREATURES = 5_000;
const RUNS = 3;

/** 5,000 different creatures as a file of the most common format. */
async function file(): Promise<Uint8Array<ArrayBuffer>> {
  const all = [...await allOf("2014"), ...await allOf("2024")];
  const many = Array.from({ length: CREATURES }, (_, n) => {
    const block = all[n % all.length];
    if (block === undefined) throw new Error("Cannot measure: there are no creatures");
    return { ...block, name: `${block.name} ${n}`, slug: `${block.slug}-${n}` };
  });
  return new TextEncoder().encode(improvedExport(many, []));
}

/** Reads the file to its report and stores it. */
export async function* rows(): AsyncGenerator<Row> {
  const bytes = await file();
  const reading: number[] = [];
  const storing: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const folder = await Deno.makeTempDir();
    await migrateUp(`${folder}/bench.sqlite`);
    const store = openStore({ path: `${folder}/bench.sqlite` });
    const fetching = {
      hosts: [],
      resolve: () => Promise.resolve([]),
      fetch: () => Promise.reject(new Error("none")),
    };
    const imports = new Imports({
      store,
      now: () => Date.now(),
      fetching,
      files: new ProcessReader(),
      turns: new ImportTurns(),
    });
    const before = performance.now();
    const turn = { begin: () => Promise.resolve(ok(null)), leave: () => {} };
    const options = { edition: "2014", turn } as const;
    await imports.plan("bench", bytes, options);
    const read = performance.now();
    await imports.store("bench", bytes, options);
    storing.push(performance.now() - read);
    reading.push(read - before);
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
  const unit = "ms";
  yield row({
    name: `import: ${CREATURES} creatures, file to report`,
    value: median(reading),
    unit,
    budget: 3_000,
    runs: RUNS,
  });
  yield row({
    name: `import: ${CREATURES} creatures, file to stored`,
    value: median(storing),
    unit,
    budget: 3_000,
    runs: RUNS,
  });
}
