/** Reads what serialize.ts wrote: turns tagged JSON back into values, identity included. */

/** Makes the values that only the page can: signals and server-rendered children. */
export interface Makers {
  signal(value: unknown): { value: unknown };
  slot(id: number): unknown;
}

interface Tagged {
  $: string;
  v?: unknown;
}

/** Values that JSON has no word for, by their tags. */
const WORDS: Record<string, number | undefined> = {
  u: undefined,
  n: NaN,
  i: Infinity,
  j: -Infinity,
  z: -0,
};

/**
 * Revive values in place; `shared` holds the objects that occur more than once, `done` those
 * already made: values that share objects are revived with the same `done`.
 */
export function revive(
  value: unknown,
  shared: unknown[],
  makers: Makers,
  done: unknown[] = [],
): unknown {
  // a shared object is put in `done` before its parts are read, so that it may contain itself
  const read = (raw: unknown, number = -1): unknown => {
    const keep = <T>(
      made: T,
    ): T => (number < 0 ? made : (done[number] = made) as T);
    if (typeof raw != "object" || !raw) return raw;
    const { $: tag, v } = raw as Tagged;
    if (Array.isArray(raw) || !tag) {
      return inside(keep(raw as Record<string, unknown>));
    }
    if (tag in WORDS) return WORDS[tag];
    switch (tag) {
      case "b":
        return BigInt(v as string);
      case "d":
        return keep(new Date((v ?? NaN) as number));
      case "l":
        return keep(new URL(v as string));
      case "x":
        return keep(new RegExp(...(v as [string, string])));
      case "a":
        return keep(Uint8Array.from(v as number[]));
      case "c":
        return makers.slot(v as number);
      case "o":
        return inside(keep(v as Record<string, unknown>));
      case "r":
        return (v as number) in done ? done[v as number] : read(shared[v as number], v as number);
      case "s": {
        const made = keep(makers.signal(undefined));
        made.value = read(v);
        return made;
      }
      case "t": {
        const made = keep(new Set());
        for (const item of v as unknown[]) made.add(read(item));
        return made;
      }
    }
    const made = keep(new Map()), list = v as unknown[];
    for (let i = 0; i < list.length; i += 2) {
      made.set(read(list[i]), read(list[i + 1]));
    }
    return made;
  };
  const inside = (object: Record<string, unknown>) => {
    for (const key in object) {
      const made = read(object[key]);
      if (made !== object[key]) object[key] = made;
    }
    return object;
  };
  return read(value);
}
