import type { Plugin } from "vite";
import { resolve } from "node:path";
import type { Shared } from "./mod.ts";

/** What upstream has and this runtime does not: said while building, not when it is missed. */
interface Missing {
  what: string;
  pattern: RegExp;
  /** Only in modules that match this too. */
  where?: RegExp;
}

/** Imports: their module's name is a string, so these look at code without comments. */
const IMPORTS: readonly Missing[] = [
  {
    what: "<Partial> (client navigation)",
    pattern: /import\s*(?:type\s*)?\{[^}]*\bPartial\b[^}]*\}\s*from\s*["']fresh\/runtime["']/,
  },
  {
    what: "ipFilter()",
    pattern: /import\s*\{[^}]*\bipFilter\b[^}]*\}\s*from\s*["']fresh["']/,
  },
];

/** Uses: these look at code whose strings are blank too. */
const USES: readonly Missing[] = [
  {
    what: "client navigation (f-* attributes)",
    pattern: /\bf-(?:client-nav|partial|view-transition)\b\s*[=>}/"]/,
  },
  { what: "WebSockets (ctx.upgrade)", pattern: /\bctx\s*\.upgrade\s*\(/ },
  { what: "WebSockets (app.ws)", pattern: /\bapp\s*\.ws\s*\(/ },
  {
    what: "WebSockets (app.ws)",
    // a chain of calls has no name before it; others' .ws() is not this module's business
    pattern: /\.ws\s*\(\s*["'`]/,
    where: /\bnew\s+App\b/,
  },
];

const COMMENT_OR_STRING =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;

/** Code with comments, and strings if wanted, blank: what is left stands where it stood. */
function blank(code: string, strings: boolean): string {
  return code.replace(COMMENT_OR_STRING, (text) => {
    if (text.startsWith("/")) return text.replace(/[^\n]/g, " ");
    if (!strings) return text;
    const quote = text.charAt(0);
    return quote + text.slice(1, -1).replace(/[^\n]/g, " ") + quote;
  });
}

/** The feature that a module uses and this runtime lacks, with the line where it is used. */
export function missingFeature(
  code: string,
): { what: string; line: number } | null {
  const uses = blank(code, true);
  for (const [list, text] of [[IMPORTS, blank(code, false)], [USES, uses]] as const) {
    for (const { pattern, what, where } of list) {
      const hit = where === undefined || where.test(uses) ? pattern.exec(text) : null;
      if (hit !== null) return { what, line: code.slice(0, hit.index).split("\n").length };
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
