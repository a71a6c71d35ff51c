/** Routines of the Multiattack action: from the 2014 fields or from the 2024 sentence. */
import type { MultiattackPart } from "@/lib/creatures/stat_block.ts";

export type Multiattack = readonly (readonly MultiattackPart[])[];

const NUMBERS: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
};

/** Reads a sentence of the 2024 form: "makes two Claw attacks and uses Bite, or it makes …". */
export function readMultiattack(desc: string): Multiattack {
  const first = (desc.split(/(?<=\.)\s/)[0] ?? desc).replace(/\.$/, "");
  return first.split(/, or (?:it )?(?=makes)| or (?=uses )/).map(routine).filter((r) =>
    r.length > 0
  );
}

function routine(text: string): MultiattackPart[] {
  const heads = /makes as many (\w[\w ]{0,60}?) attacks as it has heads/.exec(text);
  if (heads?.[1]) return [{ action: heads[1], count: "one per head" }];
  const parts: MultiattackPart[] = [];
  const any = /makes (\w+)(?: other)? attacks, using (.{1,200}?) in any combination/.exec(text);
  const before = any ? text.slice(0, any.index) : text;
  for (
    const m of before.matchAll(
      /\b(one|two|three|four|five|six) ([A-Z][\w' ]{0,60}?(?:,? or [A-Z][\w' ]{0,60}?){0,8}) attacks?/g,
    )
  ) {
    parts.push({ action: m[2] ?? "", count: NUMBERS[m[1] ?? ""] ?? 1 });
  }
  const other = /(\w+) other attacks, using (.{1,200}?) in any combination/.exec(text);
  const mixed = other ?? any;
  if (mixed) {
    parts.push({
      action: (mixed[2] ?? "").replace(/ and /g, " or "),
      count: NUMBERS[mixed[1] ?? ""] ?? 1,
    });
  }
  const used =
    /(?:uses|can use) (?:either )?([A-Z][\w' ]{0,60}?(?:,? (?:or )?[A-Z][\w' ]{0,60}?){0,8})( twice)?(?: if available| to cast [\w ]+)?(?=$|,| and makes)/
      .exec(text);
  if (used?.[1]) parts.push({ action: used[1].trim(), count: used[2] ? 2 : 1 });
  return parts;
}
