import type { Plugin } from "vite";
import { resolve } from "node:path";
import type { Shared } from "./mod.ts";

/** What upstream has and this runtime does not: said while building, not when it is missed. */
const MISSING: [RegExp, string][] = [
  [
    /import\s*(?:type\s*)?\{[^}]*\bPartial\b[^}]*\}\s*from\s*["']fresh\/runtime["']/,
    "<Partial> (client navigation)",
  ],
  [
    /\bf-(?:client-nav|partial|view-transition)\b\s*[=>}/"]/,
    "client navigation (f-* attributes)",
  ],
  [/import\s*\{[^}]*\bipFilter\b[^}]*\}\s*from\s*["']fresh["']/, "ipFilter()"],
  [/\bctx\.upgrade\s*\(/, "WebSockets (ctx.upgrade)"],
  [/\bapp\s*\.ws\s*\(/, "WebSockets (app.ws)"],
];

/** The feature that a module uses and this runtime lacks, with the line where it is used. */
export function missingFeature(
  code: string,
): { what: string; line: number } | null {
  for (const [pattern, what] of MISSING) {
    const hit = pattern.exec(code);
    if (hit !== null) {
      return { what, line: code.slice(0, hit.index).split("\n").length };
    }
  }
  return null;
}

/** Stops the build where a module of the application uses what this runtime does not have. */
export function unsupported(shared: Shared): Plugin {
  return {
    name: "fresh:unsupported",
    enforce: "pre",
    transform(code, id) {
      const file = id.split("?")[0] ?? "";
      if (!/\.[jt]sx?$/.test(file) || file.includes("/node_modules/")) return;
      if (file.startsWith(resolve(import.meta.dirname ?? "", "../.."))) return;
      const missing = missingFeature(code);
      if (missing === null) return;
      const where = file.startsWith(shared.settings.root)
        ? file.slice(shared.settings.root.length + 1)
        : file;
      this.error(
        `${where}:${missing.line}: ${missing.what} is not supported by this Fresh runtime ` +
          `(docs/runtime.md): use upstream's, or do without`,
      );
    },
    resolveId(id) {
      for (const check of shared.settings.checkImports) {
        const found = check(
          id,
          this.environment.name === "client" ? "client" : "ssr",
        );
        if (found?.type === "error") this.error(found.message);
        else if (found) this.warn(found.message);
      }
    },
  };
}
