/** From noise to trouble. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof LOG_LEVELS[number];

/** What a line says beside its event. Names that sound secret are written as "[redacted]". */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON line per call. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log whose every line carries `fields` too. */
  with(fields: LogFields): Log;
}

const SECRET_NAME = /pass(word|phrase)?$|secret|token|authorization|cookie|api_?key|dsn/i;
/** Names that were looked at before: lines repeat the same few. */
const secretNames = new Map<string, boolean>();
const LONGEST_TEXT = 8_192;
const DEEPEST = 6;

function isSecret(name: string): boolean {
  const known = secretNames.get(name);
  if (known !== undefined) return known;
  const secret = SECRET_NAME.test(name);
  if (secretNames.size < 1_000) secretNames.set(name, secret);
  return secret;
}

/** Short texts and numbers, as most fields are: they need no second look. */
function isSimple(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && value.length < 200);
}

function areSimple(fields: LogFields): boolean {
  for (const name in fields) if (!isSimple(fields[name])) return false;
  return true;
}

/** Copies fields into a line. */
function copyInto(line: Record<string, unknown>, fields: LogFields): void {
  for (const name in fields) {
    const value = fields[name];
    line[name] = isSecret(name) ? "[redacted]" : isSimple(value) ? value : plain(value, 1);
  }
}

/** An error as data: name, message, stack and what caused it. */
function errorData(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  // Where the fault is: a file's path, as node:fs and faults of the store carry it.
  const place = "place" in error ? error.place : "path" in error ? error.path : undefined;
  return {
    name,
    message,
    ...typeof place === "string" ? { place } : {},
    stack,
    ...cause === undefined ? {} : { cause: plain(cause, depth + 1) },
  };
}

/** `value` as something JSON can hold: finite, without secrets, whatever was passed in. */
function plain(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.slice(0, LONGEST_TEXT);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return "[deep]";
  if (value instanceof Error) return errorData(value, depth);
  if (value instanceof Date || value instanceof URL) return value.toString();
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => plain(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isSecret(name) ? "[redacted]" : plain(one, depth + 1),
    ]),
  );
}

let knownSecond = -1;
let knownPrefix = "";

/** Milliseconds since 1970 as ISO 8601; lines of the same second share the costly part. */
function isoTime(at: number): string {
  const second = Math.floor(at / 1_000);
  if (second !== knownSecond) {
    knownPrefix = new Date(at).toISOString().slice(0, -4);
    knownSecond = second;
  }
  return `${knownPrefix}${String(at - second * 1_000).padStart(3, "0")}Z`;
}

/** What a line is made from. */
interface Entry {
  readonly at: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
  readonly more: LogFields;
}

function lineOf({ at, level, event, fields, more }: Entry): string {
  const line: Record<string, unknown> = { time: isoTime(at), level, event };
  copyInto(line, fields);
  copyInto(line, more);
  return JSON.stringify(line);
}

export interface LogOptions {
  /** The least important level that is written. */
  readonly level: LogLevel;
  /** Takes one finished line, without its line break. */
  readonly write: (line: string) => void;
  /**
   * Takes a line that is made when it is written; without it every line is made at once. Making
   * many in a row costs a third of making each in the middle of its request.
   */
  readonly writeLater?: (make: () => string) => void;
  /** The time, as a date or in milliseconds since 1970. */
  readonly now: () => Date | number;
  readonly fields?: LogFields;
}

/** A log that writes JSON lines; a line that cannot be written is dropped, never thrown. */
export function createLog(options: LogOptions): Log {
  const { level, write, writeLater, now, fields = {} } = options;
  const least = LOG_LEVELS.indexOf(level);
  const unwanted = () => {};
  const at = (own: LogLevel) => LOG_LEVELS.indexOf(own) < least ? unwanted : writer(own);
  const writer = (own: LogLevel) => (event: string, more: LogFields = {}): void => {
    try {
      const entry = { at: Number(now()), level: own, event, fields, more };
      // What could change until then is read now.
      if (writeLater !== undefined && areSimple(more)) writeLater(() => lineOf(entry));
      else write(lineOf(entry));
    } catch {
      // A full disk or an object that throws when read must not take the request down.
    }
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: (more) => createLog({ ...options, fields: { ...fields, ...more } }),
  };
}

/** A log that keeps nothing. */
export const SILENT_LOG: Log = createLog({
  level: "error",
  write: () => {},
  now: () => new Date(),
});
