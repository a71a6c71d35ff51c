// Whether the docs tell the truth about the tree: every relative link, every path in backticks and
// every `deno task NAME` that a Markdown file names has to be there.
import { projectFiles, ROOT } from "@/tasks/lib/files.ts";

/** What the docs may name. */
export interface Tree {
  /** Paths of files and folders, without a slash at the end. */
  readonly paths: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
}

const ROOM =
  /^(assets|components|docs|islands|lib|migrations|packages|routes|static|tasks|tests|terraform|\.ci|\.github)\//;
/** A name with a gap for the reader to fill in. */
const PATTERN = /[<>*…{}|]|NAME|NNNN|\.\.\./;

/** The anchors that GitHub gives the headings of a Markdown text. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((heading) =>
      heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(/\s/g, "-")
    ),
  );
}

/** `to` seen from the folder of `from`, without `.` and `..`. */
function resolve(from: string, to: string): string {
  return decodeURIComponent(new URL(to, `file:///${from}`).pathname).slice(1).replace(/\/$/, "");
}

function linkProblem(path: string, text: string, target: string, tree: Tree): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const [file = "", anchor] = target.split("#");
  const to = file === "" ? path : resolve(path, file);
  if (!tree.paths.has(to)) return `links to ${target}, which is not there`;
  if (anchor === undefined || file !== "" || anchorsOf(text).has(anchor)) return undefined;
  return `links to #${anchor}, which is no heading`;
}

function codeProblem(code: string, tree: Tree): string | undefined {
  for (const [, name = ""] of code.matchAll(/deno(?:@[\d.]+)? task ([a-z][a-z0-9:_-]*)/g)) {
    if (!tree.tasks.has(name)) return `names the task ${name}, which is not in deno.json`;
  }
  if (!ROOM.test(code) || PATTERN.test(code) || /\s/.test(code)) return undefined;
  const to = code.replace(/[:#].*$/, "").replace(/\/$/, "");
  return tree.paths.has(to) ? undefined : `names ${code}, which is not there`;
}

/** "path:line …" for everything in one Markdown text that is not there. */
export function textDocProblems(path: string, text: string, tree: Tree): string[] {
  const found: string[] = [];
  let fenced = false;
  text.split("\n").forEach((line, index) => {
    if (/^\s*```/.test(line)) fenced = !fenced;
    const problems: (string | undefined)[] = [];
    if (fenced) problems.push(codeProblem(` ${line}`, tree));
    else {
      for (const [, code = ""] of line.matchAll(/`([^`]+)`/g)) {
        problems.push(codeProblem(code, tree));
      }
      const prose = line.replace(/`[^`]*`/g, "");
      for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
        problems.push(linkProblem(path, text, target, tree));
      }
      for (const [, target = ""] of prose.matchAll(/<(?:img|a) [^>]*(?:src|href)="([^"]+)"/g)) {
        problems.push(linkProblem(path, text, target, tree));
      }
    }
    for (const problem of problems) {
      if (problem !== undefined) found.push(`${path}:${index + 1} ${problem}`);
    }
  });
  return found;
}

/** Everything in the project's Markdown that is not there. */
export async function docProblems(): Promise<string[]> {
  const files = projectFiles();
  const paths = new Set(files);
  for (const file of files) {
    for (let at = file.lastIndexOf("/"); at > 0; at = file.lastIndexOf("/", at - 1)) {
      paths.add(file.slice(0, at));
    }
  }
  const config: { tasks: Record<string, unknown> } = JSON.parse(
    await Deno.readTextFile(`${ROOT}deno.json`),
  );
  const tree = { paths, tasks: new Set(Object.keys(config.tasks)) };
  return files
    .filter((path) => path.endsWith(".md") && !path.startsWith("packages/conformance/"))
    .flatMap((path) => textDocProblems(path, Deno.readTextFileSync(ROOT + path), tree));
}

if (import.meta.main) {
  const problems = await docProblems();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
}
