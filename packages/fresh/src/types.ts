import type { ComponentChildren } from "preact";
import type { Context } from "./context.ts";

/** The HTTP methods a route can answer. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";
export const METHODS: readonly Method[] = [
  "HEAD",
  "GET",
  "POST",
  "PATCH",
  "PUT",
  "DELETE",
  "OPTIONS",
];

/** What the server knows about the connection of a request. */
export type ServeInfo = Deno.ServeHandlerInfo;

export type Lazy<T> = () => Promise<T>;
export type MaybeLazy<T> = T | Lazy<T>;

/** Runs before, around or instead of what comes after it: see `ctx.next()`. */
export type Middleware<State> = (
  ctx: Context<State>,
) => Response | Promise<Response>;
/** @deprecated Use {@link Middleware}. */
export type MiddlewareFn<State> = Middleware<State>;

export interface FreshConfig {
  /** Prefix of every path of the application, e.g. `/app`. */
  basePath?: string;
  mode?: "development" | "production";
  /** Believe `X-Forwarded-Proto` and `X-Forwarded-Host`: only behind a proxy that sets them. */
  trustProxy?: boolean;
}

export interface ResolvedFreshConfig {
  root: string;
  basePath: string;
  mode: "development" | "production";
  trustProxy: boolean;
}

export interface LayoutConfig {
  skipInheritedLayouts?: boolean;
  skipAppWrapper?: boolean;
}

export interface RouteConfig extends LayoutConfig {
  /** The path pattern to answer instead of the one that the file's name gives. */
  routeOverride?: string;
  /** The methods to answer at all; others are as if the route did not exist. */
  methods?: "ALL" | Method[];
  csp?: boolean;
}

/** Data for a route's component, made by {@link page}. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  status?: number;
}

export interface HandlerFn<Data, State> {
  (
    ctx: Context<State>,
  ): Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;
}
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

/** The data that a handler gives to its page. */
export type RouteData<Handler> = Handler extends HandlerFn<infer Data, never> ? Data
  : Handler extends (ctx: never) => infer R ? DataOf<R>
  : {
    [K in keyof Handler]: Handler[K] extends (ctx: never) => infer R ? DataOf<R>
      : never;
  }[
    keyof Handler
  ];
type DataOf<R> = Extract<Awaited<R>, PageResponse<unknown>> extends PageResponse<infer D> ? D
  : never;

/** What a page, layout, error page or app wrapper receives. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    | "config"
    | "url"
    | "req"
    | "params"
    | "info"
    | "state"
    | "isPartial"
    | "Component"
    | "error"
    | "route"
  >
  & { data: Data };

/**
 * A component of a route; async ones must be real `async function`s and may return a Response.
 * Written as a method, so that a page may say what its `data` is.
 */
export type RouteComponent<State> = {
  render(props: PageProps<unknown, State>): AsyncResult | Promise<AsyncResult>;
}["render"];
export type AsyncResult = ComponentChildren | Response;

export interface Route<State> {
  component?: RouteComponent<State>;
  handler?: RouteHandler<unknown, State>;
  config?: RouteConfig;
  css?: string[];
}

export interface ListenOptions {
  hostname?: string;
  port?: number;
  signal?: AbortSignal;
  onListen?: (address: { hostname: string; port: number }) => void;
}

/** An interactive component, as the snapshot of a build knows it. */
export interface Island {
  /** Shown in markers and log lines. */
  name: string;
  /** Path of its source file from the project root, the key into the snapshot. */
  file: string;
  exportName: string;
}
