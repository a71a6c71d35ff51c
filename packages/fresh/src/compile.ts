import { Context, internalsOf } from "./context.ts";
import type { BuildSnapshot } from "./build.ts";
import { based, type Command, joinPath } from "./commands.ts";
import { boundary, lastResort } from "./errors.ts";
import { HttpError } from "./error.ts";
import { fileCommands } from "./fs_routes.ts";
import { answerRoute, routeMethods } from "./route_handler.ts";
import { Router } from "./router.ts";
import { Segment } from "./segment.ts";
import type { MaybeLazy, Middleware, ResolvedFreshConfig, Route, ServeInfo } from "./types.ts";

export type Handler = (req: Request, info?: ServeInfo) => Promise<Response>;

/** A route with everything that runs around it. */
interface Target {
  segments: readonly Segment<unknown>[];
  steps: Middleware<unknown>[];
}

interface Draft {
  segments: Segment<unknown>[];
  /** How many middlewares of each segment were declared before the route. */
  counts: number[];
  last: MaybeLazy<Middleware<unknown>>[];
}

const NO_INFO: ServeInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

/** Turn declarations into a handler. */
export function compile<State>(
  commands: readonly Command<State>[],
  config: ResolvedFreshConfig,
  build: BuildSnapshot | null,
): Handler {
  const root = new Segment<unknown>();
  const router = new Router<Draft>();
  const apply = (command: Command<unknown>) => declare(command, root, router, build, apply);
  for (const command of commands as readonly Command<unknown>[]) {
    apply(
      config.basePath === "" ? command : based(command, config.basePath),
    );
  }
  const targets = new WeakMap<Draft, Target>();
  const targetOf = (draft: Draft) => {
    let target = targets.get(draft);
    if (target === undefined) targets.set(draft, target = assemble(draft));
    return target;
  };
  const unmatched: Draft = {
    segments: [root],
    counts: [root.middlewares.length],
    last: [(ctx) => answerUnmatched(router, ctx)],
  };
  const mode = build?.mode ?? config.mode;
  const settled = { ...config, mode, root: build?.root ?? config.root };

  return async (req, info = NO_INFO) => {
    const ctx = new Context<unknown>({
      req,
      url: addressOf(req, config.trustProxy),
      info,
      config: settled,
      build,
    });
    let res: Response;
    try {
      const target = targetOf(find(router, ctx) ?? unmatched);
      internalsOf(ctx).segments = target.segments;
      res = await run(ctx, target.steps, 0);
    } catch (error) {
      res = lastResort(error, ctx);
    }
    if (req.method !== "HEAD" || res.body === null) return res;
    // a body that has failed already refuses
    await res.body.cancel().catch(() => {});
    return new Response(null, res);
  };
}

/** The route of a request. One that cannot be read is told so by the steps for unknown ones. */
function find(router: Router<Draft>, ctx: Context<unknown>): Draft | null {
  try {
    const match = router.match(ctx.req.method, ctx.url.pathname);
    if (match.kind !== "route") return null;
    ctx.route = match.route;
    ctx.params = match.params;
    return match.target;
  } catch (error) {
    if (error instanceof HttpError) return null;
    throw error;
  }
}

function declare(
  command: Command<unknown>,
  root: Segment<unknown>,
  router: Router<Draft>,
  build: BuildSnapshot | null,
  apply: (command: Command<unknown>) => void,
): void {
  if (command.kind === "app") {
    root.app = { component: command.component, css: command.css ?? [] };
    return;
  }
  const way = root.along(command.segments);
  const here = way[way.length - 1] ?? root;
  switch (command.kind) {
    case "use":
      here.middlewares.push(...command.fns);
      break;
    case "layout":
      here.layout = {
        component: command.component,
        config: command.config,
        css: command.css ?? [],
      };
      break;
    case "notFound":
      here.notFound = command.route;
      break;
    case "error":
      here.error = command.route;
      break;
    case "files":
      for (const file of fileCommands(build)) {
        apply(
          command.segments.length === 0 ? file : based(file, command.prefix),
        );
      }
      break;
    case "handlers":
    case "route": {
      const last = command.kind === "handlers" ? command.fns : [routeStep(command)];
      const methods = command.kind === "handlers"
        ? command.methods
        : routeMethods(command.route, command.config);
      const draft: Draft = {
        segments: way,
        counts: way.map((s) => s.middlewares.length),
        last,
      };
      const override = command.kind === "route" ? command.override : undefined;
      const path = joinPath("", override ?? command.path);
      for (const method of methods) router.add(method, path, draft);
    }
  }
}

function routeStep(
  command: {
    route: MaybeLazy<Route<unknown>>;
    config: Route<unknown>["config"];
  },
): Middleware<unknown> {
  let loaded = typeof command.route === "function" ? null : command.route;
  return async (ctx) => {
    if (loaded === null && typeof command.route === "function") {
      loaded = await command.route();
    }
    if (loaded === null) throw new HttpError(404);
    return await answerRoute(ctx, loaded, {
      ...loaded.config,
      ...command.config,
    });
  };
}

function assemble(draft: Draft): Target {
  const steps: Middleware<unknown>[] = [];
  draft.segments.forEach((segment, i) => {
    if (segment.error !== null || segment.notFound !== null) {
      steps.push(boundary(segment, draft.segments.slice(0, i + 1)));
    }
    for (const fn of segment.middlewares.slice(0, draft.counts[i])) {
      steps.push(settle(fn));
    }
  });
  for (const fn of draft.last) steps.push(settle(fn));
  return { segments: draft.segments, steps };
}

/** A middleware from one that may have to be loaded first: loading gives a function. */
function settle(fn: MaybeLazy<Middleware<unknown>>): Middleware<unknown> {
  let lazy: Middleware<unknown> | null = null;
  return async (ctx) => {
    if (lazy !== null) return await lazy(ctx);
    const result = await (fn as Middleware<unknown>)(ctx) as
      | Response
      | Middleware<unknown>;
    if (typeof result !== "function") return result;
    lazy = result;
    return await lazy(ctx);
  };
}

async function run(
  ctx: Context<unknown>,
  steps: readonly Middleware<unknown>[],
  i: number,
): Promise<Response> {
  const step = steps[i];
  if (step === undefined) throw new HttpError(404);
  ctx.next = () => run(ctx, steps, i + 1);
  const res = await step(ctx);
  if (res instanceof Response) return res;
  throw new TypeError(
    `Cannot answer ${ctx.req.method} ${ctx.url.pathname}: a handler returned ` +
      `${res === null ? "null" : typeof res} instead of a Response`,
  );
}

function answerUnmatched(
  router: Router<Draft>,
  ctx: Context<unknown>,
): Response {
  const match = router.match(ctx.req.method, ctx.url.pathname);
  if (match.kind !== "method") throw new HttpError(404);
  ctx.route = match.route;
  if (ctx.req.method !== "OPTIONS") {
    throw new HttpError(405, "", { cause: { allowed: match.allowed } });
  }
  return new Response(null, {
    status: 204,
    headers: { allow: match.allowed.join(", ") },
  });
}

/** The address as handlers see it: without doubled slashes, and as the proxy saw it if trusted. */
function addressOf(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  if (url.pathname.includes("//")) {
    url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  }
  if (trustProxy) {
    const proto = req.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
    const host = req.headers.get("x-forwarded-host")?.split(",")[0]?.trim();
    if (proto === "http" || proto === "https") url.protocol = proto;
    if (host !== undefined && host !== "") {
      // a host without a port would keep the one that the proxy calls
      url.port = "";
      url.host = host;
    }
  }
  return url;
}
