/** Forms that let chance fill the fight. */
import { z } from "zod";
import { placeholder } from "@/lib/creatures/difficulty.ts";
import {
  type Entry,
  generate,
  type Generated,
  reroll,
  seeded,
  type Wish,
} from "@/lib/creatures/generate.ts";
import { ENVIRONMENTS, type Summary } from "@/lib/creatures/stat_block.ts";
import type { PlannedFoes } from "@/lib/contracts/plan.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import { type BuilderAction, builderAction, type Done, noLine, told } from "./builder_action.ts";
import type { ActionContext } from "./action_context.ts";
import { levelsOf, type Line, linesOf } from "./lines.ts";
import { addListed } from "./list_creatures.ts";

const wishForm = z.object({
  target: z.enum(["easy", "medium", "hard", "deadly", "low", "moderate", "high"]),
  environment: z.union([z.literal(""), z.enum(ENVIRONMENTS)]).default(""),
  theme: z.string().trim().max(40).default(""),
});

/** Levels that the fight is rated for: the characters', or the stand-in's. */
export function ratedLevels(context: ActionContext): readonly number[] {
  const levels = levelsOf(context.state);
  const { standIn } = context.plan;
  if (levels.length > 0 || standIn === null) return levels;
  return Array.from({ length: standIn.count }, () => standIn.level);
}

function wishOf(context: ActionContext, asked: z.output<typeof wishForm>): Wish {
  const environment = ENVIRONMENTS.find((one) => one === asked.environment);
  return {
    edition: context.state.edition,
    levels: ratedLevels(context),
    target: asked.target,
    ...(environment === undefined ? {} : { environment }),
    ...(asked.theme === "" ? {} : { theme: asked.theme }),
  };
}

function chance(context: ActionContext) {
  const [a = 0, b = 0, c = 0, d = 0] = context.deps.random(4);
  return seeded(a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24);
}

const MESSAGES: Readonly<Record<(Generated & { ok: false })["code"], string>> = {
  NOTHING_MATCHES: "No creature fits this place, theme and level. Ask for less of it.",
  PINNED_TOO_HARD: "The pinned foes alone are harder than that. Let one go or aim higher.",
  NO_FIT: "No mixture comes out that hard. Take the place or the theme away.",
};

interface Slot {
  readonly line: Line;
  readonly entry: Entry;
}

/** Placeholders of the plan: they take their part of the budget and stay. */
function placesOf(context: ActionContext): readonly Entry[] {
  return context.plan.placeholders.map(({ cr, count }) => ({
    ...placeholder(cr, count),
    pinned: true,
  }));
}

/** Foes of the fight as the generator sees them; whatever is in no book stays. */
function slotsOf(context: ActionContext, pool: readonly Summary[]): readonly Slot[] {
  return linesOf(context.state).filter(({ first }) => first.side === "foe" && first.hp !== null)
    .map((line): Slot => {
      const creature = pool.find((one) => one.slug === line.first.blockId);
      return {
        line,
        entry: {
          xp: line.first.xp,
          count: line.members.length,
          ...(creature === undefined ? {} : { creature }),
          pinned: creature === undefined || context.plan.pinned.includes(line.key),
        },
      };
    });
}

function foesOf(entries: readonly Entry[]): readonly PlannedFoes[] {
  return entries.flatMap(({ creature, count }) =>
    creature === undefined
      ? []
      : [{ slug: creature.slug, name: creature.name, cr: creature.cr, xp: creature.xp, count }]
  );
}

/** Puts what the generator made in the place of `gone`. */
async function swap(
  context: ActionContext,
  gone: readonly Line[],
  made: readonly Entry[],
  say: string,
): Promise<Result<Done>> {
  const ids = gone.flatMap(({ members }) => members.map((one) => one.id));
  const left = ids.length === 0 ? ok(null) : await context.send({ type: "RemoveCombatants", ids });
  if (!left.ok) return left;
  return told(await addListed(context, foesOf(made)), { say, undo: true });
}

function ready(context: ActionContext): Refusal | undefined {
  if (context.state.status !== "building") {
    return refuse("NOT_POSSIBLE_NOW", "The fight has begun: nobody is swapped any more.");
  }
  if (ratedLevels(context).length === 0) {
    return refuse(
      "NOT_POSSIBLE_NOW",
      "Say who plays first: add a party, or how many at which level.",
    );
  }
}

/** A whole fight by difficulty, place and theme, around what is pinned. */
const suggest = builderAction(wishForm, async (context, asked) => {
  const wrong = ready(context);
  if (wrong) return wrong;
  const pool = await context.deps.creatures.pool(context.shelf, context.state.edition);
  const slots = slotsOf(context, pool);
  const pinned = slots.filter(({ entry }) => entry.pinned).map(({ entry }) => entry);
  const kept = [...placesOf(context), ...pinned];
  const made = generate(pool, wishOf(context, asked), chance(context), kept);
  const noted = await context.replan({ wish: asked });
  if (!noted.ok) return noted;
  if (!made.ok) return refuse("NOT_POSSIBLE_NOW", MESSAGES[made.code]);
  const gone = slots.filter(({ entry }) => !entry.pinned).map(({ line }) => line);
  return await swap(context, gone, made.entries.slice(kept.length), "A new mixture stands ready.");
});

/** Other creatures in the place of one line, everything else as it is. */
const rerollOne = builderAction(z.object({ key: z.string().max(80) }), async (context, { key }) => {
  const wrong = ready(context);
  if (wrong) return wrong;
  const { wish } = context.plan;
  const pool = await context.deps.creatures.pool(context.shelf, context.state.edition);
  const slots = slotsOf(context, pool);
  const index = slots.findIndex(({ line }) => line.key === key);
  const line = slots[index]?.line;
  if (line === undefined) return noLine;
  const entries = [...slots.map(({ entry }) => entry), ...placesOf(context)];
  const fallback = context.state.edition === "2014" ? "medium" : "moderate";
  const asked = wishForm.parse(wish ?? { target: fallback });
  const made = reroll(pool, wishOf(context, asked), chance(context), entries, index);
  if (!made.ok) return refuse("NOT_POSSIBLE_NOW", MESSAGES[made.code]);
  const fresh = made.entries.length - (entries.length - 1);
  return await swap(
    context,
    [line],
    made.entries.slice(index, index + fresh),
    `${line.first.name} rerolled.`,
  );
});

export const SUGGEST_ACTIONS: Readonly<Record<string, BuilderAction>> = {
  suggest,
  reroll: rerollOne,
};
