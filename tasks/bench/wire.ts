// The live wire over loopback: a server process of its own, this process is everybody else.
import type { Command } from "@/lib/combat/commands.ts";
import { SseConnection } from "@/lib/encounters/live/sse_connection.ts";
import { median, percentile, type Row, row } from "@/tasks/bench/row.ts";
import { openSocket, type StreamSocket } from "@/tasks/lib/stream_sockets.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const UPDATES = 12;
const MB = 1024 * 1024;
/** What `deno task start` gives to V8; see docs/operations.md. */
const V8_FLAGS = "--v8-flags=--max-semi-space-size=2";

interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

async function startServer(path: string, port = 0): Promise<Server> {
  const script = new URL("../lib/wire_server.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", V8_FLAGS, script, path, String(port)],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return {
    port: Number(new TextDecoder().decode(value).trim()),
    async stop() {
      child.kill("SIGKILL");
      await child.status;
      await child.stdout.cancel();
    },
  };
}

/** The DM of one fight. */
class Dm {
  #cookie = "";
  id = "";

  constructor(private readonly server: () => Server) {}

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    const base = `http://127.0.0.1:${this.server().port}`;
    const response = await fetch(`${base}/api/v1/encounters${path}`, {
      method,
      headers: { origin: base, cookie: this.#cookie, "content-type": "application/json" },
      ...body === undefined ? {} : { body: JSON.stringify(body) },
    });
    const [cookie = ""] = response.headers.getSetCookie();
    this.#cookie ||= cookie.split(";")[0] ?? "";
    const answer = await response.json();
    if (!response.ok || answer.refused) throw new Error(JSON.stringify(answer));
    return answer;
  }

  async create(combatants: number): Promise<this> {
    const made = await this.#send("POST", "", { name: "A bench", edition: "2024" });
    this.id = (made as { id: string }).id;
    await this.command({ type: "AddCombatants", combatants: drafts(combatants) }, {
      type: "StartCombat",
    });
    return this;
  }

  async share(): Promise<string> {
    return (await this.#send("POST", `/${this.id}/share`) as { code: string }).code;
  }

  command(...commands: readonly Command[]): Promise<unknown> {
    const at = Date.now();
    const sent = commands.map((command) => ({
      id: crypto.randomUUID(),
      at,
      seed: crypto.randomUUID().replaceAll("-", ""),
      command,
    }));
    return this.#send("POST", `/${this.id}/commands`, { sentAt: at, commands: sent });
  }
}

function drafts(count: number, prefix = "c") {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${index}`,
    kind: index < 4 ? "character" as const : "monster" as const,
    name: `Fighter ${index}`,
    hp: { max: 40 },
    initiative: 500 - index,
  }));
}

async function until(what: string, done: () => boolean, ms = 20_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!done()) {
    if (performance.now() > deadline) throw new Error(`Cannot wait longer: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Opens `count` player streams and waits until each has the whole table. */
async function openMany(port: number, code: string, count: number): Promise<StreamSocket[]> {
  const sockets: StreamSocket[] = [];
  while (sockets.length < count) {
    const batch = Math.min(100, count - sockets.length);
    sockets.push(
      ...await Promise.all(
        Array.from({ length: batch }, () => openSocket(port, `/api/v1/play/${code}/stream`)),
      ),
    );
    await until("whole tables", () => sockets.every((socket) => socket.frames >= 3));
  }
  return sockets;
}

/** The 99th percentile of all arrivals, one figure an update. */
async function fanOut(dm: Dm, sockets: readonly StreamSocket[]): Promise<number[]> {
  const samples: number[] = [];
  for (let update = -2; update < UPDATES; update++) {
    for (const socket of sockets) socket.reset();
    const start = performance.now();
    await dm.command({ type: "NextTurn" });
    await until("the update", () => sockets.every((socket) => socket.frames > 0));
    const p99 = percentile(sockets.map((socket) => socket.lastAt - start), 0.99);
    if (update >= 0) samples.push(p99);
  }
  return samples;
}

async function memoryOf(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/memory`);
  return (await answer.json()).rss;
}

/** One figure of the wire after the other; the server runs in a process of its own. */
export async function* rows(): AsyncGenerator<Row> {
  const folder = await Deno.makeTempDir({ prefix: "tracker-bench-" });
  const path = `${folder}/tracker.sqlite`;
  await migrateUp(path);
  let server = await startServer(path);
  try {
    const dm = await new Dm(() => server).create(50);
    const code = await dm.share();

    const first = await openMany(server.port, code, 1_000);
    const thousand = await fanOut(dm, first);
    yield row({
      name: "one update to 1,000 players, p99",
      value: median(thousand),
      unit: "ms",
      budget: 40,
      runs: thousand.length,
    });
    const bytes = first.map((socket) => socket.bytes);
    yield row({
      name: "a next turn with 50 combatants, to one player",
      value: median(bytes),
      unit: "B",
      budget: 200,
      runs: bytes.length,
    });

    const batches: number[] = [];
    for (let run = 0; run < 7; run++) {
      const fresh = await new Dm(() => server).create(4);
      const start = performance.now();
      const combatants = drafts(200, `b${run}-`).map((draft) => ({
        ...draft,
        kind: "monster" as const,
      }));
      await fresh.command({ type: "AddCombatants", combatants });
      batches.push(performance.now() - start);
    }
    yield row({
      name: "200 combatants in one batch",
      value: median(batches),
      unit: "ms",
      budget: 50,
      runs: batches.length,
    });

    for (let encounter = 0; encounter < 200; encounter++) await new Dm(() => server).create(10);
    yield row({
      name: "memory with 1,000 connections and 200 fights",
      value: await memoryOf(server.port) / MB,
      unit: "MB",
      budget: 150,
      runs: 1,
    });

    yield slowReader();

    const more = [...first, ...await openMany(server.port, code, 4_000)];
    const many = await fanOut(dm, more);
    yield row({
      name: "one update to 5,000 players, p99",
      value: median(many),
      unit: "ms",
      budget: 200,
      runs: many.length,
    });
    for (const socket of more) socket.close();

    const { port } = server;
    await server.stop();
    server = await startServer(path, port);
    const start = performance.now();
    const storm = await Promise.all(
      Array.from({ length: 2_000 }, () => openSocket(port, `/api/v1/play/${code}/stream`)),
    );
    await until("2,000 in step", () => storm.every((socket) => socket.frames >= 3));
    yield row({
      name: "2,000 players back in step after a restart",
      value: (performance.now() - start) / 1000,
      unit: "s",
      budget: 10,
      runs: 1,
    });
    for (const socket of storm) socket.close();
  } finally {
    await server.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Bytes that one reader leaves unread before it is cut off, in this process. */
function slowReader(): Row {
  const outlet = new SseConnection();
  const frame = new Uint8Array(1024);
  let unread = 0;
  while (outlet.write(frame)) unread += frame.byteLength;
  return row({
    name: "unread bytes at which a slow reader is cut",
    value: unread / MB,
    unit: "MiB",
    budget: 1,
    runs: 1,
  });
}
