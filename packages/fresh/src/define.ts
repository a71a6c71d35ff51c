import type { AsyncResult, Middleware, PageProps, RouteData, RouteHandler } from "./types.ts";

type PageComponent<Props> = (
  props: Props,
) => AsyncResult | Promise<AsyncResult>;

/** Identity functions that give route modules their types. */
export interface Define<State> {
  handlers<
    Data,
    Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>,
  >(
    handlers: Handlers,
  ): typeof handlers;
  page<
    Handler extends RouteHandler<unknown, State> = never,
    Data = RouteData<Handler>,
  >(
    render: PageComponent<PageProps<Data, State>>,
  ): typeof render;
  layout(render: PageComponent<PageProps<unknown, State>>): typeof render;
  middleware<M extends Middleware<State> | Middleware<State>[]>(
    middleware: M,
  ): typeof middleware;
}

/** Helpers for route modules of an application whose `ctx.state` is a `State`. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    layout: (render) => render,
    middleware: (middleware) => middleware,
  };
}
