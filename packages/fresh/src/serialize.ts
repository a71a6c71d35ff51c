/**
 * Props on their way to the browser: JSON, in which `{"$": tag, …}` stands for what JSON lacks.
 * Objects that occur twice (or in themselves) are kept in a table, so that identity survives.
 */

/** Stands for server-rendered children of an island. */
export class SlotRef {
  constructor(readonly id: number) {}
}

/** A value that cannot be sent: the message names where it was found. */
export class UnserializableError extends TypeError {
  override readonly name = "UnserializableError";
}

/** A value and its name for error messages. */
export interface Named {
  name: string;
  value: unknown;
}

export interface Serialized {
  /** One JSON text for each given value. */
  values: string[];
  /** JSON texts of the shared objects, by number. */
  shared: string[];
  /** Whether anything in them is more than plain JSON. */
  special: boolean;
  signals: boolean;
}

const SIGNAL = Symbol.for("preact-signals");

interface SignalLike {
  brand: symbol;
  peek(): unknown;
}

/** Whether a value is a vnode: these have a `constructor` of their own, undefined, and a number. */
export function isJsx(value: object): boolean {
  return Object.hasOwn(value, "constructor") && value.constructor === undefined &&
    Object.hasOwn(value, "__v");
}

/** What the platform calls an object: "Object" for plain ones and instances of classes. */
function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

const HINTS: Readonly<Record<string, string>> = { Promise: "; await it first" };

function refuse(path: string, why: string): never {
  throw new UnserializableError(`Cannot send ${path} to the browser: ${why}`);
}

function isSignal(value: object): value is SignalLike {
  return (value as { brand?: unknown }).brand === SIGNAL;
}

/** Serialise values that may share objects. Throws UnserializableError. */
export function serialize(values: readonly Named[]): Serialized {
  const writer = new Writer();
  for (const { name, value } of values) writer.count(value, name);
  const texts = values.map(({ value }) => writer.write(value));
  return {
    values: texts,
    shared: writer.sharedTexts(),
    special: writer.special,
    signals: writer.signals,
  };
}

class Writer {
  special = false;
  signals = false;
  readonly #seen = new Map<object, number>();
  readonly #numbers = new Map<object, number>();
  readonly #shared: (string | null)[] = [];

  /** First walk: find shared objects and refuse what cannot be sent. */
  count(value: unknown, path: string): void {
    if (typeof value === "function" || typeof value === "symbol") {
      refuse(path, `a ${typeof value} is not data`);
    }
    if (typeof value !== "object" || value === null) return;
    const times = (this.#seen.get(value) ?? 0) + 1;
    this.#seen.set(value, times);
    if (times > 1) return;
    if (isSignal(value)) return this.count(value.peek(), path + ".value");
    if (value instanceof Map) {
      let i = 0;
      for (const [k, v] of value) {
        this.count(k, `${path}.key(${i})`);
        this.count(v, `${path}.entry(${i++})`);
      }
    } else if (value instanceof Set) {
      let i = 0;
      for (const v of value) this.count(v, `${path}.item(${i++})`);
    } else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        this.count(value[i], `${path}[${i}]`);
      }
    } else if (!isLeaf(value)) {
      if (isJsx(value)) refuse(path, "JSX can be a prop, but not inside one");
      const kind = kindOf(value);
      if (kind !== "Object") {
        refuse(path, `a value of type ${kind} is not data${HINTS[kind] ?? ""}`);
      }
      for (const [k, v] of Object.entries(value)) this.count(v, `${path}.${k}`);
    }
  }

  write(value: unknown): string {
    switch (typeof value) {
      case "string":
        return JSON.stringify(value);
      case "boolean":
        return String(value);
      case "undefined":
        return this.#tag("u");
      case "bigint":
        return this.#tag("b", JSON.stringify(String(value)));
      case "number":
        return this.#number(value);
    }
    if (typeof value !== "object" || value === null) return "null";
    return (this.#seen.get(value) ?? 0) > 1 ? this.#reference(value) : this.#object(value);
  }

  /** Texts of the shared objects; writing one may find that it is the first to need another. */
  sharedTexts(): string[] {
    return this.#shared.map((text) => text ?? "null");
  }

  #number(value: number): string {
    if (Object.is(value, -0)) return this.#tag("z");
    if (Number.isFinite(value)) return String(value);
    return this.#tag(Number.isNaN(value) ? "n" : value > 0 ? "i" : "j");
  }

  #reference(value: object): string {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#shared.push(null) - 1;
      this.#numbers.set(value, number);
      this.#shared[number] = this.#object(value);
    }
    return this.#tag("r", String(number));
  }

  #tag(tag: string, v?: string): string {
    this.special = true;
    return v === undefined ? `{"$":"${tag}"}` : `{"$":"${tag}","v":${v}}`;
  }

  #list(values: Iterable<unknown>): string {
    return "[" + Array.from(values, (v) => this.write(v)).join(",") + "]";
  }

  #object(value: object): string {
    if (value instanceof SlotRef) return this.#tag("c", String(value.id));
    if (isSignal(value)) {
      this.signals = true;
      return this.#tag("s", this.write(value.peek()));
    }
    if (Array.isArray(value)) return this.#list(value);
    if (value instanceof Date) {
      return this.#tag("d", JSON.stringify(value.getTime()));
    }
    if (value instanceof URL) return this.#tag("l", JSON.stringify(value.href));
    if (value instanceof RegExp) {
      return this.#tag("x", JSON.stringify([value.source, value.flags]));
    }
    if (value instanceof Uint8Array) {
      return this.#tag("a", JSON.stringify([...value]));
    }
    if (value instanceof Map) return this.#tag("m", this.#list(pairsOf(value)));
    if (value instanceof Set) return this.#tag("t", this.#list(value));
    const pairs = Object.entries(value);
    const text = "{" +
      pairs.map(([k, v]) => JSON.stringify(k) + ":" + this.write(v)).join(",") +
      "}";
    // an object of the app's own with a "$" must not be read as a tag
    return "$" in value ? this.#tag("o", text) : text;
  }
}

function isLeaf(value: object): boolean {
  return value instanceof SlotRef || value instanceof Date ||
    value instanceof URL ||
    value instanceof RegExp || value instanceof Uint8Array;
}

function* pairsOf(map: ReadonlyMap<unknown, unknown>): Generator<unknown> {
  for (const [k, v] of map) {
    yield k;
    yield v;
  }
}
