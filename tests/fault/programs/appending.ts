// Appends to fights without end and says on standard output, line by line, what was acknowledged:
// `fight version commandId`. Arguments: file, run number, fights. Goes on where a killed run
// stopped, as a server does after a restart.
import { setTimeout as sleep } from "node:timers/promises";
import { sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";

const [path = "", run = "", fights = ""] = Deno.args;
const { encounters } = openStore({ path });
const encoder = new TextEncoder();
const COUNT = Number(fights);
/** About 200 a second: each of the fights waits so long between two of its appends. */
const PAUSE_MS = COUNT * 5;

async function runEncounter(id: string): Promise<never> {
  let version = (await encounters.find(id))?.version ?? 0;
  if (version === 0) {
    await encounters.create(sampleRecord(id), [sampleEntry(1, `${run}-${id}-1`)]);
    version = 1;
  }
  for (let n = version + 1;; n++) {
    const commandId = `${run}-${id}-${n}`;
    const result = await encounters.append(id, n - 1, [sampleEntry(n, commandId)], sampleUpdate());
    if (result.kind !== "appended") throw new Error(`${id} at ${n}: ${result.kind}`);
    // In one write, so that a line is there wholly or not at all.
    Deno.stdout.writeSync(encoder.encode(`${id} ${n} ${commandId}\n`));
    await sleep(PAUSE_MS);
  }
}

await Promise.all(Array.from({ length: COUNT }, (_, index) => runEncounter(`fight-${index}`)));
