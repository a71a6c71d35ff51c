/** The files that start a built server. They hold no code of the application. */

export const serverModule = `import { productionBuild, start } from "./server/server-entry.js";
import manifest from "./server/manifest.js";

const handler = start(productionBuild(manifest, [], import.meta.url));

export default { fetch: (request, info) => handler(request, info) };
`;

/** The oldest Node that the built server is tested on. */
export const NODE_MINIMUM = 24;

/**
 * For \`deno compile --include _fresh\`: a program of its own, so it starts its own listener. A
 * server entry that exports \`serve\` listens by itself, as its own configuration says.
 */
export const compiledEntry = `import server from "./server.js";
import { main } from "./server/server-entry.js";

if (main.serve !== undefined) await main.serve(server.fetch);
else {
  const port = Number(Deno.env.get("PORT") ?? 8000);
  const hostname = Deno.env.get("HOST") ?? "127.0.0.1";
  Deno.serve({ port, hostname }, server.fetch);
}
`;

/**
 * For Node, which has no listener for web handlers. Neither imports nor awaits at its top, so that
 * every Node can read it far enough to say that it is too old.
 */
export const nodeEntry = `const MINIMUM = ${NODE_MINIMUM};

function fail(error) {
  console.error(error);
  process.exit(1);
}

function listen([{ default: server }, { main, exchange }, { createServer }]) {
  if (main.serve !== undefined) return main.serve(server.fetch, exchange);
  createServer((req, res) => void exchange(server.fetch, req, res))
    .on("error", (error) => fail(error.message))
    .listen(Number(process.env.PORT || 8000), process.env.HOST || "127.0.0.1");
}

if (Number(process.versions.node.split(".")[0]) < MINIMUM) {
  fail("Cannot start on Node " + process.versions.node + ": it takes Node " + MINIMUM + " or newer");
} else {
  Promise.all([
    import("./server.js"),
    import("./server/server-entry.js"),
    import("node:http"),
  ]).then(listen).catch(fail);
}
`;
