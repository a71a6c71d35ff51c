/**
 * Attacks on the built server in a process with 512 MB, and what others notice. Prints the table of
 * docs/security.md as well. `ABUSE_ONLY=words` keeps to attacks with these words in their name;
 * `ABUSE_ROOT=FOLDER` attacks another checkout, built already, and writes its figures as "before".
 */
import { type AttackResult, carryOut } from "@/tests/abuse/attack.ts";
import { ATTACKS } from "@/tests/abuse/attacks.ts";
import { type Before, readBefore, writeBefore } from "@/tests/abuse/before.ts";
import { type Row, row } from "./row.ts";

const TURN_BUDGET_MS = 150;
const STALL_BUDGET_MS = 100;
const MEMORY_BUDGET_MB = 768;

export async function* rows(): AsyncGenerator<Row> {
  const only = Deno.env.get("ABUSE_ONLY") ?? "";
  const root = Deno.env.get("ABUSE_ROOT");
  const before = await readBefore();
  const results: AttackResult[] = [];
  for (const attack of ATTACKS.filter(({ name }) => name.includes(only))) {
    const result = await carryOut(attack, root === undefined ? {} : { root });
    results.push(result);
    console.error(`${attack.name}: ${result.reached}`);
    const { noticed } = result;
    const named = (what: string) => ({ name: `${attack.name}: ${what}`, runs: 1 });
    yield row({
      ...named("a turn elsewhere, p99"),
      value: noticed.turnP99,
      unit: "ms",
      budget: TURN_BUDGET_MS,
      runs: noticed.turns,
    });
    yield row({
      ...named("/livez, p99"),
      value: noticed.livezP99,
      unit: "ms",
      budget: STALL_BUDGET_MS,
    });
    yield row({ ...named("lost commands"), value: noticed.lost, unit: "", budget: 0 });
    yield row({
      ...named("peak memory"),
      value: result.peakMemory / 1e6,
      unit: "MB",
      budget: MEMORY_BUDGET_MB,
    });
  }
  if (root !== undefined) await writeBefore(results);
  console.log(`\n${abuseTable(results, before)}\n`);
}

/** The table as Markdown; "before" in brackets, where it was measured. */
export function abuseTable(results: readonly AttackResult[], before: Before): string {
  const head = "| attack | sent | longest stall | turn elsewhere, p99 | peak memory | disk | |";
  const lines = results.map((result) => {
    const old = before[result.attack];
    const both = (now: string, then: string | undefined) =>
      then === undefined ? now : `${now} (${then})`;
    const ms = (value: number) =>
      value >= 10_000 ? `${Math.round(value / 1_000)} s` : `${Math.round(value)} ms`;
    const end = result.survived ? "serves on" : "ended";
    return `| ${
      [
        result.attack,
        size(result.bytesSent),
        both(ms(result.noticed.livezMax), old && ms(old.stallMs)),
        both(ms(result.noticed.turnP99), old && ms(old.turnP99)),
        both(size(result.peakMemory), old && size(old.peakMemory)),
        both(size(result.diskGrowth), old && size(old.diskGrowth)),
        both(end, old && (old.survived ? "served on" : "ended")),
      ].join(" | ")
    } |`;
  });
  return [head, "| --- | --- | --- | --- | --- | --- | --- |", ...lines].join("\n");
}

function size(bytes: number): string {
  for (const [unit, many] of [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]] as const) {
    if (bytes >= many) return `${(bytes / many).toPrecision(3)} ${unit}`;
  }
  return `${bytes} B`;
}
