/** The project's folder, with a slash at its end. */
export const ROOT: string = new URL("../../", import.meta.url).pathname;

const NOT_OURS = new Set([
  ".git",
  ".vite",
  "node_modules",
  "_fresh",
  "data",
  "coverage",
]);

/** Paths from the project's folder of every file that is written by hand, sorted. */
export function projectFiles(folder = ""): string[] {
  const found: string[] = [];
  for (const entry of Deno.readDirSync(ROOT + folder)) {
    if (folder === "" && NOT_OURS.has(entry.name)) continue;
    if (entry.name === "node_modules" || entry.name === "_fresh") continue;
    const path = folder + entry.name;
    if (entry.isDirectory) found.push(...projectFiles(`${path}/`));
    else if (entry.isFile) found.push(path);
  }
  return found.sort();
}

/** Whether `path` is a TypeScript module. */
export function isModule(path: string): boolean {
  return /\.tsx?$/.test(path);
}

/** Whether `path` is only ever loaded by a test run: a test, or what tests share (`testing/`). */
export function isTest(path: string): boolean {
  return path.startsWith("tests/") || /_test\.tsx?$|\/testing\//.test(path);
}
