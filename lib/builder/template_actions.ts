/** Forms that keep a set-up as a template and start from one again. */
import { z } from "zod";
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { Combatant, EncounterState } from "@/lib/combat/state.ts";
import { EMPTY_PLAN, type Plan, type TemplateFoes } from "@/lib/contracts/plan.ts";
import { name } from "@/lib/contracts/primitives.ts";
import { modifierOf } from "@/lib/creatures/describe.ts";
import { ok, refuse } from "@/lib/errors.ts";
import { type BuilderAction, builderAction, told } from "./builder_action.ts";
import { type Line, linesOf } from "./lines.ts";
import { addListed, listed, withoutGone } from "./list_creatures.ts";

const MOST_FOES = 60;

/** What was changed of a foe by hand; figures of its stat block are not repeated. */
function changedFigures(state: EncounterState, one: Combatant, block: CombatBlock | undefined) {
  const { hp, ac, initiative: { modifier } } = one;
  const usual = block && {
    // Rolled hit points, and the highest, are a setting's and not somebody's wish.
    hp: state.settings.monsterHitPoints === "average" ? block.hp.average : hp?.max,
    ac: block.ac,
    initiative: block.initiative ?? modifierOf(block.abilities.dex),
  };
  return {
    ...(hp === null || hp.max === usual?.hp ? {} : { hp: hp.max }),
    ...(ac === null || ac === usual?.ac ? {} : { ac }),
    ...(modifier === usual?.initiative ? {} : { initiative: modifier }),
  };
}

/** A line as the foes of a template: those with figures of their own stand apart. */
function foesOfLine(state: EncounterState, { first, members }: Line): readonly TemplateFoes[] {
  const block = first.blockId === null ? undefined : state.blocks[first.blockId];
  const lair = first.kind === "lair";
  if (lair) {
    const { name, nameHidden } = first;
    const hidden = first.hidden !== false;
    return [{ slug: "", name, cr: 0, xp: 0, count: 1, hidden, nameHidden, lair }];
  }
  const base = { slug: block?.id ?? "", name: block?.name ?? first.name, cr: block?.cr ?? 0 };
  const alike = Map.groupBy(
    members,
    (one) =>
      JSON.stringify([one.hidden !== false, one.nameHidden, changedFigures(state, one, block)]),
  );
  return [...alike.values()].flatMap((all) => {
    const [one] = all;
    if (one === undefined) return [];
    const figures = changedFigures(state, one, block);
    const [hidden, { nameHidden }] = [one.hidden !== false, one];
    const count = Math.min(50, all.length);
    return [{ ...base, xp: one.xp, count, hidden, nameHidden, lair, ...figures }];
  });
}

/** The set-up under a name, to start from again. */
const keepTemplate = builderAction(z.object({ name }), async (context, asked) => {
  const lines = linesOf(context.state);
  const wanted = lines.filter(({ first }) => first.side === "foe" || first.kind === "lair");
  const foes = wanted.flatMap((line) => foesOfLine(context.state, line));
  if (foes.length === 0) {
    return refuse("NOT_POSSIBLE_NOW", "Add foes first, from the bestiary or by hand.");
  }
  if (foes.length > MOST_FOES) {
    return refuse("LIMIT_REACHED", `A template holds ${MOST_FOES} kinds of foes.`);
  }
  const plan: Plan = { ...context.plan, day: [], pinned: [] };
  await context.deps.templates.put({
    ownerId: context.shelf,
    id: context.newId(),
    body: { name: asked.name, edition: context.state.edition, foes, plan },
    at: context.deps.now(),
    expectedVersion: 0,
  });
  const others = lines.filter((line) => !wanted.includes(line)).map(({ first }) => first);
  const without = others.length === 0 ? "" : `, without ${listed(others)}: only foes are kept`;
  return ok({ say: `${asked.name} kept as a template${without}.` });
});

const useTemplate = builderAction(
  z.object({ template: z.string().max(80) }),
  async (context, asked) => {
    const kept = await context.deps.templates.get(context.shelf, asked.template);
    if (kept === null) return refuse("NOT_FOUND", "That template is gone. Choose another.");
    const { foes, plan, name: title } = kept.body;
    const done = await addListed(context, foes);
    if (!done.ok) return done;
    const { standIn, day } = context.plan;
    const merged = { ...EMPTY_PLAN, ...plan, standIn: standIn ?? plan.standIn, day };
    const say = withoutGone(`Set up as in ${title}.`, done.value);
    return told(await context.replan(merged), { say });
  },
);

const dropTemplate = builderAction(
  z.object({ template: z.string().max(80) }),
  async (context, asked) => {
    await context.deps.templates.delete(context.shelf, asked.template);
    return ok({ say: "Template deleted." });
  },
);

export const TEMPLATE_ACTIONS: Readonly<Record<string, BuilderAction>> = {
  "keep-template": keepTemplate,
  "use-template": useTemplate,
  "drop-template": dropTemplate,
};
