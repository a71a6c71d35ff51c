// Who may import whom, and the house rules that a file's text can break (ARCHITECTURE.md). Prints
// each breach in one line and exits 1 when there is one.
import { browserLeaks, forbiddenEdges, importCircle } from "@/tasks/boundaries/edges.ts";
import { readGraph } from "@/tasks/boundaries/graph.ts";
import { textProblems } from "@/tasks/boundaries/text.ts";
import { isModule, isTest, projectFiles, ROOT } from "@/tasks/lib/files.ts";

/** The conformance set and the rule data are kept as they came. */
const KEPT = /^packages\/conformance\/|^lib\/(bestiary|creatures)\/data\/|^static\//;

/** Every breach in the project; an empty list when there is none. */
export async function boundaryProblems(): Promise<string[]> {
  const files = projectFiles().filter((path) => !KEPT.test(path));
  const modules = files.filter((path) => isModule(path) && !path.startsWith("packages/"));
  const graph = await readGraph(modules.filter((path) => !isTest(path)));
  const ours = new Map([...graph].filter(([path]) => !/^(packages|node_modules)\//.test(path)));
  const circle = importCircle(ours);
  return [
    ...forbiddenEdges(ours),
    ...browserLeaks(ours),
    ...circle.length > 0 ? [`Imports go in a circle: ${circle.join(" → ")}`] : [],
    ...files.filter((path) => /\.(tsx?|css|json|md)$/.test(path))
      .flatMap((path) => textProblems(path, Deno.readTextFileSync(ROOT + path))),
  ];
}

if (import.meta.main) {
  const problems = await boundaryProblems();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
}
