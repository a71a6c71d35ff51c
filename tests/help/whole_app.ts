/** Every route of the app over real parts in one process, without a build; limits let all through. */
import { App } from "fresh";
import type { State } from "@/define.ts";
import * as policy from "@/lib/auth/policy.ts";
import { compose, type Services } from "@/lib/compose/compose.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { authorise } from "@/lib/http/authorise.ts";
import { bodyLimit } from "@/lib/http/body_limit.ts";
import { catchErrors } from "@/lib/http/catch_errors.ts";
import { csrf, isSigned } from "@/lib/http/csrf.ts";
import { identify } from "@/lib/http/identify.ts";
import { failureResponse } from "@/lib/http/problem.ts";
import { requestId } from "@/lib/http/request_id.ts";
import { theme } from "@/lib/http/theme.ts";
import { routeFiles } from "@/tasks/lib/api_app.ts";
import { ROOT } from "@/tasks/lib/files.ts";

const ORIGIN = "http://tracker.test";

export interface WholeApp {
  readonly services: Services;
  /** Somebody new, with an empty cookie jar. */
  person(): Visiting;
  /** Somebody who is signed in with an account of this address. */
  account(email: string): Promise<Visiting & { readonly id: string }>;
  close(): Promise<void>;
}

/** A browser without a window or a network: it keeps cookies and sends the page's origin. */
export interface Visiting {
  readonly cookies: Map<string, string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a page's form. */
  form(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends JSON. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
}

export interface WholeAppOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A data folder of another one, to be a second instance on the same store. */
  readonly dataDir?: string;
}

export async function wholeApp(options: WholeAppOptions = {}): Promise<WholeApp> {
  const dataDir = options.dataDir ?? await Deno.makeTempDir({ prefix: "tracker-app-" });
  const parsed = parseConfig({
    APP_ENV: "test",
    LOG_LEVEL: "error",
    PORT: "0",
    DATA_DIR: dataDir,
    ...options.env,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const services = await compose(parsed.config);
  const allowed = { allowed: true, remaining: 1, retryAfterMs: 0, source: "local" as const };
  Object.assign(services.cache, { limit: () => Promise.resolve(allowed) });
  const handler = await handlerOf(services);
  const person = () => visiting(handler);
  return {
    services,
    person,
    async account(email) {
      const { accountStore, sessions, identity } = services;
      const made = await accountStore.create({ email, passwordHash: null });
      if (made === undefined) throw new Error(`Cannot make ${email} twice`);
      const grant = await sessions.start(made.id, "password", { device: "Test", place: null });
      const browser = person();
      for (const cookie of identity.grantCookies(grant)) keep(browser.cookies, cookie);
      return { ...browser, id: made.id };
    },
    async close() {
      await services.close();
      if (options.dataDir === undefined) await Deno.remove(dataDir, { recursive: true });
    },
  };
}

type Handler = (req: Request) => Promise<Response>;

/** The routes behind the middlewares of main.ts that decide who may come in. */
async function handlerOf(services: Services): Promise<Handler> {
  const app = new App<State>();
  app.use((ctx) => {
    ctx.state.services = services;
    return ctx.next();
  })
    .use(requestId({ log: services.log, trustProxy: false }))
    .use(theme)
    .use(
      catchErrors((ctx, failure) => Promise.resolve(failureResponse(failure, ctx.state.requestId))),
    )
    .use(bodyLimit())
    .use(csrf({ origin: undefined, exempt: isSigned }))
    .use(identify(services.identity, (all) => services.encounters.visitors.renewedCookie(all)))
    .use(authorise(policy));
  for (const { path, pattern } of routeFiles("routes")) {
    if (path.startsWith("routes/_")) continue;
    const { handler, default: component } = await import(new URL(path, `file://${ROOT}/`).href);
    app.route(pattern || "/", { handler, component });
  }
  return app.handler();
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [pair = ""] = cookie.split(";");
  const at = pair.indexOf("=");
  cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

function visiting(handler: Handler): Visiting {
  const cookies = new Map<string, string>();
  const visitor: Visiting = {
    cookies,
    async fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      if (jar !== "") headers.set("cookie", jar);
      headers.set("origin", ORIGIN);
      const response = await handler(new Request(new URL(path, ORIGIN), { ...init, headers }));
      for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie);
      return response;
    },
    form: (path, fields) =>
      visitor.fetch(path, { method: "POST", body: new URLSearchParams(fields) }),
    send: (method, path, body) =>
      visitor.fetch(path, {
        method,
        ...body === undefined ? {} : {
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        },
      }),
  };
  return visitor;
}
