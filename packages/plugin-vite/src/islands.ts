import process from "node:process";
import type { Plugin } from "vite";
import { declared, exportsOf, nameDefault, type Node } from "./ast.ts";
import { precompile } from "./jsx.ts";
import type { Shared } from "./mod.ts";
import { isIslandFile, islandName, keyOf } from "./scan.ts";

const SOURCE = /\.[jt]sx?$/;

/**
 * Prepares the application's modules: JSX becomes text for the server, islands are made known to
 * the runtime there, and in development components of the browser can be replaced while they run.
 */
export function islandTransform(shared: Shared): Plugin {
  const named = new Set<string>();
  let dev = false;
  return {
    name: "fresh:modules",
    configResolved(config) {
      dev = config.command === "serve";
    },
    async buildStart() {
      for (const specifier of shared.settings.islandSpecifiers) {
        const found = await this.resolve(specifier, shared.settings.serverEntry);
        if (found === null) this.error(`Cannot find the island module "${specifier}"`);
        named.add(found.id.split("?")[0] ?? found.id);
      }
    },
    transform(code, id) {
      const file = id.split("?")[0] ?? "";
      if (!SOURCE.test(file) || file.startsWith("\0")) return;
      const isIsland = named.has(file) || isIslandFile(file, shared.settings);
      if (file.includes("/node_modules/") && !isIsland) return;
      if (this.environment.name === "client") {
        const inlined = publicValues(code);
        if (!dev || !/x$/.test(file)) return inlined === code ? undefined : result(inlined);
        const hot = hotModule(inlined, this.parse(inlined) as unknown as Node, file);
        return result(hot ?? inlined);
      }
      let out = isIsland ? registered(code, id, shared.settings.root) : code;
      if (/\bjsxs?\b/.test(out)) {
        out = precompile(out, this.parse(out) as unknown as Node) ?? out;
      }
      return out === code ? undefined : result(out);
    },
  };
}

const PUBLIC =
  /\bDeno\.env\.get\(\s*(["'])(FRESH_PUBLIC_\w+)\1\s*\)|\bprocess\.env\.(FRESH_PUBLIC_\w+)/g;

/** Browsers have no environment: variables that are named public are written into the code. */
export function publicValues(code: string): string {
  return code.replace(
    PUBLIC,
    (_, _quote, a, b) => JSON.stringify(process.env[a ?? b]) ?? "undefined",
  );
}

/** Lines do not move, so the existing source map stays true. */
function result(code: string | null) {
  return code === null ? undefined : { code, map: null };
}

/**
 * Tell the runtime which functions of a file are islands: all that it exports. The module imports
 * itself for that, since what it passes on from others is in no variable of its own.
 */
function registered(code: string, id: string, root: string): string {
  const file = id.split("?")[0] ?? "";
  const args = [keyOf(file, root), islandName(file)].map((text) => JSON.stringify(text));
  return `${code}\nimport{registerIslands as $$islands}from"fresh/internal";` +
    `import*as $$self from${JSON.stringify(id)};$$islands(${args},$$self);\n`;
}

/** Make the components of a module replaceable, if it exports nothing else. */
export function hotModule(
  code: string,
  program: Node,
  file: string,
): string | null {
  const { list, anonymous } = exportsOf(program);
  const isComponent = (name: string) => /^(?:[A-Z]|\$\$default$)/.test(name);
  if (list.length === 0 || !list.every(({ local }) => isComponent(local))) {
    return null;
  }
  const own = (program.body as Node[]).flatMap((item) => {
    const inner = /^Export/.test(item.type) ? item.declaration as Node | null : item;
    return inner != null && /Declaration$/.test(inner.type) ? declared(inner) : [];
  });
  const names = [...new Set([...own, ...list.map((e) => e.local)])].filter(
    isComponent,
  );
  return `import{hot as $$hot,flush as $$flush}from"fresh:hot";` + nameDefault(code, anonymous) +
    // Vite looks for this call by its text
    `\nif(import.meta.hot){$$hot(${JSON.stringify(file)},{${names.join(",")}});` +
    `import.meta.hot.accept($$flush)}\n`;
}
