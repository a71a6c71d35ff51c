/** Reading what is typed to add creatures: `6 gob`, `goblin x6`, `2 Thug 32hp ac11 +1`. */

export interface AddLine {
  readonly count: number;
  readonly name: string;
  /** Figures typed behind the name; absent ones come from the stat block. */
  readonly hp?: number;
  readonly ac?: number;
  readonly initiative?: number;
}

/** Most of one kind at a time; more is surely a slip. */
export const MOST_AT_ONCE = 50;

/** Splits a line into count, name and figures; never fails, an empty name finds nothing. */
export function readAddLine(text: string): AddLine {
  let rest = ` ${text.trim()} `;
  const take = (pattern: RegExp): number | undefined => {
    const match = pattern.exec(rest);
    if (match === null) return undefined;
    rest = rest.replace(match[0], " ");
    return Number(match[1] ?? match[2]);
  };
  const count = take(/^ (\d{1,3})[x× ]\s*(?=\S)/) ?? take(/ [x×](\d{1,3}) /) ?? 1;
  const hp = take(/ (?:hp ?(\d{1,4})|(\d{1,4}) ?hp) /i);
  const ac = take(/ (?:ac ?(\d{1,2})|(\d{1,2}) ?ac) /i);
  const initiative = take(/ ([+-]\d{1,2}) /);
  return {
    count: Math.min(MOST_AT_ONCE, Math.max(1, count)),
    name: rest.trim().replace(/\s+/g, " "),
    ...(hp === undefined ? {} : { hp }),
    ...(ac === undefined ? {} : { ac }),
    ...(initiative === undefined ? {} : { initiative }),
  };
}
