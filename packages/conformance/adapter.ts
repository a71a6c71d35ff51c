// Builds the application with this repository's runtime, for the runners in this folder.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { fresh } from "@fresh/plugin-vite";
import { createBuilder } from "vite";

type Handler = (req: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;

/** Build the application in `root` (of the shape of `app/`) and return its request handlers. */
export async function load(root: string): Promise<Record<string, Handler>> {
  const outDir = mkdtempSync(path.join(tmpdir(), "fresh-conformance-"));
  const builder = await createBuilder({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [fresh()],
    build: { outDir },
  });
  await builder.buildApp();
  const at = (file: string) => pathToFileURL(path.join(outDir, file)).href;
  const server = await import(at("server.js"));
  const { main } = await import(at("server/server-entry.js"));
  const handlers: Record<string, Handler> = { app: server.default.fetch };
  for (const [name, app] of Object.entries<{ handler(): Handler }>(main.apps ?? {})) {
    handlers[name] = app.handler();
  }
  return handlers;
}
