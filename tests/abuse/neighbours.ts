/** What others notice while somebody attacks: another table's turns, and whether the server answers. */
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { storePath } from "@/lib/store/sqlite/open.ts";
import { batch, FOES, newEncounter, ORDER, PARTY, sent } from "@/tests/api/encounters.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { percentile } from "@/tasks/bench/row.ts";

const TURN_EVERY_MS = 50;
const LIVEZ_EVERY_MS = 20;
const PATIENCE_MS = 60_000;

export interface Noticed {
  /** 99th percentile of a turn at the other table, from the key to its acknowledgement, in ms. */
  readonly turnP99: number;
  readonly turns: number;
  /** Turns that were acknowledged and are not in the log. */
  readonly lost: number;
  /** Turns that got another answer than 200, or none. */
  readonly refused: number;
  readonly livezP99: number;
  /** The longest that `/livez` took, in ms: the longest stall. */
  readonly livezMax: number;
  /** Asks of `/livez` that got no answer 200. */
  readonly livezFailed: number;
}

export interface Neighbours {
  /** Ends the watching, reads the other table's log, and says what was noticed. */
  done(): Promise<Noticed>;
}

/** A second table with a fight under way: its DM goes on to the next turn again and again. */
export async function watchNeighbours(
  { origin, dataDir }: { readonly origin: string; readonly dataDir: string },
): Promise<Neighbours> {
  const dm = new HttpPerson(origin);
  const id = await newEncounter(dm, "The other table");
  const path = `/api/v1/encounters/${id}/commands`;
  const opening = await dm.send(
    "POST",
    path,
    batch(PARTY, FOES, ...ORDER, { type: "StartCombat" }),
  );
  await opening.body?.cancel();
  if (!opening.ok) throw new Error(`Cannot set the other table up: ${opening.status}`);
  const ended = new AbortController();
  const turns: number[] = [];
  const acknowledged: string[] = [];
  let refused = 0;
  const playing = repeat(ended.signal, TURN_EVERY_MS, async () => {
    const command = sent({ type: "NextTurn" });
    const start = performance.now();
    const answer = await dm.fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sentAt: Date.now(), commands: [command] }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
    const body = await answer?.json().catch(() => null);
    turns.push(performance.now() - start);
    if (answer?.status === 200 && body?.results?.[0]?.status === "applied") {
      acknowledged.push(command.id);
    } else refused++;
  });
  const livez: number[] = [];
  let livezFailed = 0;
  const asking = repeat(ended.signal, LIVEZ_EVERY_MS, async () => {
    const start = performance.now();
    const answer = await fetch(`${origin}/livez`, { signal: AbortSignal.timeout(PATIENCE_MS) })
      .catch(() => null);
    await answer?.body?.cancel();
    livez.push(performance.now() - start);
    if (answer?.status !== 200) livezFailed++;
  });
  return {
    async done() {
      ended.abort();
      await Promise.all([playing, asking]);
      const kept = commandsOf(dataDir, id);
      return {
        turnP99: percentile(turns, 0.99),
        turns: turns.length,
        lost: acknowledged.filter((candidate) => !kept.has(candidate)).length,
        refused,
        livezP99: percentile(livez, 0.99),
        livezMax: Math.max(...livez),
        livezFailed,
      };
    },
  };
}

async function repeat(signal: AbortSignal, everyMs: number, work: () => Promise<void>) {
  do {
    await work();
    await sleep(everyMs);
  } while (!signal.aborted);
}

/** Every command in the fight's log, read beside the server, which may be out of reach. */
function commandsOf(dataDir: string, id: string): Set<string> {
  const db = new DatabaseSync(storePath(dataDir), { readOnly: true, timeout: 5_000 });
  try {
    const rows = db.prepare("SELECT command_id FROM encounter_log WHERE encounter_id = ?").all(id);
    return new Set(rows.map((row) => String(row["command_id"])));
  } finally {
    db.close();
  }
}
