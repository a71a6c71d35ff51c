// What distance costs: people and database 20, 80 and 160 ms apart (there and back), the app beside
// one or the other. Distance is a relay that holds every packet back for half of it each way; the
// database is a real server that speaks MongoDB's protocol, on this machine.
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { startMongo } from "@/tasks/lib/mongo_server.ts";
import { percentile, type Row, row } from "@/tasks/bench/row.ts";

const APART_MS = [20, 80, 160] as const;
const RUNS = 15;

/** Passes bytes on in order, each piece `ms` later. */
async function passLater(from: Deno.Conn, to: Deno.Conn, ms: number): Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  try {
    for await (const piece of from.readable) {
      const due = new Promise((resolve) => setTimeout(resolve, ms));
      last = Promise.all([last, due]).then(async () => {
        for (let rest = piece; rest.length > 0;) rest = rest.subarray(await to.write(rest));
      });
      last.catch(() => {});
    }
    await last;
  } catch {
    // One end is gone.
  }
  try {
    await to.closeWrite();
  } catch {
    // It is closed already.
  }
}

/** A port whose connections are as far from `port` as `ms` there and back. */
function distance(port: number, ms: number): { port: number; close: () => void } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  void (async () => {
    for await (const near of listener) {
      try {
        const far = await Deno.connect({ hostname: "127.0.0.1", port });
        near.setNoDelay(true);
        far.setNoDelay(true);
        void passLater(near, far, ms / 2);
        void passLater(far, near, ms / 2);
      } catch {
        near.close();
      }
    }
  })();
  return { port: listener.addr.port, close: () => listener.close() };
}

async function startServer(uri: string): Promise<{ port: number; stop: () => Promise<unknown> }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tasks/start.ts", "--no-build"],
    cwd: ROOT,
    env: { APP_ENV: "test", PORT: "0", MONGODB_URI: uri, NO_COLOR: "1", LOG_LEVEL: "error" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  const listening = Promise.withResolvers<number>();
  void (async () => {
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += part;
      const port = /http:\/\/localhost:(\d+)/.exec(text)?.[1];
      if (port !== undefined) listening.resolve(Number(port));
    }
    listening.reject(new Error(`the app ended: ${text}`));
  })();
  const port = await listening.promise;
  return {
    port,
    stop: () => {
      child.kill("SIGTERM");
      return child.status;
    },
  };
}

async function median(work: () => Promise<void>): Promise<number> {
  const samples: number[] = [];
  // The first ones open connections.
  for (let run = -3; run < RUNS; run++) {
    const start = performance.now();
    await work();
    if (run >= 0) samples.push(performance.now() - start);
  }
  return percentile(samples, 0.5);
}

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init);
  const text = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return new Response(text, { headers: response.headers });
}

/** A page without data, a list that is read, and a write that is acknowledged. */
async function figures(where: string, apart: number, origin: string, own: string): Promise<Row[]> {
  const body = JSON.stringify({ name: "Far away", edition: "2024" });
  const headers = { "content-type": "application/json", origin: own, host: new URL(own).host };
  const made = await ask(`${origin}/api/v1/encounters`, { method: "POST", headers, body });
  const cookie = made.headers.getSetCookie().map((value) => value.split(";")[0]).join("; ");
  const page = await median(async () => void await ask(`${origin}/`));
  const read = await median(async () =>
    void await ask(`${origin}/api/v1/encounters`, { headers: { cookie } })
  );
  const write = await median(async () =>
    void await ask(`${origin}/api/v1/encounters`, {
      method: "POST",
      headers: { ...headers, cookie },
      body,
    })
  );
  const name = (what: string) => `${what}, ${apart} ms apart, app beside the ${where}`;
  const budget = where === "people" ? apart * 5 + 60 : apart + 60;
  return [
    row({ name: name("first page"), value: page, unit: "ms", budget: apart + 60, runs: RUNS }),
    row({ name: name("read of a list"), value: read, unit: "ms", budget, runs: RUNS }),
    row({ name: name("write, acknowledged"), value: write, unit: "ms", budget, runs: RUNS }),
  ];
}

export async function* rows(): AsyncGenerator<Row> {
  await ensureBuilt();
  const mongo = await startMongo();
  try {
    yield* measured(new URL(mongo.uri("edge_test")));
  } finally {
    await mongo.close();
  }
}

async function* measured(address: URL): AsyncGenerator<Row> {
  const beside = await startServer(address.href);
  for (const apart of APART_MS) {
    const far = distance(beside.port, apart);
    yield* await figures(
      "database",
      apart,
      `http://127.0.0.1:${far.port}`,
      `http://127.0.0.1:${far.port}`,
    );
    far.close();
  }
  await beside.stop();
  for (const apart of APART_MS) {
    const far = distance(Number(address.port), apart);
    const there = new URL(address);
    there.port = String(far.port);
    there.searchParams.set("directConnection", "true");
    const app = await startServer(there.href);
    yield* await figures(
      "people",
      apart,
      `http://127.0.0.1:${app.port}`,
      `http://127.0.0.1:${app.port}`,
    );
    await app.stop();
    far.close();
  }
}
