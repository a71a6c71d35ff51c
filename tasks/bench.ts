// `deno task bench [NAME…] [--json]`: runs tasks/bench/NAME.ts (all of them without a name) and
// prints what was measured beside its budget. It measures and does not judge: exits 0 whatever is
// missed, 1 only when a bench could not run.
import type { Row } from "@/tasks/bench/row.ts";

type ActionContext = () => AsyncIterable<Row> | Promise<readonly Row[]>;

const FOLDER = new URL("./bench/", import.meta.url);

/** The names of all benches, sorted. */
function benchNames(): string[] {
  return [...Deno.readDirSync(FOLDER)].map((entry) => entry.name)
    .filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts") && name !== "row.ts")
    .map((name) => name.slice(0, -".ts".length)).sort();
}

async function* rowsOf(name: string): AsyncGenerator<Row> {
  const loaded: { rows?: ActionContext } = await import(new URL(`${name}.ts`, FOLDER).href);
  if (loaded.rows === undefined) throw new Error(`Cannot run ${name}: it exports no rows()`);
  const rows = loaded.rows();
  yield* Symbol.asyncIterator in rows ? rows : await rows;
}

function figure(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return `${value.toLocaleString("en", { maximumFractionDigits: digits })} ${unit}`;
}

/** All rows as one table: what, measured, budget, ratio, met or missed. */
export function benchTable(rows: readonly Row[]): string {
  const cells = rows.map((one) => [
    one.name,
    figure(one.value, one.unit),
    `${one.better === "lower" ? "≤" : "≥"} ${figure(one.budget, one.unit)}`,
    one.budget === 0 ? "–" : (one.value / one.budget).toFixed(2),
    one.ok ? "met" : "MISSED",
  ]);
  const table = [["what", "measured", "budget", "ratio", ""], ...cells];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...table.map((line) => line[i]?.length ?? 0)));
  return table.map((line) =>
    line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ").trimEnd()
  )
    .join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const asked = args.filter((arg) => !arg.startsWith("--"));
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
      for await (const one of rowsOf(name)) {
        rows.push(one);
        if (json) console.log(JSON.stringify(one));
      }
    } catch (cause) {
      failed++;
      console.error(`${name} could not run:`, cause);
    }
  }
  if (!json) console.log(benchTable(rows));
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
