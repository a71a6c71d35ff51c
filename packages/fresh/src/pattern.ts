/** A path pattern (URLPattern's pathname syntax) ready to match. */
export interface Pattern {
  /** Whether it has no parameters, so that a map lookup is enough. */
  isStatic: boolean;
  /** The pattern as routes show it: URLPattern's normal form, in which `{/:x}?` is `/:x?`. */
  text: string;
  match(pathname: string): Record<string, string> | null;
}

type Modifier = "" | "?" | "*" | "+";

/** Text that is there as it stands, or as often as its modifier says. */
interface Fixed {
  kind: "fixed";
  value: string;
  modifier: Modifier;
}

/** A parameter with the text around it that comes and goes with it. */
interface Parameter {
  kind: "parameter";
  name: string;
  /** undefined: anything up to the next "/"; ".*": anything. */
  regexp: string | undefined;
  prefix: string;
  suffix: string;
  modifier: Modifier;
}

type Part = Fixed | Parameter;

const SPECIAL = /[:*{(?+]/;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const NAME_START = /^[\p{ID_Start}$_]/u;
const NAME_PART = /^[\p{ID_Continue}$\u200c\u200d]/u;
const SEGMENT = "[^\\/]+?";
const ANYTHING = ".*";

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
  const parts = new Parser(path).parts;
  const names = parts.flatMap((part) => part.kind === "parameter" ? [part.name] : []);
  const regexp = new RegExp(`^${parts.map(regexpOf).join("")}$`, "u");
  return {
    isStatic: false,
    text: textOf(parts),
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

class Parser {
  readonly parts: Part[] = [];
  #literal = "";
  #at = 0;
  #unnamed = 0;

  constructor(readonly path: string) {
    while (this.#at < path.length) {
      if (path[this.#at] === "{") this.#group();
      else if (!this.#parameter("", "", () => "")) this.#literal += this.#character();
    }
    this.#flush();
  }

  #fail(what: string): never {
    throw new SyntaxError(`Cannot read path pattern "${this.path}": ${what}`);
  }

  /** One character of plain text; a backslash takes the next one's meaning away. */
  #character(): string {
    if (this.path[this.#at] === "\\") this.#at++;
    const character = this.path[this.#at] ?? "";
    this.#at++;
    return character;
  }

  #flush(): void {
    if (this.#literal === "") return;
    this.parts.push({ kind: "fixed", value: encoded(this.#literal), modifier: "" });
    this.#literal = "";
  }

  /** `{text}`, `{text:name(regexp)text}`, each with a modifier or without. */
  #group(): void {
    this.#at++;
    const prefix = this.#groupText();
    const isParameter = this.#parameter("{", prefix, () => {
      const suffix = this.#groupText();
      this.#close();
      return suffix;
    });
    if (isParameter) return;
    this.#close();
    const modifier = this.#modifier();
    if (modifier === "") {
      this.#literal += prefix;
      return;
    }
    this.#flush();
    this.parts.push({ kind: "fixed", value: encoded(prefix), modifier });
  }

  #groupText(): string {
    let text = "";
    while (this.#at < this.path.length && !/[{}:*(]/.test(this.path[this.#at] ?? "")) {
      text += this.#character();
    }
    return text;
  }

  #close(): void {
    if (this.path[this.#at] !== "}") this.#fail('no "}" for "{"');
    this.#at++;
  }

  /** A parameter that begins here, if one does. A "/" just before one belongs to it. */
  #parameter(open: "" | "{", prefix: string, rest: () => string): boolean {
    const first = this.path[this.#at];
    if (first !== ":" && first !== "*" && first !== "(") return false;
    let name: string | undefined, regexp: string | undefined;
    if (first === ":") {
      NAME.lastIndex = this.#at + 1;
      name = NAME.exec(this.path)?.[0] ?? this.#fail('name after ":"');
      this.#at = NAME.lastIndex;
    }
    if (this.path[this.#at] === "(") regexp = this.#regexp();
    else if (this.path[this.#at] === "*" && name === undefined) {
      regexp = ANYTHING;
      this.#at++;
    }
    let before = prefix;
    if (open === "" && this.#literal.endsWith("/")) {
      before = "/";
      this.#literal = this.#literal.slice(0, -1);
    }
    this.#flush();
    const suffix = rest();
    this.parts.push({
      kind: "parameter",
      name: name ?? String(this.#unnamed++),
      regexp,
      prefix: encoded(before),
      suffix: encoded(suffix),
      modifier: this.#modifier(),
    });
    return true;
  }

  #regexp(): string {
    const from = this.#at + 1;
    let depth = 0;
    for (; this.#at < this.path.length; this.#at++) {
      const character = this.path[this.#at];
      if (character === "\\") this.#at++;
      else if (character === "(") depth++;
      else if (character === ")" && --depth === 0) return this.path.slice(from, this.#at++);
    }
    return this.#fail('no ")" for "("');
  }

  #modifier(): Modifier {
    const character = this.path[this.#at];
    if (character !== "?" && character !== "*" && character !== "+") return "";
    this.#at++;
    return character;
  }
}

/** Text as a browser sends it in an address. */
function encoded(text: string): string {
  return text.includes("%") ? text : encodeURI(text);
}

function regexpOf(part: Part): string {
  if (part.kind === "fixed") {
    const value = escapedRegexp(part.value);
    return part.modifier === "" ? value : `(?:${value})${part.modifier}`;
  }
  const regexp = part.regexp ?? SEGMENT;
  const prefix = escapedRegexp(part.prefix), suffix = escapedRegexp(part.suffix);
  if (part.modifier === "" || part.modifier === "?") {
    return `(?:${prefix}(${regexp})${suffix})${part.modifier}`;
  }
  const repeated = `((?:${regexp})(?:${suffix}${prefix}(?:${regexp}))*)`;
  return `(?:${prefix}${repeated}${suffix})${part.modifier === "*" ? "?" : ""}`;
}

function escapedRegexp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** The parts as one pattern, with braces only where they mean something. */
function textOf(parts: readonly Part[]): string {
  return parts.map((part, i) => {
    if (part.kind === "fixed") {
      const value = escapedText(part.value);
      return part.modifier === "" ? value : `{${value}}${part.modifier}`;
    }
    const before = parts[i - 1], named = !/^\d/.test(part.name);
    const braced = needsBraces(part, named, before, parts[i + 1]);
    let text = escapedText(part.prefix);
    if (named) text += `:${part.name}`;
    if (part.regexp === ANYTHING) {
      const plain = !named && (before === undefined || before.kind === "fixed" ||
        before.modifier !== "" || braced || part.prefix !== "");
      text += plain ? "*" : `(${ANYTHING})`;
    } else if (part.regexp !== undefined) text += `(${part.regexp})`;
    else if (NAME_PART.test(part.suffix)) text += "\\";
    text += escapedText(part.suffix);
    return (braced ? `{${text}}` : text) + part.modifier;
  }).join("");
}

function needsBraces(
  part: Parameter,
  named: boolean,
  before: Part | undefined,
  after: Part | undefined,
): boolean {
  if (part.suffix !== "" || (part.prefix !== "" && part.prefix !== "/")) return true;
  // Without braces the name would go on into what follows.
  if (named && part.regexp === undefined && part.modifier === "" && after !== undefined) {
    if (after.kind === "fixed" && NAME_PART.test(after.value)) return true;
    if (
      after.kind === "parameter" && after.prefix === "" && after.suffix === "" &&
      !NAME_START.test(after.name)
    ) return true;
  }
  return part.prefix === "" && before?.kind === "fixed" && before.value.endsWith("/");
}

function escapedText(text: string): string {
  return text.replace(/[+*?:{}()\\]/g, "\\$&");
}
