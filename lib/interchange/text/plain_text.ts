/** Text of other tools as plain text: no mark-up, no control characters, a length that fits. Pure. */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  minus: "−",
  rsquo: "’",
  lsquo: "‘",
  ldquo: "“",
  rdquo: "”",
  hellip: "…",
  bull: "•",
  times: "×",
  frac12: "½",
  eacute: "é",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  szlig: "ß",
};

function character(code: number): string {
  const fine = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return fine || code === 9 || code === 10 ? String.fromCodePoint(code) : "";
}

/** `&amp;`, `&#8217;` and `&#x2019;` as characters; what is no known entity stays. One pass: nothing unfolds twice. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z0-9]{2,8}));/gi,
    (whole, dec, hex, word) => {
      if (dec !== undefined) return character(Number(dec));
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      const name = String(word).toLowerCase();
      return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] ?? whole : whole;
    },
  );
}

/** A tag is a name right behind "<": "HP < 10" stays. */
const TAG = /<(?:\/?[a-z!][^<>]{0,2000}|!--[^<>]{0,2000}--)>/gi;
const BLOCK_END = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]{0,200}>/gi;
const SCRIPT = /<(script|style)\b[^<>]{0,2000}>[\s\S]{0,100000}?<\/\1\s{0,20}>/gi;
// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029\ufeff]/g;

/** Text of several lines without HTML. */
export function plainText(raw: string): string {
  let text = raw.replace(/\r\n?/g, "\n");
  if (text.includes("<")) {
    text = text.replace(SCRIPT, "").replace(BLOCK_END, "\n").replace(/<li\b[^<>]{0,200}>/gi, "• ")
      .replace(TAG, "");
  }
  // What still looks like the beginning of a tag (cut off, or put together by an entity) loses its bite.
  return decodeEntities(text).replace(/<(?=[a-z/!?])/gi, "‹").toWellFormed().replace(
    /[\u2028\u2029]/g,
    "\n",
  ).replace(CONTROL, "")
    .replace(/[^\S\n\t]+/g, " ").replace(/ ?\n ?/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

/** Text on one line without HTML. */
export function plainLine(raw: string): string {
  return plainText(raw).replace(/\s+/g, " ").trim();
}

/** At most `max` characters, never half of one; "…" shows the cut. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

// deno-lint-ignore no-control-regex
const SUSPECT = /<|[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029\ufeff]/;

/** A value with every text in it plain, as a last net under the readers; the same value when all were. */
export function plainValue<T>(value: T): T;
export function plainValue(value: unknown): unknown {
  if (typeof value === "string") {
    return SUSPECT.test(value) || !value.isWellFormed() ? plainText(value) : value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => plainValue(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainValue(one)]));
}
