// `deno task start`: from a fresh clone to a running app. Installs, builds and migrates what is
// missing, then serves and prints one line with the address. `--no-build` serves what is built.
import { explained } from "@/lib/errors.ts";
import { ensureBuilt, ensureInstalled } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";

interface BuiltServer {
  readonly default: { fetch(req: Request, info: Deno.ServeHandlerInfo): Promise<Response> };
}

async function start(args: readonly string[]): Promise<void> {
  await ensureInstalled();
  // Only now: what these import comes from the packages that were just installed.
  const { loadConfig } = await import("@/lib/config.ts");
  const config = loadConfig();
  if (!args.includes("--no-build")) await ensureBuilt();
  const built: BuiltServer = await import(`file://${ROOT}_fresh/server.js`);
  const { serve } = await import("@/lib/serving/serve.ts");
  await serve(built.default.fetch, { host: config.HOST, port: config.PORT });
}

if (import.meta.main) {
  try {
    await start(Deno.args);
  } catch (error) {
    console.error(explained(error));
    Deno.exit(1);
  }
}
