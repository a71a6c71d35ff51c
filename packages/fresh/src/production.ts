import type { BuildSnapshot, ClientChunk, RouteFile, StaticFile } from "./build.ts";

/** What `vite build` writes down for the server. */
export interface BuildManifest {
  buildId: string;
  boot: ClientChunk;
  entry: ClientChunk | null;
  css: string[];
  signals: string;
  islands: Record<string, ClientChunk>;
  files: Record<string, StaticFile>;
}

/** Bytes of files kept in memory; more are read again. */
const CACHE_LIMIT = 16 * 1024 * 1024;

/** The snapshot of a production build; `base` is the address of the `_fresh` folder. */
export function productionBuild(
  manifest: BuildManifest,
  routes: RouteFile[],
  base: string | URL,
): BuildSnapshot {
  const files = new Map(Object.entries(manifest.files));
  const cache = new Map<string, Uint8Array<ArrayBuffer>>();
  let cached = 0;
  return {
    root: decodeURIComponent(new URL("..", base).pathname),
    mode: "production",
    buildId: manifest.buildId,
    routes,
    boot: manifest.boot,
    entry: manifest.entry,
    css: manifest.css,
    signals: manifest.signals,
    island(file) {
      const chunk = manifest.islands[file];
      if (chunk === undefined) {
        throw new Error(`Cannot find island ${file}: it was not built`);
      }
      return chunk;
    },
    staticFile: (path) => files.get(path),
    async readStatic(file) {
      const known = cache.get(file);
      if (known !== undefined) return known;
      const url = new URL(
        "client/" + file.split("/").map(encodeURIComponent).join("/"),
        base,
      );
      const { readFile } = await import("node:fs/promises");
      const bytes = new Uint8Array(await readFile(url));
      if (cached + bytes.length <= CACHE_LIMIT) {
        cached += bytes.length;
        cache.set(file, bytes);
      }
      return bytes;
    },
  };
}
