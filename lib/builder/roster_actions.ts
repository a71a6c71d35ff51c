/** Forms that change who is in the fight. */
import { z } from "zod";
import type { Command } from "@/lib/combat/commands.ts";
import { combatBlockOf } from "@/lib/creatures/combat_block.ts";
import { id, line } from "@/lib/contracts/primitives.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";
import { refuse, type Result } from "@/lib/errors.ts";
import { joinCommands } from "@/lib/parties/encounter.ts";
import { type BuilderAction, builderAction, noLine, told } from "./builder_action.ts";
import type { ActionContext } from "./action_context.ts";
import { charactersOf, type Line, linesOf } from "./lines.ts";
import { addCreatureCommands, handMade, lairCommands, moreCommands } from "./add_creatures.ts";

const key = z.object({ key: id });
const count = z.coerce.number().pipe(z.int().min(1).max(50)).default(1);
const number = (min: number, max: number) =>
  z.union([
    z.literal("").transform(() => undefined),
    z.coerce.number().pipe(z.int().min(min).max(max)),
  ])
    .optional();
const figures = { hp: number(1, 9999), ac: number(0, 40), initiative: number(-20, 30) };

const lineAt = (context: ActionContext, at: string): Line | undefined =>
  linesOf(context.state).find((one) => one.key === at);

/** Leaves out what is undefined. */
function given(
  all: { hp?: number | undefined; ac?: number | undefined; initiative?: number | undefined },
) {
  const { hp, ac, initiative } = all;
  return {
    ...(hp === undefined ? {} : { hp }),
    ...(ac === undefined ? {} : { ac }),
    ...(initiative === undefined ? {} : { initiative }),
  };
}

/** Carries the commands out; a line that becomes a group keeps its pin. */
async function addedBy(
  context: ActionContext,
  commands: readonly Command[],
): Promise<Result<null>> {
  const done = await context.send(...commands);
  if (!done.ok) return done;
  const { pinned } = context.plan;
  const renamed = commands.flatMap((one) => one.type === "GroupCombatants" ? [one.group] : [])
    .filter(({ memberIds }) => memberIds.some((member) => pinned.includes(member)));
  return renamed.length === 0
    ? done
    : await context.replan({ pinned: [...pinned, ...renamed.map(({ id: groupId }) => groupId)] });
}

const add = builderAction(
  z.object({ slug: z.string().max(120), count, ...figures, hidden: z.string().optional() }),
  async (context, asked) => {
    const block = await context.block(asked.slug);
    if (block === undefined) return refuse("NOT_FOUND", "That creature is not in the bestiary.");
    const commands = addCreatureCommands(context.state, {
      block: combatBlockOf(block),
      count: asked.count,
      hidden: asked.hidden === "on",
      ...given(asked),
    }, context.newId);
    const done = await addedBy(context, commands);
    const many = asked.count > 1 ? `${asked.count} × ` : "";
    return told(done, { say: `${many}${block.name} added.`, undo: true });
  },
);

const custom = builderAction(
  z.object({
    text: line(120),
    side: z.enum(["foe", "neutral", "party"]).default("foe"),
    hidden: z.string().optional(),
    ...figures,
  }),
  async (context, { text, side, hidden, ...typed }) => {
    const read = readAddLine(text);
    if (read.name === "") return refuse("INVALID_INPUT", "Write a name, such as 2 Thug 32hp ac11.");
    const made = { ...read, ...given(typed), side, hidden: hidden === "on" };
    const done = await context.send(...handMade(made, context.newId));
    return told(done, { say: `${read.name} added.`, undo: true });
  },
);

const more = builderAction(key, async (context, asked) => {
  const commands = moreCommands(context.state, asked.key, 1, context.newId);
  return commands.length === 0 ? noLine : told(await addedBy(context, commands));
});

const less = builderAction(key, async (context, asked) => {
  const found = lineAt(context, asked.key);
  const last = found?.members.at(-1);
  if (found === undefined || last === undefined) return noLine;
  const say = found.members.length === 1 ? `${found.first.name} removed.` : "";
  const done = await context.send({ type: "RemoveCombatants", ids: [last.id] });
  return told(done, { say, undo: say !== "" });
});

