import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin, Rollup } from "vite";
import { compiledEntry, nodeEntry, serverModule } from "./entries.ts";
import type { Shared } from "./mod.ts";
import { contentType, isText } from "./mime.ts";
import { filesBelow, keyOf } from "./scan.ts";

interface Chunk {
  url: string;
  imports: string[];
  css: string[];
}

/** What the browser's build put out, by the file that a chunk was made for. */
export interface ClientOutput {
  byFile: Map<string, Chunk>;
  /** Addresses that the build made from the content; names in static/ are never taken for such. */
  hashed: Set<string>;
  /** Files whose chunk holds no code of its own. */
  empty: Set<string>;
}

/** Notes the browser's chunks, and after the server's build writes what ties both together. */
export function clientManifest(shared: Shared): Plugin {
  return {
    name: "fresh:build",
    apply: "build",
    generateBundle(_, bundle) {
      if (this.environment.name !== "client") return;
      const out: ClientOutput = {
        byFile: new Map(),
        hashed: new Set(),
        empty: new Set(),
      };
      const importsOf = (file: string, seen = new Set<string>()): string[] => {
        const item = bundle[file];
        if (item?.type !== "chunk" || seen.has(file)) return [];
        seen.add(file);
        return item.imports.flatMap((name) => [name, ...importsOf(name, seen)]);
      };
      for (const [name, item] of Object.entries(bundle)) {
        if (isHashed(item)) out.hashed.add("/" + name);
        if (item.type !== "chunk" || item.facadeModuleId === null) continue;
        const imports = [...new Set(importsOf(name))];
        const css = [name, ...imports].flatMap((file) => {
          const chunk = bundle[file];
          return chunk?.type === "chunk" ? [...chunk.viteMetadata?.importedCss ?? []] : [];
        });
        out.byFile.set(item.facadeModuleId, {
          url: "/" + name,
          imports: imports.map((file) => "/" + file),
          css: [...new Set(css)].map((file) => "/" + file),
        });
        if (
          item.code.replace(/\/\*.*?\*\/|\s|;/gs, "") === "" &&
          item.imports.length === 0
        ) {
          out.empty.add(item.facadeModuleId);
        }
      }
      shared.client = out;
    },
    async closeBundle() {
      if (this.environment.name !== "ssr" || shared.client === null) return;
      await writeServer(shared, shared.client);
    },
  };
}

/**
 * Whether the build made a file's name from its content. Names that were asked for, such as a
 * service worker's, stay while their content changes, whatever they look like.
 */
function isHashed(item: Rollup.OutputAsset | Rollup.OutputChunk): boolean {
  const made = item.type === "chunk"
    ? item.preliminaryFileName !== item.fileName
    : item.names.length > 0;
  return made && /-[\w-]{8}\.\w+$/.test(item.fileName);
}

/**
 * Writes the server's `import("./x.js")` so that Deno cannot read the address from the text. What
 * it can read it loads and checks before the first line runs: every page, and all data that some
 * page may need once.
 */
export function lateImports(): Plugin {
  return {
    name: "fresh:late-imports",
    apply: "build",
    renderDynamicImport({ targetModuleId }) {
      if (this.environment.name !== "ssr" || targetModuleId === null) return null;
      // Packages that stay outside keep their names.
      if (!isAbsolute(targetModuleId) && !targetModuleId.startsWith("\0")) return null;
      return { left: "import(new URL(", right: ", import.meta.url).href)" };
    },
  };
}

/** Copy static files, compress, and write the manifest and the files that start the server. */
export async function writeServer(
  { settings }: Shared,
  client: ClientOutput,
): Promise<void> {
  const clientDir = join(settings.outDir, "client");
  for (const dir of settings.staticDirs) {
    for (const file of filesBelow(dir)) {
      await mkdir(dirname(join(clientDir, file)), { recursive: true });
      await copyFile(join(dir, file), join(clientDir, file));
    }
  }
  const entry = settings.clientEntry === null ? undefined : client.byFile.get(settings.clientEntry);
  const hasCode = settings.clientEntry !== null &&
    !client.empty.has(settings.clientEntry);
  if (entry !== undefined && !hasCode) {
    await rm(join(settings.outDir, "client" + entry.url));
  }
  const islands: Record<string, Chunk> = {};
  for (const [file, chunk] of client.byFile) {
    // A style sheet of a route leaves a script without code, if any.
    if (file.endsWith(".css")) {
      await rm(join(settings.outDir, "client" + chunk.url), { force: true });
    } else if (!file.startsWith("\0")) islands[keyOf(file, settings.root)] = chunk;
  }
  const manifest = {
    buildId: settings.buildId,
    boot: client.byFile.get("\0fresh:boot"),
    entry: hasCode ? entry ?? null : null,
    css: entry?.css ?? [],
    signals: client.byFile.get("\0fresh:signals")?.url,
    islands,
    files: await describeFiles(clientDir, client.hashed),
  };
  const out = (name: string, text: string) => writeFile(join(settings.outDir, name), text);
  await out(
    "server/manifest.js",
    `export default ${JSON.stringify(manifest)};\n`,
  );
  await out("server.js", serverModule);
  await out("compiled-entry.js", compiledEntry);
  await out("node-entry.js", nodeEntry);
}

interface FileEntry {
  file: string;
  type: string;
  hash: string;
  size: number;
  immutable?: boolean;
  br?: number;
  gz?: number;
}

async function describeFiles(
  dir: string,
  hashed: ReadonlySet<string>,
): Promise<Record<string, FileEntry>> {
  const files: Record<string, FileEntry> = {};
  const names = filesBelow(dir);
  // compression is the slow part: a few at a time keeps every core busy and memory small
  const workers = Array.from({ length: availableParallelism() }, async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      files["/" + name] = await describeFile(dir, name, hashed.has("/" + name));
    }
  });
  await Promise.all(workers);
  return Object.fromEntries(Object.entries(files).sort());
}

const brotli = promisify(brotliCompress), gz = promisify(gzip);
const SMALLEST_COMPRESSED = 512;

async function describeFile(
  dir: string,
  file: string,
  immutable: boolean,
): Promise<FileEntry> {
  const path = join(dir, file), bytes = await readFile(path);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const entry: FileEntry = {
    file,
    type: contentType(file),
    hash,
    size: bytes.length,
  };
  if (immutable) entry.immutable = true;
  if (!isText(entry.type) || bytes.length < SMALLEST_COMPRESSED) return entry;
  const br = await brotli(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11 },
  });
  const gzipped = await gz(bytes, { level: 9 });
  if (br.length < bytes.length) {
    await writeFile(path + ".br", br);
    entry.br = br.length;
  }
  if (gzipped.length < bytes.length) {
    await writeFile(path + ".gz", gzipped);
    entry.gz = gzipped.length;
  }
  return entry;
}
