/** Nouns of creatures that follow no rule. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["child", "children"],
  ["goose", "geese"],
  ["mouse", "mice"],
  ["ox", "oxen"],
]);

/** Nouns that are their own plural. */
const SAME = /(?:folk|fish|kin|deer|elk|sheep|erinyes)$/i;

function pluralWord(word: string): string {
  const known = IRREGULAR.get(word.toLowerCase());
  if (known !== undefined) return word.slice(0, 1) + known.slice(1);
  if (SAME.test(word)) return word;
  if (/(?:wolf|elf|dwarf|thief|half)$/i.test(word)) return `${word.slice(0, -1)}ves`;
  if (/(?:^|[^u])man$/i.test(word)) return `${word.slice(0, -2)}en`;
  if (/(?:s|x|z|ch|sh)$/i.test(word)) return `${word}es`;
  return /[^aeiou]y$/i.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/**
 * Name of several of a kind: "Goblins", "Dire Wolves", "Swarms of Bats". What stands behind a
 * comma, a bracket or "of" is left alone; where the rules guess wrong, the DM renames the group.
 */
export function pluralName(name: string): string {
  const [, noun = name, rest = ""] = /^(.*?)((?:,| of | \(|$).*)$/s.exec(name) ?? [];
  const at = noun.search(/[^\s-]+$/);
  return at < 0 ? name : noun.slice(0, at) + pluralWord(noun.slice(at)) + rest;
}
