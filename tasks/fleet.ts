// `deno task fleet`: four built instances over MongoDB and Redis behind a balancer without sticky
// sessions, 200 fights with 2,000 streams, an instance killed every 5 s for 2 minutes. Prints what
// was lost (nothing may be) and how soon every screen was in step after each kill. `--instances`,
// `--fights`, `--screens`, `--seconds`, `--every` change it. Exits with 1 when anything was lost.
import { percentile } from "@/tasks/bench/row.ts";
import { killStorm } from "@/tests/help/kill_storm.ts";

/** After a kill every screen is in step again within this time, on a machine that does no more. */
const IN_STEP_MS = 3_000;

function numberOf(name: string, otherwise: number): number {
  const given = Deno.args.find((arg) => arg.startsWith(`--${name}=`));
  const value = given === undefined ? otherwise : Number(given.slice(name.length + 3));
  if (!(value > 0)) {
    console.error(`--${name} takes a positive number`);
    Deno.exit(2);
  }
  return value;
}

const result = await killStorm({
  instances: numberOf("instances", 4),
  tables: numberOf("fights", 200),
  screens: numberOf("screens", 10),
  everyMs: numberOf("pace", 10_000),
  seconds: numberOf("seconds", 120),
  killEverySeconds: numberOf("every", 5),
}, (line) => console.log(line));
const { kills, acknowledged, repeated, inStepMs, wrong } = result;
console.log(`${kills} kills, ${acknowledged} commands acknowledged, ${repeated} sent again`);
const [median, worst] = [percentile(inStepMs, 0.5), Math.max(...inStepMs)];
const verdict = worst <= IN_STEP_MS ? "met" : "MISSED";
console.log(`in step after ${Math.round(median)} ms (median), ${Math.round(worst)} ms (worst)`);
console.log(`budget of the worst: ${IN_STEP_MS} ms, ${verdict}`);
console.log(wrong.length === 0 ? "nothing lost, doubled or reordered" : wrong.join("\n"));
Deno.exit(wrong.length === 0 ? 0 : 1);
