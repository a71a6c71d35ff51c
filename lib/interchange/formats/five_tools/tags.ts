/** Text of 5etools files: `{@tags}` as words, nested entries as lines. Pure. */
import { ABILITY_NAMES } from "@/lib/creatures/describe.ts";
import { isFields, textIn } from "@/lib/interchange/source.ts";

const ABILITY_NAME_OF: ReadonlyMap<string, string> = new Map(Object.entries(ABILITY_NAMES));

const TAG = /\{@(\w{1,30})(?:\s([^{}]{0,600}))?\}/g;

/** "mw,rw" as "Melee or Ranged Weapon Attack:". */
function attackWords(kinds: string): string {
  const melee = kinds.includes("m");
  const ranged = kinds.includes("r");
  const reach = melee && ranged ? "Melee or Ranged" : ranged ? "Ranged" : "Melee";
  return `${reach} ${kinds.includes("s") ? "Spell" : "Weapon"} Attack:`;
}

function rollWords(kinds: string): string {
  const reach = kinds.includes("m") && kinds.includes("r")
    ? "Melee or Ranged"
    : kinds.includes("r")
    ? "Ranged"
    : "Melee";
  return `${reach} Attack Roll:`;
}

const signed = (text: string): string => /^\s*[+-]/.test(text) ? text.trim() : `+${text.trim()}`;

const FIXED: Readonly<Record<string, string>> = {
  h: "Hit: ",
  m: "Miss: ",
  hom: "Hit or Miss: ",
  actSaveSuccess: "Success:",
  actSaveSuccessOrFail: "Failure or Success:",
  actTrigger: "Trigger:",
  actResponse: "Response:",
};

/** Of several failures, the one meant. */
const WHICH: Readonly<Record<string, string>> = { 1: "First", 2: "Second", 3: "Third" };

function wordsOf(tag: string, body: string): string {
  if (Object.hasOwn(FIXED, tag)) return FIXED[tag] ?? "";
  const parts = body.split("|");
  const first = parts[0] ?? "";
  switch (tag) {
    case "hit":
      return signed(first);
    case "dc":
      return `DC ${first}`;
    case "atk":
      return attackWords(first);
    case "atkr":
      return rollWords(first);
    case "actSave":
      return `${ABILITY_NAME_OF.get(first) ?? first} Saving Throw:`;
    case "actSaveFail":
      return `${Object.hasOwn(WHICH, first) ? `${WHICH[first]} ` : ""}Failure:`;
    case "actSaveFailBy":
      return `Failure by ${first} or More:`;
    case "recharge":
      return first === "" || first === "6" ? "(Recharge 6)" : `(Recharge ${first}-6)`;
    case "chance":
      return parts[1] || `${first} percent`;
    case "damage":
    case "dice":
    case "d20":
    case "scaledice":
    case "scaledamage":
      return parts[1] || first;
    case "filter":
    case "link":
    case "note":
    case "b":
    case "bold":
    case "i":
    case "italic":
    case "s":
    case "u":
    case "footnote":
    case "area":
    case "book":
    case "adventure":
    case "quickref":
      return first;
    default:
      // {@creature goblin|mm|the goblin}: the third part is what is shown.
      return parts[2] || first;
  }
}

/** A text with every tag as words. Tags may stand inside tags. */
export function untagged(text: string): string {
  let plain = text.slice(0, 20_000);
  for (let pass = 0; pass < 6 && plain.includes("{@"); pass++) {
    const next = plain.replace(
      TAG,
      (_, tag: string, body: string | undefined) => wordsOf(tag, body ?? ""),
    );
    if (next === plain) break;
    plain = next;
  }
  return plain.replaceAll("{@", "").replace(/ {2,}/g, " ").trim();
}

const MOST_LINES = 400;

/** Entries of any shape as lines of text. */
export function entryLines(entry: unknown, depth = 0): readonly string[] {
  if (typeof entry === "string" || typeof entry === "number") return [untagged(textIn(entry))];
  if (depth > 20) return [];
  if (Array.isArray(entry)) {
    return entry.slice(0, MOST_LINES).flatMap((item: unknown) => entryLines(item, depth + 1)).slice(
      0,
      MOST_LINES,
    );
  }
  if (!isFields(entry)) return [];
  const inner = [entry["entries"], entry["entry"], entry["items"], entry["rows"]]
    .filter((candidate) => candidate !== undefined).flatMap((item) => entryLines(item, depth + 1));
  const name = typeof entry["name"] === "string"
    ? untagged(entry["name"]).replace(/[.:]$/, "")
    : "";
  if (name === "") return inner;
  return inner.length === 0 ? [name] : [`${name}. ${inner[0] ?? ""}`, ...inner.slice(1)];
}
