import { isModule, isTest } from "@/tasks/lib/files.ts";

/** One house rule that a file's text can break. */
interface TextRule {
  readonly says: string;
  readonly breaks: RegExp;
  /** Whether the rule binds the file at `path`. */
  readonly binds: (path: string) => boolean;
  /** True when comments count too. */
  readonly comments?: boolean;
}

const OURS = /^(assets|components|islands|lib|migrations|routes|tasks|tests)\/|^[^/]+\.tsx?$/;
const OPERATIONS = /^(tasks|tests|packages)\/|^(main|fresh\.config)\.ts$|^lib\/runtime\.ts$/;
const PAGES = /^(components|islands|routes)\//;

// Written in pieces, so that this file does not break its own rules.
const LATER = new RegExp(
  `\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].join("|")})\\b`,
);
const PROMISES = new RegExp(["[Nn]ot " + "implemented", "[Cc]oming " + "soon"].join("|"));
const RUNS_NOT = new RegExp(
  ["ignore:\\s*" + "true", "\\.(skip|" + "only)\\(", "it\\." + "todo"].join("|"),
);
const MACHINE = new RegExp(
  `["'\`( ]/(${["ro" + "ot", "ho" + "me", "wo" + "rk"].join("|")})/|/tm${"p/"}[a-z]`,
);

const TEXT_RULES: readonly TextRule[] = [
  {
    says: "uses Deno's own API: keep it in main.ts, lib/runtime.ts, tasks and tests",
    breaks: /\bDeno\./,
    binds: (path) => OURS.test(path) && !OPERATIONS.test(path) && !isTest(path),
  },
  {
    says: "reads the environment: add a variable to lib/config/variables.ts",
    breaks: /\bprocess\.env\b|\bDeno\.env\b/,
    binds: (path) =>
      OURS.test(path) && !OPERATIONS.test(path) && !isTest(path) && path !== "lib/config.ts",
  },
  {
    says: "has an inline style, which the page's policy blocks",
    breaks: /\sstyle=["{]/,
    binds: (path) => PAGES.test(path) && path.endsWith(".tsx") && !isTest(path),
  },
  { says: "is unfinished", breaks: LATER, binds: isModule, comments: true },
  { says: "promises instead of doing", breaks: PROMISES, binds: isModule, comments: true },
  { says: "holds a test that does not run", breaks: RUNS_NOT, binds: isTest },
  {
    says: "names a path of one machine",
    breaks: MACHINE,
    binds: (path) => /\.(tsx?|json|md)$/.test(path) && path !== "deno.lock",
    comments: true,
  },
  {
    says: "imports from JSR, which not every network reaches",
    breaks: /from\s+["']jsr:/,
    binds: isModule,
  },
  {
    says: "reads the clock or chance: time, ids and dice come in from outside",
    breaks: /\bMath\.random\b|\bDate\b|\bperformance\.|\bcrypto\.|\basync\b|\bawait\b|\bPromise\b/,
    binds: (path) => path.startsWith("lib/combat/") && !isTest(path),
  },
  {
    says: "reads a body without a limit: use readJson or readForm of lib/http/body.ts",
    breaks: /\breq\.(json|formData|text|arrayBuffer|blob|bytes|body)\b/,
    binds: (path) => path.startsWith("routes/") && !isTest(path),
  },
];

/** How many lines a file may have where its kind says that it does little itself. */
function lineLimit(path: string): number | undefined {
  if (path.startsWith("islands/") || path.includes("/(_islands)/")) return 120;
  if (path === "main.ts") return 60;
  return undefined;
}

/** `source` with comments emptied and lines kept, well enough for the rules above. */
export function withoutComments(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""))
    .replace(/(^|[\s;{}(,])\/\/.*$/gm, "$1");
}

/** A file that only passes on what other files export. */
function isBarrel(source: string): boolean {
  const code = withoutComments(source).trim();
  const rest = code.replace(
    /export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+["'][^"']+["'];?/g,
    "",
  );
  return code !== "" && rest.trim() === "";
}

/** "path:line says" for each rule that the text of `path` breaks. */
export function textProblems(path: string, source: string): string[] {
  const found: string[] = [];
  const lines = source.split("\n").length - (source.endsWith("\n") ? 1 : 0);
  const limit = lineLimit(path);
  if (limit !== undefined && lines > limit) {
    found.push(`${path} has ${lines} lines (limit ${limit})`);
  }
  if (isModule(path) && !path.startsWith("packages/") && isBarrel(source)) {
    found.push(`${path} only passes on other files: import those instead`);
  }
  const code = isModule(path) ? withoutComments(source) : source;
  for (const rule of TEXT_RULES) {
    if (!rule.binds(path)) continue;
    (rule.comments ? source : code).split("\n").forEach((line, index) => {
      if (rule.breaks.test(line)) found.push(`${path}:${index + 1} ${rule.says}`);
    });
  }
  return found;
}
