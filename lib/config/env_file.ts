/** Something in an env file that cannot be right. */
export interface EnvFileProblem {
  /** Counted from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

export interface EnvFile {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly EnvFileProblem[];
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads `NAME=value` lines. A byte order mark, Windows line ends, `export`, comments and quotes
 * are understood ('…' is literal, "…" knows \n, \t, \" and \\); a name given twice, a line that is
 * no assignment and an open quote are problems, since each hides a value that somebody meant.
 */
export function parseEnvFile(source: string): EnvFile {
  const values = new Map<string, string>();
  const firstLine = new Map<string, number>();
  const problems: EnvFileProblem[] = [];
  const lines = source.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  lines.forEach((content, index) => {
    const line = index + 1;
    if (/^\s*(#|$)/.test(content)) return;
    const match = ASSIGNMENT.exec(content);
    const name = match?.[1];
    if (name === undefined) {
      problems.push({ line, message: "is not of the form NAME=value" });
      return;
    }
    const value = readValue(match?.[2] ?? "");
    if (value === undefined) {
      problems.push({ line, message: `${name}: the quote is not closed, or text follows it` });
      return;
    }
    const earlier = firstLine.get(name);
    if (earlier !== undefined) {
      problems.push({ line, message: `${name} is already set on line ${earlier}` });
      return;
    }
    firstLine.set(name, line);
    values.set(name, value);
  });
  return { values, problems };
}

/** The value right of the equals sign; `undefined` when its quotes do not match. */
function readValue(written: string): string | undefined {
  const rest = written.trim();
  const quote = rest[0];
  if (quote !== '"' && quote !== "'") return rest.replace(/(^|\s)#.*$/, "").trim();
  const quoted = quote === "'"
    ? /^'([^']*)'\s*(?:#.*)?$/.exec(rest)
    : /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(rest);
  const inner = quoted?.[1];
  if (inner === undefined || quote === "'") return inner;
  return inner.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}
