/**
 * Counts what a text would become before anything parses it: nesting, entries and parts. One pass
 * over the characters, no memory of its own beyond one number a level.
 */

/** Levels of nesting; readers may then recurse without care. */
export const MOST_DEPTH = 64;
/** Entries of one list or one group of fields. */
export const MOST_ENTRIES = 20_000;
/** Brackets, names and values of one file. */
export const MOST_PARTS = 2_000_000;

const TOO_DEEP = `The file is nested more than ${MOST_DEPTH} levels deep.`;
const TOO_LONG =
  `A list in the file has more than ${MOST_ENTRIES} entries. Split it and import it in pieces.`;
const TOO_MANY = "The file has too many parts. Split it and import it in pieces.";

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a;
const OPEN_LIST = 0x5b, CLOSE_LIST = 0x5d, OPEN_GROUP = 0x7b, CLOSE_GROUP = 0x7d;
const LESS = 0x3c, NEWLINE = 0x0a, TAB = 0x09, SEMICOLON = 0x3b, BAR = 0x7c;

/** One sentence when a JSON text has more of something than a file may have; undefined when not. */
export function jsonProblem(text: string): string | undefined {
  const entries: number[] = [0];
  let parts = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(text, at);
        parts++;
        break;
      case OPEN_LIST:
      case OPEN_GROUP:
        if (++depth > MOST_DEPTH) return TOO_DEEP;
        entries[depth] = 1;
        parts++;
        break;
      case CLOSE_LIST:
      case CLOSE_GROUP:
        depth = Math.max(0, depth - 1);
        break;
      case COMMA: {
        const many = entries[depth] = (entries[depth] ?? 0) + 1;
        if (many > MOST_ENTRIES) return TOO_LONG;
        parts++;
        break;
      }
      case COLON:
        parts++;
        break;
      default:
    }
    if (parts > MOST_PARTS) return TOO_MANY;
  }
  return undefined;
}

/** Where the text that begins at `start` ends; the end of everything when it does not. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === BACKSLASH) at++;
    else if (sign === QUOTE) return at;
  }
  return text.length;
}

/** The same for XML: every "<" is a part, whatever follows. */
export function xmlProblem(text: string): string | undefined {
  return count(text, MOST_PARTS / 5, (sign) => sign === LESS) ? TOO_MANY : undefined;
}

/** The same for CSV: every sign that may end a cell is a part. */
export function csvProblem(text: string): string | undefined {
  const ends = (sign: number) =>
    sign === COMMA || sign === SEMICOLON || sign === TAB || sign === BAR || sign === NEWLINE;
  return count(text, MOST_PARTS, ends) ? TOO_MANY : undefined;
}

function count(text: string, most: number, wanted: (sign: number) => boolean): boolean {
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    if (wanted(text.charCodeAt(at)) && ++found > most) return true;
  }
  return false;
}
