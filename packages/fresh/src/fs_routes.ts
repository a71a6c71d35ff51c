import type { BuildSnapshot, RouteFile, RouteModule } from "./build.ts";
import type { Command } from "./commands.ts";
import type {
  LayoutConfig,
  MaybeLazy,
  Middleware,
  Route,
  RouteComponent,
  RouteHandler,
} from "./types.ts";

/** The declarations that the routes/ folder stands for, in the order in which they apply. */
export function fileCommands(build: BuildSnapshot | null): Command<unknown>[] {
  if (build === null) return [];
  return build.routes.toSorted((a, b) => compareFiles(a.path, b.path)).map(
    command,
  );
}

const RANK: Record<string, number> = {
  _app: 0,
  _middleware: 1,
  _layout: 2,
  _error: 3,
  _500: 3,
  _404: 3,
  index: 4,
};

function rank(name: string, isFile: boolean): number {
  const special = isFile ? RANK[name] : undefined;
  if (special !== undefined) return special;
  if (name.startsWith("[...")) return 8;
  if (name.startsWith("[[")) return 7;
  return name.includes("[") ? 6 : 5;
}

/** Folders first by what they are: special files, then fixed names, then parameters. */
export function compareFiles(a: string, b: string): number {
  const left = withoutExtension(a).split("/"),
    right = withoutExtension(b).split("/");
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i] ?? "", y = right[i] ?? "";
    const lastX = i === left.length - 1, lastY = i === right.length - 1;
    if (x === y && lastX === lastY) continue;
    const order = rank(x, lastX) - rank(y, lastY);
    if (order !== 0) return order;
    if (x !== y) return x < y ? -1 : 1;
    return lastX ? -1 : 1;
  }
  return left.length - right.length;
}

function withoutExtension(path: string): string {
  return path.replace(/\.[jt]sx?$/, "");
}

/** One name of a file's path as a piece of a path pattern, "" for a group. */
export function namePattern(name: string): string {
  if (/^\(.*\)$/.test(name)) return "";
  const optional = /^\[\[([^\]]+)\]\]$/.exec(name);
  if (optional !== null) return `{/:${optional[1]}}?`;
  if (/\]\[/.test(name)) {
    throw new SyntaxError(
      `Cannot route "${name}": two parameters need text between them`,
    );
  }
  const rest = /^\[\.\.\.([^\]]+)\]$/.exec(name);
  if (rest !== null) return `/:${rest[1]}*`;
  return "/" + name.replace(/\[([^\]]+)\]/g, ":$1");
}

/** The address pattern of a file below routes/. */
export function filePattern(path: string): string {
  const names = withoutExtension(path).split("/");
  if (names.at(-1) === "index") names.pop();
  return names.map(namePattern).join("") || "/";
}

function command(file: RouteFile): Command<unknown> {
  const names = withoutExtension(file.path).split("/");
  const base = names.pop() ?? "";
  const folder = names.map(segmentName);
  const mod = file.module ?? {};
  switch (base) {
    case "_app":
      return { kind: "app", component: component(file, mod), css: sheets(file, mod) };
    case "_layout":
      return {
        kind: "layout",
        segments: folder,
        component: component(file, mod),
        config: layoutConfig(mod),
        css: sheets(file, mod),
      };
    case "_middleware":
      return { kind: "use", segments: folder, fns: middlewares(file, mod) };
    case "_error":
    case "_500":
      return { kind: "error", segments: folder, route: toRoute(file, mod) };
    case "_404":
      return { kind: "notFound", segments: folder, route: toRoute(file, mod) };
  }
  const load = file.load;
  const route: MaybeLazy<Route<unknown>> = load === undefined
    ? toRoute(file, mod)
    : async () => toRoute(file, await load());
  const override = mod.config?.routeOverride;
  return {
    kind: "route",
    path: filePattern(file.path),
    ...override !== undefined && { override },
    segments: base === "index" ? folder : [...folder, segmentName(base)],
    route,
    config: undefined,
  };
}

/** The name under which `use("/a/:id")` finds the folder `a/[id]`. */
function segmentName(name: string): string {
  return namePattern(name).replace(/^\//, "") || name;
}

function layoutConfig(mod: RouteModule): LayoutConfig {
  return mod.config ?? {};
}

function component(file: RouteFile, mod: RouteModule): RouteComponent<unknown> {
  if (typeof mod.default === "function") {
    return mod.default as RouteComponent<unknown>;
  }
  throw new TypeError(
    `Cannot use routes/${file.path}: it has no default export`,
  );
}

function middlewares(file: RouteFile, mod: RouteModule): Middleware<unknown>[] {
  const found = mod.handler ?? mod.handlers ?? mod.default;
  const list = Array.isArray(found) ? found : [found];
  return list.map((fn) => {
    if (typeof fn === "function") return fn as Middleware<unknown>;
    throw new TypeError(
      `Cannot use routes/${file.path}: a middleware file exports a function or an array of them`,
    );
  });
}

function toRoute(file: RouteFile, mod: RouteModule): Route<unknown> {
  const route: Route<unknown> = {};
  const handler = mod.handler ?? mod.handlers;
  if (typeof handler === "function" && handler.length > 1) {
    throw new TypeError(
      `Cannot use routes/${file.path}: a handler takes one parameter, ctx`,
    );
  }
  if (handler !== undefined) {
    route.handler = handler as RouteHandler<unknown, unknown>;
  }
  if (typeof mod.default === "function") {
    route.component = mod.default as RouteComponent<unknown>;
  }
  if (mod.config !== undefined) route.config = mod.config;
  const css = sheets(file, mod);
  if (css.length > 0) route.css = css;
  return route;
}

function sheets(file: RouteFile, mod: RouteModule): string[] {
  return [...file.css ?? [], ...mod.css ?? []];
}
