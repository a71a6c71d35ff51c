/** Characters from a few typed names, for a table that wants to fight now and fill in later. */
import { type AddLine, readAddLine } from "@/lib/creatures/add_line.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import { type Character, characterSchema } from "@/lib/contracts/character.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";

const MOST = 12;

/** Armour of somebody who wears some; a guess, said to be one. */
const GUESSED_AC = 15;

/** A d8 class with Constitution 14, at the fixed increase of each level: 10, then 7 more. */
const guessedHp = (level: number) => 10 + 7 * (level - 1);

/** A number that stands alone behind a name is hit points: "Orsolya 31". */
const BARE_HP = /^(.*\D) (\d{1,4})$/;

function readLine(text: string): AddLine {
  const line = readAddLine(text);
  const [, name, hp] = line.hp === undefined ? BARE_HP.exec(line.name) ?? [] : [];
  return name === undefined ? line : { ...line, name: name.trim(), hp: Number(hp) };
}

/**
 * One character for each line or comma: "Kestrel 88hp ac17 +5", "Kestrel 88", or just "Kestrel". What is not
 * typed is guessed from `level` (1 to 20).
 */
export function quickCharacters(
  text: string,
  level: number,
  newId: () => string,
): Result<Character[]> {
  const lines = text.split(/[\n,;]/).map(readLine).filter(({ name }) => name !== "");
  if (lines.length === 0) return refuse("INVALID_INPUT", "Write their names, one to a line.");
  if (lines.length > MOST) return refuse("INVALID_INPUT", `${MOST} characters at the most.`);
  const characters: Character[] = [];
  for (const { name, hp = guessedHp(level), ac = GUESSED_AC, initiative } of lines) {
    const read = characterSchema.safeParse({
      id: newId(),
      name,
      classes: [{ name: "Adventurer", level }],
      ac,
      hp: { current: hp, max: hp },
      abilities: Object.fromEntries(ABILITIES.map((ability) => [ability, 10])),
      ...initiative === undefined ? {} : { initiative },
    });
    if (!read.success) return refuse("INVALID_INPUT", `"${name.slice(0, 40)}" does not read.`);
    characters.push(read.data);
  }
  return ok(characters);
}
