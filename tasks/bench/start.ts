import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { median, type Row, row } from "@/tasks/bench/row.ts";

const RUNS = 7;

/** A port that is free right now. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Starts the built app as production does and waits for its first 200, in milliseconds. */
async function firstAnswer(dataDir: string, path: string): Promise<number> {
  const port = freePort();
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["serve", "-A", "--host=127.0.0.1", `--port=${port}`, "_fresh/server.js"],
    cwd: ROOT,
    env: { APP_ENV: "test", DATA_DIR: dataDir, LOG_LEVEL: "error" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.status === 200) return performance.now() - start;
      if (performance.now() - start > 30_000) throw new Error("The app does not answer");
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
}

/** From the start of the process, or of a build, to what people wait for. */
export async function* rows(): AsyncGenerator<Row> {
  const builds: number[] = [];
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    await ensureBuilt({ force: true });
    builds.push((performance.now() - start) / 1_000);
  }
  yield row({
    name: "production build",
    value: median(builds),
    unit: "s",
    budget: 10,
    runs: builds.length,
  });
  const dataDir = await Deno.makeTempDir();
  try {
    // The first start migrates the empty store, which people wait for once.
    const migrating = await firstAnswer(dataDir, "/");
    const alive: number[] = [];
    const starts: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      alive.push(await firstAnswer(dataDir, "/livez"));
      starts.push(await firstAnswer(dataDir, "/"));
    }
    const shell = "process start to the first answer of /livez, built app";
    yield row({ name: shell, value: median(alive), unit: "ms", budget: 150, runs: RUNS });
    const name = "process start to first page, built app, embedded store";
    yield row({ name, value: median(starts), unit: "ms", budget: 250, runs: RUNS });
    yield row({ name: `${name}, empty`, value: migrating, unit: "ms", budget: 500, runs: 1 });
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}
