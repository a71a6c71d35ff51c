/** How one argument of an action is read from the text of an attribute. Pure. */

/** Reads an argument; undefined: the text is none. */
export type Reader<T> = (text: string) => T | undefined;

/** An id or another text without blanks. */
export const word: Reader<string> = (text) => text === "" ? undefined : text;

/** A whole number from 0 on. */
export const whole: Reader<number> = (text) => /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** True for "on", false for "off". */
export const onOff: Reader<boolean> = (text) =>
  text === "on" ? true : text === "off" ? false : undefined;

/** One of `all`. */
export function oneOf<T extends string>(all: readonly T[]): Reader<T> {
  return (text) => all.find((candidate) => candidate === text);
}

/** What `reader` reads, or null for an argument that is left out. */
export function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (text) => text === "" ? null : reader(text);
}
