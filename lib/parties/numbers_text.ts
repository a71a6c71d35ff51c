/** Figures of a character as people write them in one field, and back: "5d10 2d6", "con +7, wis +9". */
import { HIT_DICE, type HitDie } from "@/lib/contracts/character.ts";

/** "30 ft, fly 60 ft" → { walk: 30, fly: 60 }; null when a part is no speed. */
export function readSpeeds(text: string): Record<string, number> | null {
  const speeds: Record<string, number> = {};
  for (const part of parts(text)) {
    const match = /^([a-z]+)?\s*(\d{1,4})\s*(?:ft\.?|feet)?$/i.exec(part);
    if (!match) return null;
    speeds[(match[1] ?? "walk").toLowerCase()] = Number(match[2]);
  }
  return speeds;
}

export function writeSpeeds(speeds: Readonly<Record<string, number>>): string {
  return Object.entries(speeds).map(([kind, feet]) =>
    kind === "walk" ? `${feet} ft` : `${kind} ${feet} ft`
  )
    .join(", ");
}

/** "con +7, wis +9" → bonuses by name; null when a part is none of `names`. */
export function readBonuses<Name extends string>(
  text: string,
  names: readonly Name[],
): Partial<Record<Name, number>> | null {
  const bonuses: Partial<Record<Name, number>> = {};
  for (const part of parts(text)) {
    const match = /^([a-z][a-z -]*?)\s*([+\-−]?\s*\d{1,2})$/i.exec(part);
    const typed = (match?.[1] ?? "").toLowerCase().replaceAll(" ", "-");
    const name = names.find((candidate) =>
      candidate === typed || typed.startsWith(candidate) && candidate.length === 3
    );
    if (!match || name === undefined) return null;
    bonuses[name] = Number((match[2] ?? "").replace("−", "-").replaceAll(" ", ""));
  }
  return bonuses;
}

export function writeBonuses(bonuses: Readonly<Partial<Record<string, number>>>): string {
  return Object.entries(bonuses).flatMap(([name, bonus]) =>
    bonus === undefined ? [] : [`${name.replaceAll("-", " ")} ${bonus < 0 ? bonus : `+${bonus}`}`]
  ).join(", ");
}

/** "5d10 2d6" → how many of each die; null when a part is none. */
export function readHitDice(text: string): Partial<Record<HitDie, number>> | null {
  const dice: Partial<Record<HitDie, number>> = {};
  for (const part of text.split(/[\s,+]+/).filter(Boolean)) {
    const match = /^(\d{1,2})?(d\d{1,2})$/i.exec(part);
    const die = HIT_DICE.find((candidate) => candidate === match?.[2]?.toLowerCase());
    if (!match || die === undefined) return null;
    dice[die] = (dice[die] ?? 0) + Number(match[1] ?? 1);
  }
  return dice;
}

/** "4 3 2" → numbers; null when a part is none. */
export function readNumbers(text: string): number[] | null {
  const found = text.split(/[\s,/]+/).filter(Boolean).map(Number);
  return found.every((candidate) =>
      Number.isInteger(candidate) && candidate >= 0 && candidate <= 99
    )
    ? found
    : null;
}

/** "fire, cold" → those of `names`; null when a part is none of them. */
export function readList<Name extends string>(
  text: string,
  names: readonly Name[],
): Name[] | null {
  const found = parts(text).map((part) =>
    names.find((candidate) => candidate === part.toLowerCase())
  );
  return found.every((candidate) => candidate !== undefined) ? found : null;
}

/** "Fighter 3, Wizard 2" → classes; null when a part lacks its level. */
export function readClasses(text: string): { name: string; level: number }[] | null {
  const classes: { name: string; level: number }[] = [];
  for (const part of text.split(/[,/;]+/).map((value) => value.trim()).filter(Boolean)) {
    const match = /^(.*\S)\s+(\d{1,2})$/.exec(part);
    if (!match?.[1]) return null;
    classes.push({ name: match[1], level: Number(match[2]) });
  }
  return classes.length === 0 ? null : classes;
}

function parts(text: string): string[] {
  return text.split(/[,;]+/).map((part) => part.trim()).filter(Boolean);
}

const CLASS_DICE: Readonly<Record<string, HitDie>> = {
  barbarian: "d12",
  fighter: "d10",
  paladin: "d10",
  ranger: "d10",
  sorcerer: "d6",
  wizard: "d6",
};

/** The hit dice that classes bring; a class that is not known here has d8. */
export function hitDiceOf(
  classes: readonly { readonly name: string; readonly level: number }[],
): Partial<Record<HitDie, number>> {
  const dice: Partial<Record<HitDie, number>> = {};
  for (const { name, level } of classes) {
    const die = CLASS_DICE[name.toLowerCase()] ?? "d8";
    dice[die] = (dice[die] ?? 0) + level;
  }
  return dice;
}
