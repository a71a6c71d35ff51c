import { lstatSync, readFileSync, type Stats, statSync } from "node:fs";
import process from "node:process";

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

const EMPTY: EnvFile = { values: new Map(), problems: [] };

/** What the system's error codes mean for a person who started the server. */
const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "is not there: name a file that is there with ENV_FILE",
  EACCES: "may not be read by this user: change its owner or mode (chown, chmod), " +
    "or name another file with ENV_FILE",
  EPERM: "may not be read by this user: change its owner or mode (chown, chmod), " +
    "or name another file with ENV_FILE",
  EISDIR: "is a folder: name a file with ENV_FILE",
  ELOOP: "is a link that leads nowhere: name a file with ENV_FILE",
};

function problemOf(message: string): EnvFile {
  return { values: new Map(), problems: [{ line: 0, message }] };
}

/** Why the values of a file must not be believed; undefined when they may. */
function distrust(stat: Stats): string | undefined {
  // Windows has neither.
  if (process.getuid === undefined) return undefined;
  if ((stat.mode & 0o002) !== 0) {
    return "may be changed by every user of this machine: take that away with chmod o-w";
  }
  const uid = process.getuid();
  if (stat.uid === 0 || stat.uid === uid || uid === 0) return undefined;
  return `belongs to user ${stat.uid}, who is neither root nor the server's user ${uid}: ` +
    "change its owner with chown";
}

/**
 * Reads the env file at `path`. A file that is not there is empty unless `mustExist`; whatever is
 * there and cannot be read, decoded or trusted is a problem. Passing over it would start the
 * server with the defaults of one's own machine.
 */
export function readEnvFile(path: string, mustExist: boolean): EnvFile {
  try {
    // No exception for the usual case: the first stack trace of a process costs 25 ms.
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined && !mustExist && !isDanglingLink(path)) return EMPTY;
    const untrusted = stat && distrust(stat);
    if (untrusted !== undefined) return problemOf(untrusted);
    return parseEnvFile(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("ERR_ENCODING") || error instanceof TypeError) {
      return problemOf("is not UTF-8 text");
    }
    const known = isDanglingLink(path) ? READ_FAULTS["ELOOP"] : READ_FAULTS[code];
    return problemOf(known ?? `cannot be read (${code || String(error)})`);
  }
}

function isDanglingLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
      statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
