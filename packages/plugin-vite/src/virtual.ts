import { join } from "node:path";
import type { Plugin } from "vite";
import type { Shared } from "./mod.ts";
import { keyOf, scan } from "./scan.ts";

/** Modules that exist in no file: the entries of the browser's and the server's bundles. */
export function virtualModules(shared: Shared): Plugin {
  const ids = new Set([
    "fresh:boot",
    "fresh:signals",
    "fresh:server-entry",
    "fresh:hot",
  ]);
  return {
    name: "fresh:virtual",
    enforce: "pre",
    resolveId: (id) => ids.has(id) ? "\0" + id : null,
    load(id) {
      switch (id) {
        case "\0fresh:boot":
          return `import { boot } from "fresh/runtime-client";\nboot();\n`;
        case "\0fresh:signals":
          return `export { signal } from "@preact/signals";\n`;
        case "\0fresh:server-entry":
          return serverEntry(shared);
        case "\0fresh:hot":
          return HOT;
      }
    },
  };
}

function serverEntry({ settings, client }: Shared): string {
  const { routes } = scan(settings);
  const lines = [
    `import * as main from ${JSON.stringify(settings.serverEntry)};`,
    `import { attachBuild, productionBuild, exchange } from "fresh/internal";`,
  ];
  // In development Vite serves the sheets from where they are.
  const sheets = (file: string) =>
    client === null ? ["/" + keyOf(file, settings.root)] : client.byFile.get(file)?.css ?? [];
  const table = routes.map(({ path, eager, css }, i) => {
    const file = JSON.stringify(join(settings.routeDir, path));
    const linked = [...new Set(css.flatMap(sheets))];
    const known = `path: ${JSON.stringify(path)}` +
      (linked.length === 0 ? "" : `, css: ${JSON.stringify(linked)}`);
    if (!eager) return `{ ${known}, load: () => import(${file}) }`;
    lines.push(`import * as r${i} from ${file};`);
    return `{ ${known}, module: r${i} }`;
  });
  lines.push(
    `export { main, productionBuild, exchange };`,
    `export const routes = [\n  ${table.join(",\n  ")}\n];`,
    `export function start(build) {`,
    `  if (main.app === undefined) {`,
    `    throw new TypeError("Cannot start: the server entry does not export \\"app\\"");`,
    `  }`,
    `  attachBuild(main.app, { ...build, routes });`,
    `  return main.app.handler();`,
    `}`,
  );
  return lines.join("\n") + "\n";
}

/** Replaces components in the running page, with their state unless their hooks changed. */
const HOT = `import "@prefresh/core";
const hooks = (fn) => (fn.toString().match(/\\buse[A-Z]\\w*/g) ?? []).join();
export function hot(file, components) {
  for (const [name, fn] of Object.entries(components)) {
    self.__PREFRESH__.register(fn, file + " " + name);
  }
}
export function flush(module) {
  if (!module) return;
  const core = self.__PREFRESH__, updates = core.getPendingUpdates();
  core.flush();
  for (const [before, after] of updates) {
    core.replaceComponent(before, after, hooks(before) !== hooks(after));
  }
}
`;
