import type { LayoutConfig, MaybeLazy, Middleware, Route, RouteComponent } from "./types.ts";

/** A layout or app wrapper with its settings. */
export interface Layout<State> {
  component: RouteComponent<State>;
  config: LayoutConfig;
}

/** A folder of the application: what is declared here holds for everything below. */
export class Segment<State> {
  readonly middlewares: MaybeLazy<Middleware<State>>[] = [];
  layout: Layout<State> | null = null;
  app: RouteComponent<State> | null = null;
  error: Route<State> | null = null;
  notFound: Route<State> | null = null;
  readonly #children = new Map<string, Segment<State>>();

  /** The folders from here down to a path, made where they are missing. */
  along(names: readonly string[]): Segment<State>[] {
    const [first, ...rest] = names;
    if (first === undefined) return [this];
    let child = this.#children.get(first);
    if (child === undefined) this.#children.set(first, child = new Segment());
    return [this, ...child.along(rest)];
  }
}

/** The folder names of a path; "*" and "/" are the root. */
export function segmentNames(path: string): string[] {
  return path === "*" ? [] : path.split("/").filter((name) => name !== "");
}

/** The layouts and the wrapper for a page below these folders, innermost layout first. */
export function layoutsOf(
  segments: readonly Segment<unknown>[],
  config: LayoutConfig,
): { layouts: RouteComponent<unknown>[]; app: RouteComponent<unknown> | null } {
  let layouts: RouteComponent<unknown>[] = [];
  let app = segments[0]?.app ?? null;
  for (const { layout } of segments) {
    if (layout === null) continue;
    if (layout.config.skipInheritedLayouts) layouts = [];
    if (layout.config.skipAppWrapper) app = null;
    layouts.unshift(layout.component);
  }
  if (config.skipInheritedLayouts) layouts = [];
  if (config.skipAppWrapper) app = null;
  return { layouts, app };
}
