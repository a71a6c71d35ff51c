/** A path pattern (URLPattern's pathname syntax) ready to match. */
export interface Pattern {
  /** Whether it has no parameters, so that a map lookup is enough. */
  isStatic: boolean;
  /** The pattern as routes show it: optional groups of one parameter are written `/:x?`. */
  text: string;
  match(pathname: string): Record<string, string> | null;
}

const SPECIAL = /[:*{(?+]/;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;

interface Parts {
  source: string;
  names: string[];
}

/**
 * Compile a path pattern: `/a/:id`, `/a/:id?`, `/a/:rest*`, `/a{/:x}?`, `/a/:n(\\d+)`, `/a/*`.
 * Throws a SyntaxError for what is none of these.
 */
export function compilePattern(path: string): Pattern {
  if (!SPECIAL.test(path)) {
    return {
      isStatic: true,
      text: path,
      match: (p) => (p === path ? {} : null),
    };
  }
  const { source, names } = parse(path, 0, path.length);
  const regexp = new RegExp(`^${source}$`, "u");
  return {
    isStatic: false,
    text: path.replace(/\{(\/:[\w$]+)\}\?/g, "$1?"),
    match(pathname) {
      const hit = regexp.exec(pathname);
      if (hit === null) return null;
      const params: Record<string, string> = {};
      for (let i = 0; i < names.length; i++) {
        params[names[i] ?? ""] = hit[i + 1] ?? "";
      }
      return params;
    },
  };
}

function escapeLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** Translate `path[from, to)`; a "/" just before a parameter belongs to it, as in URLPattern. */
function parse(path: string, from: number, to: number): Parts {
  let source = "", literal = "";
  const names: string[] = [];
  const flush = (keep = 0) => {
    source += escapeLiteral(literal.slice(0, literal.length - keep));
    literal = literal.slice(literal.length - keep);
  };
  let i = from;
  while (i < to) {
    const c = path[i];
    if (c === "{") {
      const end = closing(path, i, to, "{", "}");
      flush();
      const inner = parse(path, i + 1, end);
      names.push(...inner.names);
      const mod = modifierAt(path, end + 1);
      source += `(?:${inner.source})${mod}`;
      i = end + 1 + mod.length;
    } else if (c === ":" || c === "*" || c === "(") {
      const part = parameter(path, i, to, names.length);
      const prefix = literal.endsWith("/") ? "/" : "";
      flush(prefix.length);
      literal = "";
      names.push(part.name);
      source += quantified(prefix && "\\/", part.regexp, part.modifier);
      i = part.end;
    } else {
      if (c === "\\") i++;
      literal += path[i] ?? "";
      i++;
    }
  }
  flush();
  return { source, names };
}

function parameter(path: string, at: number, to: number, index: number) {
  let i = at, name = String(index), regexp = "[^\\/]+?";
  if (path[i] === ":") {
    NAME.lastIndex = i + 1;
    const hit = NAME.exec(path);
    if (hit === null) {
      throw new SyntaxError(
        `Cannot read path pattern "${path}": name after ":"`,
      );
    }
    name = hit[0];
    i = NAME.lastIndex;
  } else if (path[i] === "*") {
    regexp = ".*";
    i++;
  }
  if (path[i] === "(") {
    const end = closing(path, i, to, "(", ")");
    regexp = path.slice(i + 1, end);
    i = end + 1;
  }
  const modifier = modifierAt(path, i);
  return { name, regexp, modifier, end: i + modifier.length };
}

function quantified(prefix: string, regexp: string, modifier: string): string {
  if (modifier === "") return `${prefix}(${regexp})`;
  if (modifier === "?") return `(?:${prefix}(${regexp}))?`;
  const repeated = `((?:${regexp})(?:${prefix}(?:${regexp}))*)`;
  return `(?:${prefix}${repeated})${modifier === "*" ? "?" : ""}`;
}

function modifierAt(path: string, at: number): string {
  const c = path[at];
  return c === "?" || c === "*" || c === "+" ? c : "";
}

function closing(
  path: string,
  at: number,
  to: number,
  open: string,
  close: string,
): number {
  let depth = 0;
  for (let i = at; i < to; i++) {
    if (path[i] === "\\") i++;
    else if (path[i] === open) depth++;
    else if (path[i] === close && --depth === 0) return i;
  }
  throw new SyntaxError(
    `Cannot read path pattern "${path}": no "${close}" for "${open}"`,
  );
}
