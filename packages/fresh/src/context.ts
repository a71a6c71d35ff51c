import type { ComponentType, VNode } from "preact";
import { safeLocation } from "./redirect.ts";
import { streamBody, type StreamSource } from "./stream.ts";
import type { Segment } from "./segment.ts";
import type { AsyncResult, LayoutConfig, ResolvedFreshConfig, ServeInfo } from "./types.ts";
import type { BuildSnapshot } from "./build.ts";
import { renderPage } from "./server/render_page.ts";

/** What the runtime keeps about a request beside what handlers see. */
export interface Internals {
  /** The folders around the matched route, outermost first. */
  segments: readonly Segment<unknown>[];
  build: BuildSnapshot | null;
  /** Set by `csp({ useNonce: true })`: rendered pages get a nonce. */
  wantsNonce: boolean;
  /** The nonce of the page that was rendered, if one was. */
  nonce: string | null;
}

const INTERNALS = Symbol("fresh.internals");

/** The runtime's own notes on a request. */
export function internalsOf(ctx: Context<unknown>): Internals {
  return ctx[INTERNALS];
}

interface ContextInit {
  req: Request;
  url: URL;
  info: ServeInfo;
  config: ResolvedFreshConfig;
  build: BuildSnapshot | null;
}

/** One request on its way through middlewares to a route. */
export class Context<State> {
  readonly config: ResolvedFreshConfig;
  /** A copy of the request's address that middlewares may change. */
  readonly url: URL;
  readonly req: Request;
  /** The pattern of the matched route, e.g. `/users/:id`. */
  route: string | null = null;
  params: Record<string, string> = {};
  readonly state: State = {} as State;
  data: unknown = undefined;
  /** The caught value while an error page answers, else null. */
  error: unknown = null;
  readonly info: ServeInfo;
  /** Whether the browser asked for a part of the page: never, see docs/runtime.md. */
  readonly isPartial: boolean = false;
  /** Run what comes after this middleware. */
  next: () => Promise<Response> = () =>
    Promise.reject(new Error("Cannot call next(): last handler"));
  /** In layouts and the app wrapper: what they wrap. */
  Component: ComponentType = () => null;
  readonly [INTERNALS]: Internals;

  constructor(init: ContextInit) {
    this.req = init.req;
    this.url = init.url;
    this.info = init.info;
    this.config = init.config;
    this[INTERNALS] = {
      segments: [],
      build: init.build,
      wantsNonce: false,
      nonce: null,
    };
  }

  /**
   * A redirect; a target that starts with "/" always stays on this origin, whatever follows.
   */
  redirect(pathOrUrl: string, status = 302): Response {
    return new Response(null, {
      status,
      headers: { location: safeLocation(pathOrUrl) },
    });
  }

  /** Render an element into the layouts and the app wrapper of the current route. */
  render(
    vnode: VNode | null,
    init?: ResponseInit,
    config?: LayoutConfig,
  ): Promise<Response> {
    const page: AsyncResult = vnode;
    return renderPage(
      this as Context<unknown>,
      () => page,
      init ?? {},
      config ?? {},
      [],
    );
  }

  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /** A response whose body is read from the source as the client takes it. */
  stream(source: StreamSource, init?: ResponseInit): Response {
    return new Response(streamBody(source), init);
  }
}

/** @deprecated Use {@link Context}. */
export type FreshContext<State = unknown> = Context<State>;
