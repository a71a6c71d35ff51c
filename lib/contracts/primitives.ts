/** The small schemas that everything else is made of, with the limits that hold on the wire. */
import "./no_eval.ts";
import { parseDice } from "@/lib/combat/dice/dice.ts";
import { visibleText } from "@/lib/combat/visible_text.ts";
import { z } from "zod";
import {
  ABILITIES,
  CONDITIONS,
  DAMAGE_TYPES,
  EDITIONS,
  ROLL_MODES,
  SAVE_OUTCOMES,
  SIDES,
  SIZES,
  SKILLS,
} from "@/lib/combat/vocabulary.ts";

/** Control characters except tab and line feed; they have no place in any text. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029]/;

function clean(text: string): boolean {
  return text.isWellFormed() && !CONTROL.test(text);
}

/** One line of text for people. HTML in it is text. */
export function line(max: number): z.ZodType<string, string> {
  return z.string().overwrite(visibleText).max(max, `Use at most ${max} characters`)
    .refine((text) => clean(text) && !/[\n\t]/.test(text), "Use plain text on one line");
}

/** A name: one line with something in it. */
export const name = z.string().overwrite(visibleText).trim().min(1, "Give it a name").max(
  80,
  "Use at most 80 characters",
)
  .refine((text) => clean(text) && !/[\n\t]/.test(text), "Use plain text on one line");

/** Text of several lines. */
export function prose(max: number): z.ZodType<string, string> {
  return z.string().overwrite(visibleText).max(max, `Use at most ${max} characters`)
    .refine(clean, "Use plain text");
}

/** A whole number; −0 becomes 0. */
export function whole(min: number, max: number): z.ZodType<number, number> {
  return z.int().min(min).max(max).overwrite((value) => value + 0);
}

/** The name of something inside a fight; made where the thing is made. */
export const id = z.string().max(80).regex(
  /^(?!constructor$|toString$|valueOf$)[A-Za-z0-9][A-Za-z0-9._:-]*$/,
  "Use an id of letters, digits, dots, colons and hyphens",
);

export const ids = z.array(id).max(1000);
export const someIds = z.array(id).min(1).max(1000);

/** A fight's own id, as in its address. */
export const encounterId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/).brand<
  "EncounterId"
>();
export type EncounterId = z.output<typeof encounterId>;

/** Made by whoever makes the command; the same id is carried out once. */
export const commandId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/).brand<"CommandId">();
export type CommandId = z.output<typeof commandId>;

/** Randomness for every die of one command. */
export const seed = z.string().regex(/^[0-9a-f]{32}$/, "Give 32 hex digits");

/** Milliseconds since the epoch. */
export const instant = whole(0, 8_640_000_000_000_000);

export const amount = whole(0, 1_000_000);
export const dice = z.string().min(1).max(80).superRefine((text, context) => {
  const read = parseDice(text);
  if (!read.ok) context.addIssue({ code: "custom", message: read.message });
});
export const amountOrDice = z.union([amount, dice]);

export const ability = z.enum(ABILITIES);
export const condition = z.enum(CONDITIONS);
export const damageType = z.enum(DAMAGE_TYPES);
export const edition = z.enum(EDITIONS);
export const rollMode = z.enum(ROLL_MODES);
export const saveOutcome = z.enum(SAVE_OUTCOMES);
export const side = z.enum(SIDES);
export const size = z.enum(SIZES);
export const skill = z.enum(SKILLS);
export const dc = whole(0, 100);
export const initiativeValue = whole(-1000, 1000);
export const hidden = z.union([z.literal(false), z.enum(["until-revealed", "until-turn"])]);
export const onSave = z.enum(["half", "none", "other"]);
export const saveSpec = z.strictObject({ ability, dc, onSave });
/** A record by ability; absent ones are not known. */
export const byAbility = z.strictObject({
  str: whole(-30, 60).exactOptional(),
  dex: whole(-30, 60).exactOptional(),
  con: whole(-30, 60).exactOptional(),
  int: whole(-30, 60).exactOptional(),
  wis: whole(-30, 60).exactOptional(),
  cha: whole(-30, 60).exactOptional(),
});
