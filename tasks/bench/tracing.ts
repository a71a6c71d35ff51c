// What traces cost: processor time of a page and of a command, with and without them.
import { newEncounter, sent } from "@/tests/api/encounters.ts";
import { type RunningApp, startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { median, type Row, row } from "@/tasks/bench/row.ts";

const ROUNDS = 7;
const REQUESTS = 400;
const TABLES = 40;

/** Processor seconds that a server has used. */
async function cpuOf({ origin }: RunningApp): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^process_cpu_seconds_total(?:\{[^}]*\})? (\S+)/m.exec(text)?.[1] ?? NaN);
}

type Ask = () => Promise<Response>;

/** Milliseconds of processor time that one request takes. */
async function costOf(app: RunningApp, ask: Ask): Promise<number> {
  const before = await cpuOf(app);
  for (let i = 0; i < REQUESTS; i++) {
    const response = await ask();
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`A request was answered ${response.status}`);
  }
  return (await cpuOf(app) - before) / REQUESTS * 1_000;
}

/** The two kinds of requests, as one person of this server makes them. */
async function asksOf(app: RunningApp): Promise<Record<string, Ask>> {
  // Many, so that nobody comes to the limit of one person's commands.
  const tables = await Promise.all(
    Array.from({ length: TABLES }, async () => {
      const dm = new HttpPerson(app.origin);
      return { dm, id: await newEncounter(dm) };
    }),
  );
  let at = 0;
  const next = () => {
    const table = tables[at++ % TABLES];
    if (table === undefined) throw new RangeError("There are no tables");
    return table;
  };
  return {
    page: () => next().dm.fetch("/encounters", { headers: { accept: "text/html" } }),
    command: () => {
      const { dm, id } = next();
      const command = sent({ type: "RenameEncounter", name: `Name ${at}` });
      const body = { sentAt: Date.now(), commands: [command] };
      return dm.send("POST", `/api/v1/encounters/${id}/commands`, body);
    },
  };
}

export async function* rows(): AsyncGenerator<Row> {
  const local = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const receiver = Deno.serve(local, async (request) => {
    await request.arrayBuffer();
    return Response.json({});
  });
  const env = { LOG_LEVEL: "error" };
  const endpoint = `http://127.0.0.1:${receiver.addr.port}`;
  const traced = {
    ...env,
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    ...Object.fromEntries(
      Object.entries(Deno.env.toObject()).filter(([k]) => k.startsWith("OTEL_")),
    ),
  };
  try {
    await using off = await startApp({ env });
    await using on = await startApp({ env: traced });
    const [without, with_] = [await asksOf(off), await asksOf(on)];
    for (const kind of ["page", "command"]) {
      const [plain, spans] = [without[kind], with_[kind]];
      if (plain === undefined || spans === undefined) continue;
      const shares: number[] = [];
      // Side by side, so that a busy machine slows both; the first round only warms.
      for (let round = -1; round < ROUNDS; round++) {
        const base = await costOf(off, plain);
        const cost = await costOf(on, spans);
        if (round >= 0) shares.push((cost / base - 1) * 100);
      }
      yield row({
        name: `processor time of a ${kind} with traces, beyond that without`,
        value: median(shares),
        unit: "%",
        budget: 3,
        runs: ROUNDS,
      });
    }
  } finally {
    await receiver.shutdown();
  }
}
