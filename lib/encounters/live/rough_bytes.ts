import type { LogEntry } from "@/lib/combat/log/log_entry.ts";

/** Entries never change: each is weighed once. */
const weighed = new WeakMap<LogEntry, number>();

/** What a log entry takes in memory, in bytes, rather too much than too little. */
export function entryBytes(entry: LogEntry): number {
  let bytes = weighed.get(entry);
  if (bytes === undefined) weighed.set(entry, bytes = roughBytes(entry));
  return bytes;
}

/**
 * What a value takes in memory, in bytes, rather too much than too little. Values that occur twice
 * count twice.
 */
export function roughBytes(value: unknown): number {
  let bytes = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === "string") bytes += 24 + 2 * one.length;
    else if (typeof one !== "object" || one === null) bytes += 16;
    else if (Array.isArray(one)) {
      bytes += 48;
      // Dice are long lists of numbers: they need no visit each.
      if (typeof one[0] === "number") bytes += 16 * one.length;
      else for (const inner of one) left.push(inner);
    } else {
      bytes += 64;
      for (const key in one) {
        bytes += 16;
        left.push(Reflect.get(one, key));
      }
    }
  }
  return bytes;
}
