import { existsSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { filesBelow } from "./scan.ts";

/** Options of the plugin; every path is relative to Vite's root. */
export interface FreshViteConfig {
  serverEntry?: string;
  clientEntry?: string;
  islandsDir?: string;
  routeDir?: string;
  staticDir?: string | string[];
  /** Files below routes/ and islands/ to leave out. */
  ignore?: RegExp[];
  /** Further modules that hold islands. */
  islandSpecifiers?: string[];
  /** Called with every import of browser code; a text it returns stops the build. */
  checkImports?: ImportCheck[];
}

export type ImportCheck = (
  id: string,
  env: "client" | "ssr",
) => { type: "error" | "warn"; message: string; description?: string } | void;

export interface Settings {
  root: string;
  serverEntry: string;
  clientEntry: string | null;
  islandsDir: string;
  routeDir: string;
  staticDirs: string[];
  ignore: RegExp[];
  islandSpecifiers: string[];
  checkImports: ImportCheck[];
  outDir: string;
  buildId: string;
}

/** The plugin's options with defaults, as absolute paths. */
export function settle(
  config: FreshViteConfig,
  rootDir: string,
  outDir: string,
): Settings {
  const root = resolve(rootDir);
  const at = (path: string) => resolve(root, path);
  const clientEntry = at(config.clientEntry ?? "client.ts");
  const staticDirs = [config.staticDir ?? "static"].flat().map(at);
  return {
    root,
    serverEntry: at(config.serverEntry ?? "main.ts"),
    clientEntry: existsSync(clientEntry) ? clientEntry : null,
    islandsDir: at(config.islandsDir ?? "islands"),
    routeDir: at(config.routeDir ?? "routes"),
    staticDirs,
    ignore: config.ignore ?? [],
    islandSpecifiers: config.islandSpecifiers ?? [],
    checkImports: config.checkImports ?? [],
    outDir: at(outDir),
    buildId: buildId(staticDirs),
  };
}

/**
 * Names the cached state of the static files: what the deployment is called, or else a hash of
 * their contents, so that the same files have the same addresses in every build.
 */
function buildId(staticDirs: readonly string[]): string {
  const hash = createHash("sha1");
  const named = [
    "DENO_DEPLOYMENT_ID",
    "DENO_DEPLOY_BUILD_ID",
    "GITHUB_SHA",
    "CI_COMMIT_SHA",
  ]
    .map((name) => process.env[name]).find((value) => value);
  if (named !== undefined) return hash.update(named).digest("hex");
  for (const dir of staticDirs) {
    for (const file of filesBelow(dir)) {
      hash.update(file).update("\0").update(readFileSync(join(dir, file)));
    }
  }
  return hash.digest("hex");
}

/** Import map and links of the nearest deno.json. */
export interface DenoConfig {
  dir: string;
  imports: Record<string, string>;
  /** Local packages by name: folder and exports. */
  links: Map<string, { dir: string; exports: Record<string, string> }>;
}

/** Find and read deno.json at or above a folder, else the one above this plugin. */
export function readDenoConfig(from: string): DenoConfig {
  const file = above(from) ?? above(dirname(fileURLToPath(import.meta.url)));
  if (file === null) return { dir: from, imports: {}, links: new Map() };
  const dir = dirname(file), config = parse(file);
  const links: DenoConfig["links"] = new Map();
  for (const link of Array.isArray(config.links) ? config.links : []) {
    const folder = resolve(dir, String(link));
    const inner = parse(join(folder, "deno.json"));
    const exports = typeof inner.exports === "string" ? { ".": inner.exports } : inner.exports;
    links.set(String(inner.name), {
      dir: folder,
      exports: exports as Record<string, string>,
    });
  }
  return {
    dir,
    imports: (config.imports ?? {}) as Record<string, string>,
    links,
  };
}

/** The nearest deno.json with an import map: those of single packages have none. */
function above(from: string): string | null {
  for (let dir = from;; dir = dirname(dir)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const file = join(dir, name);
      if (existsSync(file) && "imports" in parse(file)) return file;
    }
    if (dirname(dir) === dir) return null;
  }
}

function parse(file: string): Record<string, unknown> {
  const text = readFileSync(file, "utf8");
  try {
    // comments only outside of strings, so strings are matched and kept
    const json = text.replace(
      /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
      (_, string) => string ?? "",
    ).replace(/,(\s*[}\]])/g, "$1");
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`Cannot read ${file}: it is not JSON`, { cause });
  }
}
