import { type Dirent, existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Settings } from "./config.ts";

const SOURCE = /\.[jt]sx?$/;
const TEST = /(?:_test|\.test)\.[jt]sx?$/;

/** Paths of all files below a folder, with "/", sorted; dot files are left out. */
export function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const visible = (entry: Dirent) =>
    !entry.name.startsWith(".") ||
    (entry.isDirectory() && entry.name === ".well-known");
  return readdirSync(dir, { withFileTypes: true }).filter(visible).flatMap((
    entry,
  ) =>
    entry.isDirectory()
      ? filesBelow(join(dir, entry.name)).map((file) => `${entry.name}/${file}`)
      : [entry.name]
  ).sort();
}

/** The files of an application that the runtime treats by their place. */
export interface Sources {
  /** Paths below routes/, and the absolute paths of the style sheets that each imports. */
  routes: { path: string; eager: boolean; css: string[] }[];
  /** Absolute paths of files with islands. */
  islands: string[];
}

function isWanted(file: string, settings: Settings): boolean {
  return SOURCE.test(file) && !TEST.test(file) && !/\.d\.ts$/.test(file) &&
    !settings.ignore.some((pattern) => pattern.test(file));
}

/** Whether a file holds islands by its place. */
export function isIslandFile(file: string, settings: Settings): boolean {
  const { islandsDir, routeDir } = settings;
  if (file.startsWith(islandsDir + "/")) {
    return isWanted(file.slice(islandsDir.length + 1), settings);
  }
  if (!file.startsWith(routeDir + "/") || !file.includes("/(_islands)/")) return false;
  return isWanted(file.slice(routeDir.length + 1), settings);
}

/** Look for routes and islands. */
export function scan(settings: Settings): Sources {
  const wanted = (file: string) => isWanted(file, settings);
  const routeFiles = filesBelow(settings.routeDir).filter(wanted);
  const islands = filesBelow(settings.islandsDir).filter(wanted)
    .map((file) => join(settings.islandsDir, file));
  const routes: Sources["routes"] = [];
  for (const path of routeFiles) {
    const folders = path.split("/").slice(0, -1);
    const private_ = folders.find((name) => /^\(_.*\)$/.test(name));
    if (private_ === "(_islands)") islands.push(join(settings.routeDir, path));
    if (private_ !== undefined) continue;
    const file = join(settings.routeDir, path), code = readFileSync(file, "utf8");
    const { css } = styleImports(code, file, settings.root);
    if (css.length > 0 && path.replace(SOURCE, "").split("/").at(-1) === "_middleware") {
      throw new Error(
        `Cannot link the style sheets of ${keyOf(file, settings.root)}: a middleware shows ` +
          `nothing, import them in a layout or a page`,
      );
    }
    routes.push({ path, eager: isEager(file, code), css });
  }
  return { routes, islands };
}

/** Special files are needed from the start, and so are routes that name their own address. */
function isEager(file: string, code: string): boolean {
  return /^_(?:app|layout|middleware|error|404|500)\./.test(basename(file)) ||
    code.includes("routeOverride");
}

/** The style sheets that a module imports for their effect alone, and the code that is left. */
export function styleImports(
  code: string,
  file: string,
  root: string,
): { css: string[]; rest: string } {
  const css: string[] = [];
  const rest = code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").replace(
    /^\s*import\s*["']([^"']+\.css)["'];?/gm,
    (_, path: string) => {
      const base = path.startsWith("@/") ? root : dirname(file);
      css.push(resolve(base, path.replace(/^@\//, "")));
      return "";
    },
  );
  return { css, rest };
}

/** The name of a style sheet's entry in the browser's build. */
export function styleEntry(file: string, root: string): string {
  return keyOf(file, root).replace(/\.css$/, "").replace(/[^\w-]+/g, "_");
}

/** The name of an island in markers and chunk names. */
export function islandName(file: string): string {
  return basename(file).replace(SOURCE, "").replace(/[^\w-]/g, "_");
}

/** The key of a file in the build's manifest: its path from the root, with "/". */
export function keyOf(file: string, root: string): string {
  return relative(root, file).replaceAll("\\", "/");
}
