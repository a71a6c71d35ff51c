// `deno task spec`: lists every rule of lib/combat/SPEC.md with the tests that carry its id, and
// fails when a rule has no test, a test names no rule, or an id is given twice.
const ROOM = new URL("../lib/combat/", import.meta.url);

/** Ids of a text that stand at the start of a rule, in order. */
export function rulesIn(spec: string): readonly string[] {
  return [...spec.matchAll(/^- \*\*\[([A-Z]+-\d+)\]\*\*/gm)].map(([, id]) => id ?? "");
}

/** Names of tests with an id, as they stand in a test file. */
export function testsIn(source: string): readonly { readonly id: string; readonly name: string }[] {
  const names = source.matchAll(/(?:Deno\.test|test)\(\s*"(\[([A-Z]+-\d+)\][^"]*)"/g);
  return [...names].map(([, name, id]) => ({ id: id ?? "", name: name ?? "" }));
}

async function* testFiles(folder: URL): AsyncGenerator<URL> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) yield* testFiles(new URL(`${entry.name}/`, folder));
    else if (entry.name.endsWith("_test.ts")) yield new URL(entry.name, folder);
  }
}

interface Coverage {
  readonly rules: readonly string[];
  /** Names of the tests of each id. */
  readonly tests: ReadonlyMap<string, readonly string[]>;
}

async function readCoverage(): Promise<Coverage> {
  const rules = rulesIn(await Deno.readTextFile(new URL("SPEC.md", ROOM)));
  const tests = new Map<string, string[]>();
  for await (const file of testFiles(ROOM)) {
    for (const { id, name } of testsIn(await Deno.readTextFile(file))) {
      tests.set(id, [...tests.get(id) ?? [], name]);
    }
  }
  return { rules, tests };
}

function problemsOf({ rules, tests }: Coverage): string[] {
  return [
    ...rules.filter((id) => !tests.has(id)).map((id) => `${id} has no test`),
    ...[...tests.keys()].filter((id) => !rules.includes(id)).map((id) => `${id} is no rule`),
    ...rules.filter((id, at) => rules.indexOf(id) !== at).map((id) => `${id} is given twice`),
  ];
}

/** Rules without a test, tests without a rule, and ids given twice; empty when there is none. */
export async function specProblems(): Promise<string[]> {
  return problemsOf(await readCoverage());
}

async function main(): Promise<number> {
  const coverage = await readCoverage();
  const { rules, tests } = coverage;
  for (const id of rules) {
    console.log(`[${id}]`.padEnd(12), (tests.get(id) ?? ["NO TEST"]).join("\n".padEnd(14)));
  }
  const problems = problemsOf(coverage);
  for (const problem of problems) console.error(problem);
  console.log(`${rules.length} rules, ${[...tests.values()].flat().length} tests`);
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
