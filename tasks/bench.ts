// `deno task bench [NAME…] [--json | --markdown] [--compare FILE]`: runs tasks/bench/NAME.ts (all of
// them without a name) and prints what was measured beside its budget, and beside an earlier run
// that FILE holds (what --json printed). It measures and does not judge: exits 0 whatever is missed,
// 1 only when a bench could not run.
import type { Row } from "@/tasks/bench/row.ts";
import { benchMarkdown, benchTable, readRows } from "@/tasks/bench/table.ts";

type ActionContext = () => AsyncIterable<Row> | Promise<readonly Row[]>;

const FOLDER = new URL("./bench/", import.meta.url);

/** Files beside the benches that are none. */
const NO_BENCH: ReadonlySet<string> = new Set(["row.ts", "table.ts"]);

/** The names of all benches, sorted. */
function benchNames(): string[] {
  return [...Deno.readDirSync(FOLDER)].map((entry) => entry.name)
    .filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts") && !NO_BENCH.has(name))
    .map((name) => name.slice(0, -".ts".length)).sort();
}

async function* rowsOf(name: string): AsyncGenerator<Row> {
  const loaded: { rows?: ActionContext } = await import(new URL(`${name}.ts`, FOLDER).href);
  if (loaded.rows === undefined) throw new Error(`Cannot run ${name}: it exports no rows()`);
  const rows = loaded.rows();
  yield* Symbol.asyncIterator in rows ? rows : await rows;
}

async function main(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const at = args.indexOf("--compare");
  const compared = at === -1 ? undefined : args[at + 1];
  if (at !== -1 && compared === undefined) {
    console.error("Say which file to compare with: --compare FILE");
    return 1;
  }
  const before = compared === undefined ? undefined : readRows(await Deno.readTextFile(compared));
  const asked = args.filter((arg, i) => !arg.startsWith("--") && (at === -1 || i !== at + 1));
  const known = benchNames();
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`No bench is called ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
    return 1;
  }
  const rows: Row[] = [];
  let failed = 0;
  for (const name of asked.length > 0 ? asked : known) {
    if (!json) console.error(`${name} …`);
    try {
      for await (const row of rowsOf(name)) {
        rows.push(row);
        if (json) console.log(JSON.stringify(row));
      }
    } catch (cause) {
      failed++;
      console.error(`${name} could not run:`, cause);
    }
  }
  const table = args.includes("--markdown") ? benchMarkdown : benchTable;
  if (!json) console.log(table(rows, before));
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
