// `deno task check:licences`: every installed package is under a licence that may be shipped with a
// program under MIT. Ends with 1 and a line for each that is not.
import { z } from "zod";
import { ROOT } from "@/tasks/lib/files.ts";

const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
]);

/** Not shipped, or shipped as a separate library, each for the reason that stands beside it. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "axe-core": "MPL-2.0: only in tests, unchanged",
  "lightningcss": "MPL-2.0: only in the build, unchanged",
  "@img/sharp-libvips": "LGPL-3.0: a shared library of its own beside the app",
};

const Package = z.object({
  name: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)])
    .optional(),
});

/** Whether an SPDX expression leaves a choice that is allowed. */
export function isAllowed(expression: string): boolean {
  return expression.replace(/^\(|\)$/g, "").split(/ OR /)
    .some((choice) =>
      choice.split(/ AND /).every((part) => ALLOWED.has(part.replace(/[()]/g, "")))
    );
}

async function main(): Promise<number> {
  const folder = `${ROOT}node_modules/.deno`;
  const wrong: string[] = [];
  let seen = 0;
  for await (const { name: entry } of Deno.readDir(folder)) {
    const inner = entry.replace(/@[^@]*(_.*)?$/, "").replaceAll("+", "/");
    const path = `${folder}/${entry}/node_modules/${inner}/package.json`;
    const text = await Deno.readTextFile(path).catch(() => undefined);
    if (text === undefined) continue;
    seen++;
    const { name, license = "none named" } = Package.parse(JSON.parse(text));
    const excepted = Object.keys(EXCEPTIONS).some((beginning) => name.startsWith(beginning));
    if (!isAllowed(license) && !excepted) wrong.push(`${name}: ${license}`);
  }
  console.log(
    [...wrong.sort(), `${seen} packages, ${wrong.length} with a licence to look at`].join("\n"),
  );
  return wrong.length === 0 && seen > 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
