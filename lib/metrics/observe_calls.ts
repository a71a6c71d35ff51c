import type { Meters } from "./port.ts";

/**
 * The same object, whose asynchronous methods are counted and timed as `part.method`. Method names
 * are a fixed vocabulary, so the series stay few; results and errors pass through untouched.
 */
export function observeCalls<T extends object>(
  part: string,
  target: T,
  meters: Pick<Meters, "store">,
): T {
  const wrapped = new Map<PropertyKey, unknown>();
  return new Proxy(target, {
    get(object, name) {
      const known = wrapped.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== "function") return value;
      const operation = `${part}.${String(name)}`;
      const counted = (...args: unknown[]): unknown => {
        const start = performance.now();
        const done = (ok: boolean) =>
          meters.store(operation, ok, (performance.now() - start) / 1_000);
        const result: unknown = Reflect.apply(value, object, args);
        if (result instanceof Promise) result.then(() => done(true), () => done(false));
        return result;
      };
      wrapped.set(name, counted);
      return counted;
    },
  });
}
