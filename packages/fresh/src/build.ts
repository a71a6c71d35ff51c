import type { Context } from "./context.ts";
import type { Layout } from "./segment.ts";
import type { Middleware, Route, RouteComponent } from "./types.ts";

/** What a file below routes/ exports. */
export interface RouteModule {
  default?: RouteComponent<unknown> | Middleware<unknown> | Middleware<
    unknown
  >[];
  handler?: Route<unknown>["handler"] | Middleware<unknown>[];
  handlers?: Route<unknown>["handler"] | Middleware<unknown>[];
  config?: Route<unknown>["config"] & Layout<unknown>["config"];
  css?: string[];
}

/** A file below routes/: loaded at start (`module`) or when it is first asked for (`load`). */
export interface RouteFile {
  /** Path below routes/, e.g. `blog/[slug].tsx`. */
  path: string;
  /** Addresses of the style sheets that its source imports. */
  css?: string[];
  module?: RouteModule;
  load?: () => Promise<RouteModule>;
}

/** A script of the browser build with what it needs. */
export interface ClientChunk {
  url: string;
  /** Addresses of the modules that it imports, to be preloaded. */
  imports: string[];
  css: string[];
}

/** A file that staticFiles() serves. */
export interface StaticFile {
  /** Path in the folder of built files. */
  file: string;
  type: string;
  hash: string;
  size: number;
  /** The address changes with the content. */
  immutable?: boolean;
  /** Sizes of the compressed copies beside it. */
  br?: number;
  gz?: number;
}

/** Everything that a build (or the development server) knows and the runtime needs. */
export interface BuildSnapshot {
  root: string;
  mode: "development" | "production";
  buildId: string;
  routes: RouteFile[];
  /** The script that brings islands to life. */
  boot: ClientChunk;
  /** The client entry's script, if it has code of its own. */
  entry: ClientChunk | null;
  /** Style sheets of every page. */
  css: string[];
  /** The module with signal(), for islands that are given signals. */
  signals: string;
  island(file: string): ClientChunk;
  staticFile(path: string): StaticFile | undefined;
  readStatic(file: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Text for the end of every page's head, e.g. the development client. */
  headHtml?: (nonce: string | null) => string;
  /** Told of errors that an error page answers. */
  onServerError?: (error: unknown, ctx: Context<unknown>) => void;
  /** May answer errors that no error page answers. */
  onUnhandled?: (error: unknown, ctx: Context<unknown>) => Response | undefined;
}
