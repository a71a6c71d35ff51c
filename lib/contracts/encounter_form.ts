/** The plain forms of the tracker, for browsers without scripts, and the commands they stand for. */
import { z } from "zod";
import type { Command } from "@/lib/combat/commands.ts";
import { parseDice } from "@/lib/combat/dice/dice.ts";
import { DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";
import { type Refusal, refuse } from "@/lib/errors.ts";
import { id } from "./primitives.ts";

/** Several ids in one field, with spaces between. */
const idList = z.string().max(20_000).transform((text) => text.split(/\s+/).filter((part) => part))
  .pipe(z.array(id).max(200));

export const encounterForm = z.object({
  do: z.enum([
    "next",
    "previous",
    "undo",
    "start",
    "resume-fight",
    "damage",
    "heal",
    "temporary",
    "share",
  ]),
  at: idList.default([]),
  amount: z.string().trim().max(60).default(""),
  type: z.union([z.enum(DAMAGE_TYPES), z.literal("").transform(() => undefined)]).optional(),
});
export type EncounterForm = z.output<typeof encounterForm>;

/** What the address asks the page to show, without scripts as with them. */
export const encounterQuery = z.object({
  look: id.optional(),
  hp: id.optional(),
  target: id.optional(),
  at: idList.optional(),
  mode: z.enum(["damage", "heal", "temporary", "effect"]).optional(),
  pane: z.enum(["order", "stat", "side", "log"]).optional(),
}).catch({});
export type EncounterQuery = z.output<typeof encounterQuery>;

function amountOf(text: string): number | string | Refusal {
  const dice = parseDice(text);
  if (!dice.ok) return refuse("INVALID_INPUT", dice.message);
  return dice.terms.length === 0 ? dice.modifier : dice.text;
}

/** The command of a form; a refusal when its amount or its target is missing. */
export function formCommand(form: EncounterForm): Command | Refusal {
  switch (form.do) {
    case "next":
      return { type: "NextTurn" };
    case "previous":
      return { type: "PreviousTurn" };
    case "undo":
      return { type: "Undo" };
    case "start":
      return { type: "StartCombat" };
    case "resume-fight":
      return { type: "ResumeCombat" };
    case "share":
      return refuse("INVALID_INPUT", "Sharing is no command of the fight.");
    default:
      return hitPointCommand(form.do, form);
  }
}

function hitPointCommand(
  what: "damage" | "heal" | "temporary",
  { at, amount: text, type }: EncounterForm,
): Command | Refusal {
  if (at.length === 0) return refuse("INVALID_INPUT", "Choose a target first: press its box.");
  const amount = amountOf(text);
  if (typeof amount === "object") return amount;
  if (what === "heal") return { type: "Heal", ids: at, amount };
  if (what === "temporary") return { type: "GrantTemporary", ids: at, amount };
  return {
    type: "ApplyDamage",
    targets: at.map((value) => ({ id: value })),
    damage: [{ amount, ...(type === undefined ? {} : { type }) }],
  };
}
