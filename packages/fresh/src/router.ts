import { HttpError } from "./error.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import type { Method } from "./types.ts";

interface Entry<T> {
  pattern: Pattern;
  methods: Map<Method, T>;
}

/** What a path and method lead to. */
export type Match<T> =
  | { kind: "route"; target: T; params: Record<string, string>; route: string }
  | { kind: "method"; allowed: Method[]; route: string }
  | { kind: "none" };

/** Finds routes: fixed paths by lookup, then patterns in the order in which they were added. */
export class Router<T> {
  #fixed = new Map<string, Entry<T>>();
  #dynamic: Entry<T>[] = [];
  #byText = new Map<string, Entry<T>>();

  /** Add a route; the first one of a method and pattern wins. */
  add(method: Method, path: string, target: T): void {
    let entry = this.#byText.get(path);
    if (entry === undefined) {
      entry = { pattern: compilePattern(path), methods: new Map() };
      this.#byText.set(path, entry);
      if (entry.pattern.isStatic) this.#fixed.set(encodePath(path), entry);
      else this.#dynamic.push(entry);
    }
    if (!entry.methods.has(method)) entry.methods.set(method, target);
  }

  /** Find the route of a request; throws HttpError 400 for a malformed escape in a parameter. */
  match(method: string, pathname: string): Match<T> {
    const fixed = this.#fixed.get(pathname) ??
      this.#fixed.get(otherSlash(pathname));
    let known: Entry<T> | undefined;
    if (fixed !== undefined) {
      const target = pick(fixed, method);
      if (target !== undefined) {
        return { kind: "route", target, params: {}, route: fixed.pattern.text };
      }
      known = fixed;
    }
    for (const entry of this.#dynamic) {
      const params = entry.pattern.match(pathname);
      if (params === null) continue;
      const target = pick(entry, method);
      if (target !== undefined) {
        return {
          kind: "route",
          target,
          params: decoded(params),
          route: entry.pattern.text,
        };
      }
      known ??= entry;
    }
    if (known === undefined) return { kind: "none" };
    return {
      kind: "method",
      allowed: [...known.methods.keys()],
      route: known.pattern.text,
    };
  }
}

function pick<T>(entry: Entry<T>, method: string): T | undefined {
  const own = entry.methods.get(method as Method);
  return own === undefined && method === "HEAD" ? entry.methods.get("GET") : own;
}

function otherSlash(pathname: string): string {
  return pathname.endsWith("/") ? pathname.slice(0, -1) : pathname + "/";
}

/** The path as a browser sends it. */
function encodePath(path: string): string {
  return path.includes("%") ? path : encodeURI(path);
}

function decoded(params: Record<string, string>): Record<string, string> {
  for (const key in params) {
    const value = params[key] ?? "";
    if (!value.includes("%")) continue;
    try {
      params[key] = decodeURI(value);
    } catch (cause) {
      throw new HttpError(400, "Malformed percent-encoding in the address", {
        cause,
      });
    }
  }
  return params;
}
