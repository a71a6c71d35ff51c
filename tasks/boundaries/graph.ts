import { ROOT } from "@/tasks/lib/files.ts";

/** One import. `to` is a path of the project, `node:…`, or `npm:…` for a package. */
export interface Edge {
  readonly to: string;
  /** True when only types are imported: nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

/** Every module by its path from the project's folder, with what it imports. */
export type Graph = ReadonlyMap<string, readonly Edge[]>;

interface Resolved {
  readonly specifier?: string;
}
interface Dependency {
  readonly specifier: string;
  readonly code?: Resolved;
  readonly type?: Resolved;
}
interface Info {
  readonly modules: readonly { specifier: string; dependencies?: readonly Dependency[] }[];
}

const FILE_ROOT = `file://${ROOT}`;

/** The name by which rules speak of a module. */
function nameOf(specifier: string, resolved: string): string {
  if (resolved.startsWith(FILE_ROOT)) {
    const path = decodeURIComponent(resolved.slice(FILE_ROOT.length));
    // `fresh` is linked to packages/fresh: for the rules it is still the package.
    return path.startsWith("packages/") && !/^[.@]?\//.test(specifier) ? `npm:${specifier}` : path;
  }
  if (resolved.startsWith("node:")) return resolved;
  if (resolved.startsWith("npm:") || resolved.startsWith("jsr:")) return `npm:${specifier}`;
  return resolved;
}

/** The graph of what `deno info --json` printed. */
export function graphOf(info: Info): Graph {
  const graph = new Map<string, Edge[]>();
  for (const module of info.modules) {
    if (!module.specifier.startsWith(FILE_ROOT)) continue;
    const path = decodeURIComponent(module.specifier.slice(FILE_ROOT.length));
    const edges = graph.get(path) ?? [];
    graph.set(path, edges);
    for (const { specifier, code, type } of module.dependencies ?? []) {
      const resolved = code?.specifier ?? type?.specifier;
      if (resolved === undefined) continue;
      edges.push({ to: nameOf(specifier, resolved), typeOnly: code === undefined });
    }
  }
  return graph;
}

/**
 * Asks Deno for the module graph of `modules`, in one process.
 *
 * @throws When Deno cannot resolve the graph; its own words are in the message.
 */
export async function readGraph(modules: readonly string[]): Promise<Graph> {
  const roots = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const lines = modules.map((path) => `import ${JSON.stringify(FILE_ROOT + encodeURI(path))};`);
    await Deno.writeTextFile(roots, lines.join("\n"));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", `${ROOT}deno.json`, roots],
      cwd: ROOT,
    }).output();
    if (code !== 0) {
      throw new Error(`Cannot read the module graph: ${new TextDecoder().decode(stderr)}`);
    }
    const info: Info = JSON.parse(new TextDecoder().decode(stdout));
    return graphOf(info);
  } finally {
    await Deno.remove(roots);
  }
}
