/** The API over its real handler and a real SQLite file, without a browser or a build. */
import { App } from "fresh";
import type { State } from "@/define.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import type { EncounterDeps } from "@/lib/encounters/deps.ts";
import { Encounters } from "@/lib/encounters/service.ts";
import { bodyLimit } from "@/lib/http/body_limit.ts";
import { catchErrors } from "@/lib/http/catch_errors.ts";
import { csrf } from "@/lib/http/csrf.ts";
import { failureResponse } from "@/lib/http/problem.ts";
import { requestId } from "@/lib/http/request_id.ts";
import { createLog } from "@/lib/log.ts";
import type { Services } from "@/lib/compose.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import type { Store } from "@/lib/store/store_port.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const ROOT = new URL("../../", import.meta.url);
export const ORIGIN = "http://tracker.test";

/** Every route file of the API with its pattern, e.g. `/api/v1/encounters/:id`. */
export function routeFiles(folder = "routes/api/v1"): { path: string; pattern: string }[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return routeFiles(path);
    if (entry.name.startsWith("_")) return [];
    const pattern = path.replace(/^routes/, "").replace(/\.tsx?$/, "").replace(/\/index$/, "")
      .replace(/\[(\w+)\]/g, ":$1");
    return [{ path, pattern }];
  });
}

/** A browser: it keeps cookies and sends the page's origin. */
export interface Person {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends JSON. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
  readonly cookies: Map<string, string>;
}

export interface Api {
  readonly encounters: Encounters;
  readonly store: Store;
  readonly handler: (req: Request) => Promise<Response>;
  /** Somebody new, with an empty cookie jar. */
  person(): Person;
  /** The same store in a new process: everything in memory is lost. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const keys = { kid: "test", bytes: new Uint8Array(32).fill(7) };

function quietLog() {
  return createLog({ level: "error", write: () => {}, now: () => new Date() });
}

async function appOf(encounters: Encounters): Promise<(req: Request) => Promise<Response>> {
  const app = new App<State>();
  app.use((ctx) => {
    const services: Partial<Services> = { encounters };
    ctx.state.services = services as Services;
    return ctx.next();
  })
    .use(requestId({ log: quietLog(), trustProxy: false }))
    .use(
      catchErrors((ctx, failure) => Promise.resolve(failureResponse(failure, ctx.state.requestId))),
    )
    .use(bodyLimit())
    .use(csrf({ origin: undefined }));
  for (const { path, pattern } of routeFiles()) {
    const module = await import(new URL(path, ROOT).href);
    app.route(pattern, { handler: module.handler });
  }
  return app.handler();
}

/** Opens the API; `over` replaces what the test wants to control. */
export async function openApi(over: Partial<EncounterDeps> = {}): Promise<Api> {
  const folder = await Deno.makeTempDir({ prefix: "tracker-api-" });
  const path = `${folder}/tracker.sqlite`;
  await migrateUp(path);
  let live = await start(path, over);
  return {
    get encounters() {
      return live.encounters;
    },
    get store() {
      return live.store;
    },
    handler: (req) => live.handler(req),
    person: () => newPerson((req) => live.handler(req)),
    async restart() {
      await live.stop();
      live = await start(path, over);
    },
    async close() {
      await live.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function start(path: string, over: Partial<EncounterDeps>) {
  const store = openStore({ path });
  const cache = new MemoryCache();
  const encounters = new Encounters({
    store: store.encounters,
    wakeups: cache,
    limiter: {
      limit: () =>
        Promise.resolve({ allowed: true, remaining: 1, retryAfterMs: 0, source: "local" as const }),
    },
    log: quietLog(),
    now: () => Date.now(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    keys: { current: keys, keys: [keys] },
    encrypted: false,
    ...over,
  });
  return {
    store,
    encounters,
    handler: await appOf(encounters),
    stop: async () => {
      encounters.close();
      await store.close();
    },
  };
}

function newPerson(handler: (req: Request) => Promise<Response>): Person {
  const cookies = new Map<string, string>();
  const person: Person = {
    cookies,
    async fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      if (jar !== "" && !headers.has("cookie")) headers.set("cookie", jar);
      if (!headers.has("origin")) headers.set("origin", ORIGIN);
      const response = await handler(new Request(new URL(path, ORIGIN), { ...init, headers }));
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ""] = cookie.split(";");
        const at = pair.indexOf("=");
        cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      return response;
    },
    send(method, path, body) {
      const headers = { "content-type": "application/json" };
      return person.fetch(path, {
        method,
        headers,
        ...body === undefined ? {} : { body: JSON.stringify(body) },
      });
    },
  };
  return person;
}
