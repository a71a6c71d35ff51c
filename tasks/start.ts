// `deno task start`: from a fresh clone to a running app. Installs, builds and migrates what is
// missing, then serves and prints one line with the address. `--no-build` serves what is built.
import { ensureBuilt, ensureInstalled } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";

interface BuiltServer {
  readonly default: { fetch(req: Request, info: Deno.ServeHandlerInfo): Promise<Response> };
}

const THIS_MACHINE = new Set(["127.0.0.1", "::1", "0.0.0.0", "::"]);

/** The address as a person types it. */
export function addressOf(host: string, port: number): string {
  if (THIS_MACHINE.has(host)) return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Where nobody reads, the app is served all the same. */
function announce(line: string): void {
  try {
    console.log(line);
  } catch {
    // A full disk or a closed pipe.
  }
}

async function start(args: readonly string[]): Promise<void> {
  await ensureInstalled();
  // Only now: what these import comes from the packages that were just installed.
  const { loadConfig } = await import("@/lib/config.ts");
  const config = loadConfig();
  if (!args.includes("--no-build")) await ensureBuilt();
  const built: BuiltServer = await import(`file://${ROOT}_fresh/server.js`);
  const { HOST: hostname, PORT: port } = config;
  try {
    Deno.serve({
      hostname,
      port,
      onListen: (bound) => announce(`Encounter Tracker: ${addressOf(hostname, bound.port)}`),
    }, built.default.fetch);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    console.error(`Cannot listen on port ${port}: it is taken. Choose another: PORT=8001`);
    Deno.exit(1);
  }
}

if (import.meta.main) {
  try {
    await start(Deno.args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
