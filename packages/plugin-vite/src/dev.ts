import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  type EnvironmentModuleNode,
  isRunnableDevEnvironment,
  type Plugin,
  type ViteDevServer,
} from "vite";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Settings } from "./config.ts";
import type { Shared } from "./mod.ts";
import { errorPage, overlayScript, sourceStack } from "./overlay.ts";
import { isIslandFile, keyOf, styleImports } from "./scan.ts";

const SERVER_ENTRY = "\0fresh:server-entry";

type Handler = (req: Request) => Promise<Response>;

/** What the server entry exports: see virtual.ts. */
interface Entry {
  start(build: object): Handler;
  exchange(handler: Handler, req: IncomingMessage, res: ServerResponse): Promise<void>;
}

/** Answers requests with the application, loaded through Vite, and reloads pages on changes. */
export function devServer(shared: Shared): Plugin {
  return {
    name: "fresh:dev",
    apply: "serve",
    configureServer(server) {
      const { settings } = shared;
      const answer = answerer(server, settings);
      const changed = (file: string) => {
        if (!file.startsWith(settings.routeDir) && !file.startsWith(settings.islandsDir)) return;
        const entry = server.environments.ssr.moduleGraph.getModuleById(SERVER_ENTRY);
        if (entry !== undefined) server.environments.ssr.reloadModule(entry);
        server.environments.client.hot.send({ type: "full-reload" });
      };
      server.watcher.on("add", changed).on("unlink", changed);
      return () => {
        server.middlewares.use((req, res) => void answer(req, res));
      };
    },
    hotUpdate({ file, modules, server }) {
      if (this.environment.name !== "ssr" || modules.length === 0) return;
      const { client } = server.environments;
      const inBrowser = (client.moduleGraph.getModulesByFile(file)?.size ?? 0) > 0;
      // the browser replaces islands and style sheets alone; what the server renders comes anew
      const replaced = inBrowser &&
        (file.endsWith(".css") || !serverRenders(modules, shared.settings));
      if (!replaced) client.hot.send({ type: "full-reload" });
    },
  };
}

/** Whether pages show these modules outside of islands too. */
function serverRenders(
  modules: readonly EnvironmentModuleNode[],
  settings: Settings,
): boolean {
  const waiting = [...modules], seen = new Set(waiting);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.id === SERVER_ENTRY) return true;
    const { file } = next;
    if (
      file !== null && (isIslandFile(file, settings) || settings.islandSpecifiers.includes(file))
    ) continue;
    for (const importer of next.importers) {
      if (!seen.has(importer)) waiting.push(importer);
      seen.add(importer);
    }
  }
  return false;
}

function answerer(server: ViteDevServer, settings: Settings) {
  const ssr = server.environments.ssr;
  const log = logger(server);
  if (!isRunnableDevEnvironment(ssr)) throw new Error("Cannot serve: no module runner for ssr");
  const state: DevState = { error: null };
  const build = devBuild(server, settings, state);
  let started: Entry["start"] | null = null, handler: Handler | null = null;

  return async (req: IncomingMessage, res: ServerResponse) => {
    req.url = (req as { originalUrl?: string }).originalUrl ?? req.url ?? "/";
    try {
      const entry = await ssr.runner.import<Entry>("fresh:server-entry");
      if (started !== entry.start || handler === null) {
        handler = entry.start(build);
        started = entry.start;
      }
      state.error = null;
      await entry.exchange(handler, req, res);
    } catch (error) {
      log(error);
      res.writeHead(500, { "content-type": "text/html; charset=utf-8" });
      res.end(errorPage(error, server));
    }
  };
}

function logger(server: ViteDevServer): (error: unknown) => void {
  return (error) =>
    server.config.logger.error(
      error instanceof Error ? sourceStack(error, server) : String(error),
    );
}

interface DevState {
  /** What an error page is answering right now, to be shown over it. */
  error: unknown;
}

/** The runtime's view of the development server: nothing is built, Vite gives modules. */
function devBuild(server: ViteDevServer, settings: Settings, state: DevState): object {
  const chunk = (url: string) => ({ url, imports: [], css: [] });
  const { css, hasCode } = clientImports(settings);
  const log = logger(server);
  return {
    root: settings.root,
    mode: "development",
    buildId: "",
    boot: chunk("/@id/__x00__fresh:boot"),
    entry: hasCode && settings.clientEntry !== null
      ? chunk("/" + keyOf(settings.clientEntry, settings.root))
      : null,
    css,
    signals: "/@id/__x00__fresh:signals",
    island: (file: string) => chunk(file.startsWith("..") ? fsUrl(settings, file) : "/" + file),
    staticFile: () => undefined,
    readStatic: () => Promise.reject(new Error("Cannot read static files: Vite serves them")),
    headHtml(nonce: string | null) {
      const attr = nonce === null ? "" : ` nonce="${nonce}"`;
      // Vite's client gives this nonce to the styles that it adds
      const meta = nonce === null ? "" : `<meta property="csp-nonce"${attr}>`;
      const shown = state.error;
      state.error = null;
      return meta + `<script type="module" src="/@vite/client"${attr}></script>` +
        (shown === null ? "" : overlayScript(shown, server, attr));
    },
    onServerError(error: unknown) {
      const status = (error as { status?: number } | null)?.status ?? 500;
      if (status < 500) return;
      state.error = error;
      log(error);
    },
    onUnhandled(error: unknown) {
      log(error);
      const headers = { "content-type": "text/html; charset=utf-8" };
      return new Response(errorPage(error, server), { status: 500, headers });
    },
  };
}

function fsUrl(settings: Settings, file: string): string {
  return "/@fs" + resolve(settings.root, file);
}

/** Style sheets that the client entry imports, linked so that pages are never without them. */
export function clientImports(settings: Settings): { css: string[]; hasCode: boolean } {
  if (settings.clientEntry === null) return { css: [], hasCode: false };
  const code = readFileSync(settings.clientEntry, "utf8");
  const { css, rest } = styleImports(code, settings.clientEntry, settings.root);
  return { css: css.map((file) => "/" + keyOf(file, settings.root)), hasCode: rest.trim() !== "" };
}
