// The API as a process of its own, for benches: `wire_server.ts STORE_PATH PORT`. Prints the port
// when it listens and answers `GET /memory` with its resident bytes.
import { MemoryCache } from "@/lib/cache/memory.ts";
import { Encounters } from "@/lib/encounters/encounters.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { apiHandler, quietLog } from "@/tasks/lib/api_app.ts";

const [path = "", port = "0"] = Deno.args;
const store = openStore({ path });
const key = { kid: "bench", bytes: new Uint8Array(32).fill(3) };
// One address plays everybody here.
const allowed = () =>
  Promise.resolve({ allowed: true, remaining: 1, retryAfterMs: 0, source: "local" as const });
const encounters = new Encounters({
  store: store.encounters,
  values: store.values,
  wakeups: new MemoryCache(),
  limiter: { limit: allowed, peek: allowed },
  streamBounds: { network: 20_000, encounter: 20_000 },
  log: quietLog(),
  now: () => Date.now(),
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  keys: { current: key, keys: [key] },
  encrypted: false,
});
const handler = await apiHandler(encounters);

Deno.serve({
  port: Number(port),
  hostname: "127.0.0.1",
  onListen: (address) => console.log(address.port),
}, (req, info) => {
  if (new URL(req.url).pathname === "/memory") return Response.json(Deno.memoryUsage());
  return handler(req, info);
});
