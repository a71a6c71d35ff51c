/** Damage in the words of home-made creatures as a book writes it, so that one reader serves both. Pure. */
import { averageOf, parseDice } from "@/lib/combat/dice/dice.ts";
import { DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";

const TYPES = DAMAGE_TYPES.join("|");
const DICE = "\\d{1,4}d\\d{1,5}(?:\\s?[+−–-]\\s?\\d{1,4}(?:d\\d{1,5})?){0,6}";
const QUALITY = "(?:magical|nonmagical|magic|additional|extra|bonus)";
/** "10 (2d6+3)", "2d6+3" or "10", a word or two that say more of it, and the type. */
const AMOUNT =
  `(?<![\\dd])(?:(\\d{1,7})\\s?\\((${DICE})\\)|(${DICE})|(\\d{1,7})) (?:points? of )?(?:${QUALITY} )?(${TYPES})`;
const IN_BOOKS = new RegExp(`${AMOUNT} damage`, "gi");
const IN_SHORT = new RegExp(`${AMOUNT}(?: damage)?`, "gi");
const UNTYPED = new RegExp(`(?<![\\dd(+−–-])(${DICE}) damage`, "gi");

/** "2d6 fire damage" as a book says it: "7 (2d6) fire damage". */
export function writtenDamage(text: string): string {
  if (!/\d/.test(text)) return text;
  return inBookWords(text, IN_BOOKS)
    .replace(UNTYPED, (_, dice: string) => `${rolled(dice)} damage`)
    .replace(/\bsaving throw (for|to take) half\b(?! (?:as much )?damage)/gi, "$& damage");
}

/** The same for a typed line, where the word "damage" may be left out: "2d6+3 fire + 4 cold". */
export const shortDamage = (text: string): string => inBookWords(text, IN_SHORT);

function inBookWords(text: string, amounts: RegExp): string {
  return text.replace(
    amounts,
    (_, average?: string, averaged?: string, bare?: string, flat?: string, type?: string) => {
      const dice = averaged ?? bare;
      return `${dice === undefined ? flat : rolled(dice, average)} ${type} damage`;
    },
  ).replace(/damage\s*\+\s*(?=\d)/g, "damage plus ");
}

function rolled(written: string, average?: string): string {
  const dice = written.replace(/\s/g, "").replace(/[−–]/g, "-");
  const parsed = parseDice(dice);
  const mean = "terms" in parsed ? Math.max(0, Math.floor(averageOf(parsed))) : 0;
  return `${average ?? mean} (${dice})`;
}
