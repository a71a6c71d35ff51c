/** The API over its real handler and a real SQLite file, without a browser or a build. */
import { Creatures } from "@/lib/bestiary/creatures.ts";
import { Homebrew, storedCreature } from "@/lib/bestiary/homebrew.ts";
import { campaignCollections } from "@/lib/campaigns/records.ts";
import { SharedThings } from "@/lib/campaigns/shared_things.ts";
import { Sharing } from "@/lib/campaigns/sharing.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import type { EncounterDeps } from "@/lib/encounters/deps.ts";
import { Encounters } from "@/lib/encounters/encounters.ts";
import { collection } from "@/lib/store/ports/document_collection.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { apiHandler, quietLog } from "@/tasks/lib/api_app.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

export const ORIGIN = "http://tracker.test";

/** A browser: it keeps cookies and sends the page's origin. */
export interface Person {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends JSON. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
  readonly cookies: Map<string, string>;
}

export interface Api {
  readonly encounters: Encounters;
  readonly creatures: Creatures;
  readonly store: Store;
  readonly handler: (req: Request) => Promise<Response>;
  /** Somebody new, with an empty cookie jar, at this IP address. */
  person(address?: string): Person;
  /** The same store in a new process: everything in memory is lost. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A limiter that lets everybody through. */
const allowed = () =>
  Promise.resolve({ allowed: true, remaining: 1, retryAfterMs: 0, source: "local" as const });

const keys = { kid: "test", bytes: new Uint8Array(32).fill(7) };

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
    get creatures() {
      return live.creatures;
    },
    get store() {
      return live.store;
    },
    handler: (req) => live.handler(req),
    person: (address) => newPerson((req) => live.handler(req, from(address))),
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
  const now = () => Date.now();
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const documents = collection(store.documents, "stat-block", storedCreature);
  const creatures = new Creatures(new Homebrew({ documents, now, random }));
  const sharing = new Sharing(campaignCollections(store.documents));
  const things = new SharedThings(sharing, () => Promise.resolve(false));
  const encounters = new Encounters({
    store: store.encounters,
    values: store.values,
    wakeups: cache,
    limiter: { limit: allowed, peek: allowed },
    log: quietLog(),
    now,
    random,
    keys: { current: keys, keys: [keys] },
    encrypted: false,
    ...over,
  });
  return {
    store,
    encounters,
    creatures,
    handler: await apiHandler(encounters, { creatures, things }),
    stop: async () => {
      encounters.close();
      await store.close();
    },
  };
}

/** What the server is told of a request from this address. */
function from(address: string | undefined): Deno.ServeHandlerInfo | undefined {
  if (address === undefined) return undefined;
  const remoteAddr = { transport: "tcp" as const, hostname: address, port: 50_000 };
  return { remoteAddr, completed: Promise.resolve() };
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
      const text = body === undefined ? undefined : JSON.stringify(body);
      const length = new TextEncoder().encode(text).length;
      const headers = { "content-type": "application/json", "content-length": String(length) };
      return person.fetch(path, { method, headers, ...text === undefined ? {} : { body: text } });
    },
  };
  return person;
}
