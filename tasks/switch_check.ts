// `deno task switch:check`: looks for what the app would lose with the published Fresh, whose
// place packages/ takes: names that only packages/ exports, and ways to build and to style a page
// that only packages/ knows. `deno task check` runs it too. Attributes are the lint rules' business
// (tasks/lint/html_attributes.ts).
import { isModule, isTest, projectFiles, ROOT } from "@/tasks/lib/files.ts";

/** What the published packages export (@fresh/core 2.3.3, @fresh/plugin-vite 1.1.2), types too. */
const PUBLISHED: Readonly<Record<string, ReadonlySet<string>>> = {
  "fresh": new Set([
    ...["App", "staticFiles", "csrf", "cors", "csp", "ipFilter", "trailingSlashes"],
    ...["createDefine", "page", "HttpError", "ListenOptions", "HandlerByMethod", "HandlerFn"],
    ...["PageResponse", "RouteData", "RouteHandler", "LayoutConfig", "Lazy", "MaybeLazy"],
    ...["RouteConfig", "Middleware", "MiddlewareFn", "CsrfOptions", "CORSOptions"],
    ...["IpFilterOptions", "IpFilterRules", "CSPOptions", "FreshConfig", "ResolvedFreshConfig"],
    ...["Context", "FreshContext", "Island", "WebSocketHandlers", "WebSocketUpgradeOptions"],
    ...["Define", "Method", "PageProps"],
  ]),
  "fresh/runtime": new Set([
    ...["IS_BROWSER", "asset", "assetSrcSet", "Partial", "PartialProps", "Head", "HeadProps"],
    ...["HttpError"],
  ]),
  "@fresh/plugin-vite": new Set(["fresh", "FreshViteConfig", "ImportCheck"]),
};

/** The part of a text up to `at`, counted in lines from 1. */
function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** A text that must not occur, where, and what to do instead. */
interface Ban {
  readonly where: (path: string) => boolean;
  readonly pattern: RegExp;
  readonly instead: string;
}

const BANS: readonly Ban[] = [
  {
    // An imported sheet of several routes stops the published build; a shared one is not linked.
    where: (path) => path !== "client.ts" && !isTest(path),
    pattern: /^\s*import\s+(?:\w+\s+from\s+)?["'][^"']+\.css(?:\?\w+)?["']/gm,
    instead: "link the section's sheet: components/ui/section_styles.ts",
  },
  {
    where: (path) => path !== "tasks/conformance.ts",
    pattern: /(?:from|import)\s*\(?\s*["'][^"']*packages\/(?:fresh|plugin-vite)\/[^"']*["']/g,
    instead: 'import "fresh" or "@fresh/plugin-vite" by name',
  },
  {
    where: (path) => path === "fresh.config.ts",
    pattern: /\b(?:ssr|resolve):\s*\{\s*external\b/g,
    instead: "name the packages in environments.ssr.build.rollupOptions.external",
  },
  {
    where: (path) => path.endsWith(".tsx"),
    pattern: /\bf-(?:client-nav|partial|view-transition)\b/g,
    instead: "packages/ has no client navigation: use plain links and forms",
  },
];

const IMPORT =
  /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*["'](@?fresh(?:\/[\w-]+)?)["']/g;
const OTHER_IMPORT = /(?:from|import)\s*\(?\s*["'](@?fresh(?:\/[\w-]+)?)["']/g;

function importProblems(path: string, text: string): string[] {
  const found: string[] = [];
  for (const { 1: names = "", 2: from = "", index } of text.matchAll(IMPORT)) {
    for (const entry of names.split(",")) {
      const name = entry.trim().replace(/^type\s+/, "").split(/\s+as\s+/)[0] ?? "";
      if (name === "" || PUBLISHED[from]?.has(name) !== false) continue;
      found.push(
        `${path}:${lineAt(text, index)} takes ${name} from ${from}: only packages/ has it`,
      );
    }
  }
  for (const { 1: from = "", index } of text.matchAll(OTHER_IMPORT)) {
    if (from in PUBLISHED) continue;
    found.push(`${path}:${lineAt(text, index)} imports ${from}: no app needs that entry point`);
  }
  return found;
}

/** "path:line …" for everything in one module that the published Fresh has not. */
export function moduleSwitchProblems(path: string, text: string): string[] {
  const banned = BANS.filter(({ where }) => where(path)).flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map(({ 0: hit, index }) =>
      `${path}:${lineAt(text, index + hit.search(/\S/))} has "${hit.trim()}": ${instead}`
    )
  );
  return [...banned, ...importProblems(path, text)];
}

/** What the app would lose with the published packages; empty when nothing. */
export async function switchProblems(): Promise<string[]> {
  const modules = projectFiles().filter((path) =>
    isModule(path) && !path.startsWith("packages/") && !path.startsWith("tasks/switch_check")
  );
  const found: string[] = [];
  for (const path of modules) {
    found.push(...moduleSwitchProblems(path, await Deno.readTextFile(ROOT + path)));
  }
  const { links } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  const expected = ["./packages/fresh", "./packages/plugin-vite"];
  if (links !== undefined && JSON.stringify(links) !== JSON.stringify(expected)) {
    found.push(`deno.json links ${JSON.stringify(links)}: the switch is to delete these two only`);
  }
  return found;
}

if (import.meta.main) {
  const problems = await switchProblems();
  for (const problem of problems) console.log(problem);
  console.log(`\n${problems.length === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed"}`);
  Deno.exit(problems.length === 0 ? 0 : 1);
}
