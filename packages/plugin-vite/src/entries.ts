/** The files that start a built server. They hold no code of the application. */

export const serverModule = `import { productionBuild, start } from "./server/server-entry.js";
import manifest from "./server/manifest.js";

const handler = start(productionBuild(manifest, [], import.meta.url));

export default { fetch: (request, info) => handler(request, info) };
`;

/** For \`deno compile --include _fresh\`: a program of its own, so it starts its own listener. */
export const compiledEntry = `import server from "./server.js";

const port = Number(Deno.env.get("PORT") ?? 8000);
const hostname = Deno.env.get("HOSTNAME") ?? "0.0.0.0";
Deno.serve({ port, hostname }, server.fetch);
`;

/** For Node, which has no listener for web handlers. */
export const nodeEntry = `import { createServer } from "node:http";
import server from "./server.js";
import { exchange } from "./server/server-entry.js";

createServer((req, res) => void exchange(server.fetch, req, res))
  .listen(Number(process.env.PORT ?? 8000), process.env.HOSTNAME);
`;
