// What traces cost: processor time of a page and of a command, with and without them.
import { newEncounter, sent } from "@/tests/api/encounters.ts";
import { type RunningApp, startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { median, type Row, row } from "@/tasks/bench/row.ts";

/** Short turns, so that a busy machine slows all servers alike. */
const ROUNDS = 60;
const REQUESTS = 60;
const TABLES = 40;

/** The variables that docs/operations.md names for a server under load. */
const SAMPLED = {
  OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
  OTEL_TRACES_SAMPLER_ARG: "0.02",
};

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
  const traced = {
    ...env,
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.addr.port}`,
  };
  try {
    await using off = await startApp({ env });
    await using some = await startApp({ env: { ...traced, ...SAMPLED } });
    await using all = await startApp({ env: traced });
    const apps = [off, some, all];
    const asks = await Promise.all(apps.map(asksOf));
    for (const kind of ["page", "command"] as const) {
      const costs = apps.map((): number[] => []);
      // The first rounds only warm.
      for (let round = -5; round < ROUNDS; round++) {
        for (const [at, app] of apps.entries()) {
          const ask = asks[at]?.[kind];
          if (ask === undefined) continue;
          const cost = await costOf(app, ask);
          if (round >= 0) costs[at]?.push(cost);
        }
      }
      const [base = NaN, sampled = NaN, full = NaN] = costs.map(median);
      const name = `processor time of a ${kind} beyond that without traces`;
      const beyond = (cost: number) => (cost / base - 1) * 100;
      yield row({
        name: `${name}, one of 50 traced`,
        value: beyond(sampled),
        unit: "%",
        budget: 3,
        runs: ROUNDS,
      });
      yield row({
        name: `${name}, all traced`,
        value: beyond(full),
        unit: "%",
        budget: 25,
        runs: ROUNDS,
      });
    }
  } finally {
    await receiver.shutdown();
  }
}
