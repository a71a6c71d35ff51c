// `deno task check:engine`: lib/combat type-checks with nothing but the language's own library
// (no Deno, fetch, crypto, document), imports only itself, and uses no clock, chance or waiting.
const ROOM = new URL("../lib/combat/", import.meta.url);

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\bMath\.random\b/, "Math.random: dice come from the seed"],
  [/\bDate\b/, "Date: time comes with the command"],
  [/\basync\b|\bawait\b|\bPromise\b/, "async: the engine never waits"],
  [/\bperformance\./, "performance: the engine has no clock"],
];

/** What is wrong with one file of the engine, `depth` folders below the room. */
export function problemsIn(source: string, depth: number): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const imports = [...code.matchAll(/\bfrom\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/g)]
    .map(([, from, dynamic]) => from ?? dynamic ?? "");
  const outside = imports.filter((path) =>
    !path.startsWith(".") || (path.match(/\.\.\//g)?.length ?? 0) > depth
  );
  return [
    ...FORBIDDEN.filter(([pattern]) => pattern.test(code)).map(([, why]) => why),
    ...outside.map((path) => `import of ${path}: the engine imports only itself`),
  ];
}

interface EngineFile {
  readonly path: string;
  readonly depth: number;
}

async function engineFiles(folder = "", depth = 0): Promise<readonly EngineFile[]> {
  const found: EngineFile[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder || ".", ROOM))) {
    if (isDirectory && name !== "testing") {
      found.push(...await engineFiles(`${folder}${name}/`, depth + 1));
    } else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) {
      found.push({ path: `${folder}${name}`, depth });
    }
  }
  return found.toSorted((a, b) => a.path < b.path ? -1 : 1);
}

/** Type-checks the files under a configuration of their own, which knows only `esnext`. */
async function typeErrors(files: readonly EngineFile[]): Promise<string> {
  const config = await Deno.makeTempFile({ suffix: ".json" });
  try {
    const compilerOptions = {
      lib: ["esnext"],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
    };
    await Deno.writeTextFile(config, JSON.stringify({ compilerOptions }));
    const paths = files.map(({ path }) => new URL(path, ROOM).pathname);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-lock", "--config", config, ...paths],
    }).output();
    return success ? "" : new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(config);
  }
}

/** All that is wrong with the engine, one line each. */
export async function checkEngine(): Promise<readonly string[]> {
  const files = await engineFiles();
  const problems: string[] = [];
  for (const { path, depth } of files) {
    const source = await Deno.readTextFile(new URL(path, ROOM));
    problems.push(...problemsIn(source, depth).map((why) => `lib/combat/${path}: ${why}`));
  }
  const errors = await typeErrors(files);
  return errors === "" ? problems : [...problems, errors];
}

if (import.meta.main) {
  const problems = await checkEngine();
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log("The engine is pure.");
  Deno.exit(problems.length === 0 ? 0 : 1);
}
