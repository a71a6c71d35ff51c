import type { Context } from "./context.ts";
import { HttpError } from "./error.ts";
import { renderPage } from "./server/render_page.ts";
import {
  type AsyncResult,
  type MaybeLazy,
  type Method,
  METHODS,
  type PageResponse,
  type Route,
  type RouteComponent,
  type RouteConfig,
} from "./types.ts";

/**
 * The methods under which a route is found: others are answered 405, and OPTIONS lists them. A lazy
 * one is found under all that its declaration names, since its handlers are not known yet.
 */
export function routeMethods(
  route: MaybeLazy<Route<unknown>>,
  config?: RouteConfig,
): readonly Method[] {
  const own = typeof route === "function" ? undefined : route.config?.methods;
  const wanted = config?.methods ?? own;
  if (Array.isArray(wanted)) return wanted;
  if (typeof route === "function") return METHODS;
  if (route.handler === undefined || typeof route.handler === "function") {
    return METHODS;
  }
  const handled = METHODS.filter((m) => m in (route.handler ?? {}));
  return route.component !== undefined && !handled.includes("GET") ? [...handled, "GET"] : handled;
}

/** Run a route's handler and, where it gives data, its component. */
export async function answerRoute(
  ctx: Context<unknown>,
  route: Route<unknown>,
  config: RouteConfig,
): Promise<Response> {
  const method = ctx.req.method;
  if (Array.isArray(config.methods) && !allows(config.methods, method)) {
    throw new HttpError(404, "", { cause: { allowed: config.methods } });
  }
  const handle = handlerFor(route, method);
  if (handle === undefined) {
    const view = route.component !== undefined &&
      (route.handler === undefined || method === "GET" || method === "HEAD");
    // 404 as upstream; the cause says what the address takes.
    if (!view) throw new HttpError(404, "", { cause: { allowed: routeMethods(route) } });
    return await renderRoute(ctx, route, { data: {} }, config, 200);
  }
  const result = await handle(ctx);
  return result instanceof Response ? result : await renderRoute(ctx, route, result, config, 200);
}

/** Answer with an error page, with `status` unless its handler chooses another. */
export async function answerErrorRoute(
  ctx: Context<unknown>,
  route: Route<unknown>,
  status: number,
): Promise<Response> {
  const handle = handlerFor(route, ctx.req.method);
  const result = handle === undefined ? { data: {} } : await handle(ctx);
  if (result instanceof Response) return result;
  return await renderRoute(ctx, route, result, route.config ?? {}, status);
}

function allows(methods: readonly Method[], method: string): boolean {
  return methods.some((m) => m === method || (m === "GET" && method === "HEAD"));
}

function handlerFor(route: Route<unknown>, method: string) {
  if (typeof route.handler === "function") return route.handler;
  return route.handler?.[method as Method] ??
    (method === "HEAD" ? route.handler?.GET : undefined);
}

function renderRoute(
  ctx: Context<unknown>,
  route: Route<unknown>,
  result: PageResponse<unknown>,
  config: RouteConfig,
  status: number,
): Promise<Response> {
  if (typeof result !== "object" || result === null || !("data" in result)) {
    throw new TypeError(
      `Cannot answer ${ctx.req.method} ${ctx.url.pathname}: its handler returned ` +
        `${result === null ? "null" : typeof result}, not a Response and not page(…)`,
    );
  }
  if (route.component === undefined) {
    throw new TypeError(
      `Cannot render ${ctx.url.pathname}: its route has data but no component`,
    );
  }
  const component: RouteComponent<unknown> = route.component;
  ctx.data = result.data;
  const init: ResponseInit = { status: result.status ?? status };
  if (result.headers !== undefined) init.headers = result.headers;
  const page = (
    view: (c: RouteComponent<unknown>) => AsyncResult | Promise<AsyncResult>,
  ) => view(component);
  return renderPage(ctx, page, init, config, route.css ?? []);
}
