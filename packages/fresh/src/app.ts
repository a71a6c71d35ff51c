import type { BuildSnapshot } from "./build.ts";
import { type Command, prefixed } from "./commands.ts";
import { compile, type Handler } from "./compile.ts";
import { segmentNames } from "./segment.ts";
import {
  type FreshConfig,
  type LayoutConfig,
  type ListenOptions,
  type MaybeLazy,
  type Method,
  METHODS,
  type Middleware,
  type ResolvedFreshConfig,
  type Route,
  type RouteComponent,
  type RouteConfig,
} from "./types.ts";

/** Replaced by Vite: true in development. */
declare const __FRESH_DEV__: boolean | undefined;
const MODE = typeof __FRESH_DEV__ === "boolean" && __FRESH_DEV__ ? "development" : "production";

const builds = new WeakMap<object, BuildSnapshot>();

/** Give an application what its build produced: file routes, islands, static files. */
export function attachBuild(app: object, build: BuildSnapshot): void {
  builds.set(app, build);
}

/** An application: declarations applied from top to bottom, then a request handler. */
export class App<State> {
  readonly config: ResolvedFreshConfig;
  readonly #commands: Command<State>[] = [];

  constructor(config: FreshConfig = {}) {
    this.config = {
      root: ".",
      basePath: config.basePath?.replace(/\/+$/, "") ?? "",
      mode: config.mode ?? MODE,
      trustProxy: config.trustProxy ?? false,
    };
  }

  /** Add middlewares, for everything declared later or, with a path, for what is below it. */
  use(...fns: MaybeLazy<Middleware<State>>[]): this;
  use(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this;
  use(
    first: string | MaybeLazy<Middleware<State>>,
    ...rest: MaybeLazy<Middleware<State>>[]
  ): this {
    const path = typeof first === "string" ? first : "*";
    const fns = typeof first === "string" ? rest : [first, ...rest];
    return this.#add({ kind: "use", segments: segmentNames(path), fns });
  }

  get(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#handlers(["GET"], path, fns);
  }
  post(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#handlers(["POST"], path, fns);
  }
  patch(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#handlers(["PATCH"], path, fns);
  }
  put(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#handlers(["PUT"], path, fns);
  }
  delete(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#handlers(["DELETE"], path, fns);
  }
  head(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#handlers(["HEAD"], path, fns);
  }
  all(path: string, ...fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#handlers(METHODS, path, fns);
  }

  /** Add a page or an endpoint with handlers by method. */
  route(
    path: string,
    route: MaybeLazy<Route<State>>,
    config?: RouteConfig,
  ): this {
    const own = typeof route === "function" ? undefined : route.config?.routeOverride;
    const override = config?.routeOverride ?? own;
    return this.#add({
      kind: "route",
      path,
      ...override !== undefined && { override },
      segments: segmentNames(path),
      route,
      config,
    });
  }

  /** Wrap the pages below a path. */
  layout(
    path: string,
    component: RouteComponent<State>,
    config: LayoutConfig = {},
  ): this {
    return this.#add({
      kind: "layout",
      segments: segmentNames(path),
      component,
      config,
    });
  }

  /** Set the outermost component: the html document. */
  appWrapper(component: RouteComponent<State>): this {
    return this.#add({ kind: "app", component });
  }

  /** Answer addresses that nothing answers, and thrown 404s. */
  notFound(route: Route<State> | Middleware<State>): this {
    return this.#add({ kind: "notFound", segments: [], route: asRoute(route) });
  }

  /** Answer what is thrown below a path ("*" for everything). */
  onError(path: string, route: Route<State> | Middleware<State>): this {
    return this.#add({
      kind: "error",
      segments: segmentNames(path),
      route: asRoute(route),
    });
  }

  /** Insert the routes of the routes/ folder here. */
  fsRoutes(pattern = "*"): this {
    return this.#add({
      kind: "files",
      prefix: pattern,
      segments: segmentNames(pattern),
    });
  }

  /** Copy another application's declarations below a path. */
  mountApp(path: string, app: App<State>): this {
    for (const command of app.#commands) this.#add(prefixed(command, path));
    return this;
  }

  /** The request handler; declarations made after this call do not reach it. */
  handler(): Handler {
    return compile(this.#commands, this.config, builds.get(this) ?? null);
  }

  /** Serve on a port: the one given, or the first free one of 8000 to 8019. */
  async listen(options: ListenOptions = {}): Promise<void> {
    const { listen } = await import("./listen.ts");
    await listen(this.handler(), options);
  }

  #handlers(
    methods: readonly Method[],
    path: string,
    fns: MaybeLazy<Middleware<State>>[],
  ): this {
    return this.#add({
      kind: "handlers",
      methods,
      path,
      segments: segmentNames(path),
      fns,
    });
  }

  #add(command: Command<State>): this {
    this.#commands.push(command);
    return this;
  }
}

function asRoute<State>(route: Route<State> | Middleware<State>): Route<State> {
  return typeof route === "function" ? { handler: route } : route;
}