const remove = builderAction(key, async (context, asked) => {
  const found = lineAt(context, asked.key);
  if (found === undefined) return noLine;
  const ids = found.members.map((one) => one.id);
  const done = await context.send({ type: "RemoveCombatants", ids });
  return told(done, { say: `${found.first.name} removed.`, undo: true });
});

const hide = (hidden: boolean) =>
  builderAction(key, async (context, asked) => {
    const found = lineAt(context, asked.key);
    if (found === undefined) return noLine;
    return told(
      await context.send({
        type: "SetHidden",
        ids: found.members.map((one) => one.id),
        hidden: hidden ? "until-revealed" : false,
      }),
    );
  });

/** Before another line; an empty `before` means last. */
const move = builderAction(key.extend({ before: z.string().max(80) }), async (context, asked) => {
  if (lineAt(context, asked.key) === undefined) return noLine;
  if (asked.before === asked.key) return told(await context.send());
  const beforeId = asked.before || null;
  return told(await context.send({ type: "MoveEntry", id: asked.key, beforeId }));
});

/** One place up or down among the lines. */
const step = (way: -1 | 1) =>
  builderAction(key, async (context, asked) => {
    const keys = linesOf(context.state).map((one) => one.key);
    const at = keys.indexOf(asked.key);
    if (at < 0) return noLine;
    const stays = way < 0 ? at === 0 : at === keys.length - 1;
    if (stays) return told(await context.send());
    const beforeId = (way < 0 ? keys[at - 1] : keys[at + 2]) ?? null;
    return told(await context.send({ type: "MoveEntry", id: asked.key, beforeId }));
  });

/** The whole party at once; characters that are in the fight already stay as they are. */
const join = builderAction(z.object({ party: z.string().max(80) }), async (context, asked) => {
  const party = (await context.parties()).find(({ id }) => id === asked.party);
  if (party === undefined) return refuse("NOT_FOUND", "That party is not here any more.");
  const present = Object.values(context.state.combatants);
  const commands = joinCommands(party.characters, present, context.newId);
  if (commands.length === 0) {
    return refuse(
      "NOT_POSSIBLE_NOW",
      party.characters.length === 0
        ? `${party.name} has no characters yet. Add them on its page.`
        : `Everybody of ${party.name} is in the fight already.`,
    );
  }
  return told(await context.send(...commands), { say: `${party.name} joined.`, undo: true });
});

/** Typed names become a party that is kept, and stand in the fight. */
const names = builderAction(
  z.object({ names: z.string().max(2_000), level: z.coerce.number().pipe(z.int().min(1).max(20)) }),
  async (context, asked) => {
    if (context.shared !== undefined) {
      return refuse("FORBIDDEN", "Only the fight's owner can make a party here. Choose one below.");
    }
    const kept = await context.deps.parties.named(context.owner, asked.names, asked.level);
    if (!kept.ok) return kept;
    const { characters } = kept.value;
    const done = await context.send(...joinCommands(characters, [], context.newId));
    const say = `${characters.length} joined. They are kept under Parties.`;
    return told(done, { say, undo: true });
  },
);

/** Takes one character out, or all of them. */
const leave = builderAction(
  z.object({ id: z.string().max(80).optional() }),
  async (context, asked) => {
    const leaving = charactersOf(context.state)
      .filter((one) => asked.id === undefined || one.id === asked.id);
    if (leaving.length === 0) return noLine;
    const done = await context.send({
      type: "RemoveCombatants",
      ids: leaving.map((one) => one.id),
    });
    const say = leaving.length === 1 ? `${leaving[0]?.name} left.` : "The party left.";
    return told(done, { say, undo: true });
  },
);

const lair = builderAction(z.object({}), async (context) => {
  const row = lairCommands(context.state, { name: "Lair action" }, context.newId);
  if (row.length === 0) return refuse("NOT_POSSIBLE_NOW", "The fight has a lair action already.");
  return told(await context.send(...row), { say: "Lair action added.", undo: true });
});

export const ROSTER_ACTIONS: Readonly<Record<string, BuilderAction>> = {
  add,
  custom,
  more,
  less,
  remove,
  hide: hide(true),
  show: hide(false),
  move,
  up: step(-1),
  down: step(1),
  join,
  names,
  leave,
  lair,
};
