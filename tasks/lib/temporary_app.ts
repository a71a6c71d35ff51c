// Small Fresh applications in a folder of their own, built or served, for tests and benches.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { fresh, type FreshViteConfig } from "@fresh/plugin-vite";
import { createBuilder, createServer, type Plugin, type ViteDevServer } from "vite";
import { ROOT } from "@/tasks/lib/files.ts";

export type Files = Record<string, string>;
export type Fetch = (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** Every application needs these; tests add to them. */
const BASE: Files = {
  "main.ts": `import { App, staticFiles } from "fresh";
export const app = new App().use(staticFiles()).fsRoutes();
`,
  "routes/_app.tsx": `import type { PageProps } from "fresh";
export default function Shell({ Component }: PageProps) {
  return (
    <html lang="en">
      <head><meta charset="utf-8" /><title>Test</title></head>
      <body><Component /></body>
    </html>
  );
}
`,
};

/** A folder inside the repository's ignored data/, where packages and import map are found. */
export class TemporaryApp {
  readonly root: string;

  constructor(files: Files) {
    mkdirSync(join(ROOT, "data"), { recursive: true });
    this.root = mkdtempSync(join(ROOT, "data", "fresh-test-"));
    for (const [path, text] of Object.entries({ ...BASE, ...files })) this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Build for production; gives the handler of `_fresh/server.js`. */
  async build(config: FreshViteConfig = {}, plugins: Plugin[] = []): Promise<Fetch> {
    const builder = await createBuilder({
      root: this.root,
      configFile: false,
      logLevel: "error",
      plugins: [fresh(config), ...plugins],
    });
    await builder.buildApp();
    const server = await import(pathToFileURL(join(this.root, "_fresh/server.js")).href);
    return server.default.fetch;
  }

  /** Serve in development on a free port. */
  async dev(): Promise<{ server: ViteDevServer; origin: string }> {
    const server = await createServer({
      root: this.root,
      configFile: false,
      logLevel: "silent",
      cacheDir: join(this.root, "data/.vite"),
      plugins: [fresh()],
      server: { port: 0, host: "127.0.0.1", strictPort: false },
    });
    await server.listen();
    const address = server.httpServer?.address();
    if (typeof address !== "object" || address === null) throw new Error("Cannot find the port");
    return { server, origin: `http://127.0.0.1:${address.port}` };
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
