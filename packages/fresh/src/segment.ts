import type { LayoutConfig, MaybeLazy, Middleware, Route, RouteComponent } from "./types.ts";

/** What stands around a page, with the style sheets that it needs. */
export interface Wrapper<State> {
  component: RouteComponent<State>;
  css: readonly string[];
}

/** A layout with its settings. */
export interface Layout<State> extends Wrapper<State> {
  config: LayoutConfig;
}

/** A folder of the application: what is declared here holds for everything below. */
export class Segment<State> {
  readonly middlewares: MaybeLazy<Middleware<State>>[] = [];
  layout: Layout<State> | null = null;
  app: Wrapper<State> | null = null;
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

/** What stands around a page below these folders: the innermost layout first, the app last. */
export function wrappersOf(
  segments: readonly Segment<unknown>[],
  config: LayoutConfig,
): Wrapper<unknown>[] {
  let layouts: Wrapper<unknown>[] = [];
  let app = segments[0]?.app ?? null;
  for (const { layout } of segments) {
    if (layout === null) continue;
    if (layout.config.skipInheritedLayouts) layouts = [];
    if (layout.config.skipAppWrapper) app = null;
    layouts.unshift(layout);
  }
  if (config.skipInheritedLayouts) layouts = [];
  return app === null || config.skipAppWrapper ? layouts : [...layouts, app];
}
