import type {
  LayoutConfig,
  MaybeLazy,
  Method,
  Middleware,
  Route,
  RouteComponent,
} from "./types.ts";

/** One declaration of an application, kept in the order in which it was made. */
export type Command<State> =
  | { kind: "use"; segments: string[]; fns: MaybeLazy<Middleware<State>>[] }
  | {
    kind: "handlers";
    methods: readonly Method[];
    path: string;
    segments: string[];
    fns: MaybeLazy<Middleware<State>>[];
  }
  | {
    kind: "route";
    path: string;
    /** The path to answer instead; layouts and middlewares stay those of `path`. */
    override?: string;
    segments: string[];
    route: MaybeLazy<Route<State>>;
    config: Route<State>["config"];
  }
  | {
    kind: "layout";
    segments: string[];
    component: RouteComponent<State>;
    config: LayoutConfig;
    css?: readonly string[];
  }
  | { kind: "app"; component: RouteComponent<State>; css?: readonly string[] }
  | { kind: "notFound"; segments: string[]; route: Route<State> }
  | { kind: "error"; segments: string[]; route: Route<State> }
  | { kind: "files"; prefix: string; segments: string[] };

/** The same declaration below a base path. */
export function based<State>(command: Command<State>, base: string): Command<State> {
  const moved = prefixed(command, base);
  if (moved.kind !== "route" || moved.override === undefined) return moved;
  return { ...moved, override: joinPath(base, moved.override) };
}

/** The same declaration below another path, as `mountApp` needs it. An override stays whole. */
export function prefixed<State>(
  command: Command<State>,
  prefix: string,
): Command<State> {
  const names = prefix.split("/").filter((name) => name !== "");
  if (names.length === 0) return command;
  switch (command.kind) {
    case "app":
      return command;
    case "notFound":
      return command;
    case "handlers":
    case "route":
      return {
        ...command,
        path: joinPath(prefix, command.path),
        segments: [...names, ...command.segments],
      };
    case "files":
      return {
        ...command,
        prefix: joinPath(prefix, command.prefix),
        segments: [...names, ...command.segments],
      };
    case "use":
    case "layout":
    case "error":
      return { ...command, segments: [...names, ...command.segments] };
  }
}

/** Two paths as one, without doubled or trailing slashes (but "/" for nothing). */
export function joinPath(prefix: string, path: string): string {
  const head = prefix === "*" ? "" : prefix.replace(/\/+$/, "");
  if (path === "/" || path === "*" || path === "") {
    return head === "" ? "/" : head;
  }
  return head +
    (path.startsWith("/") || path.startsWith("{") ? path : "/" + path);
}
