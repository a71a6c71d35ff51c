/** Forms that change the plan around the fight: placeholders, waves, the day, notes, templates. */
import { z } from "zod";
import { crText, crValue } from "@/lib/creatures/challenge_rating.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";
import { encounterId, id, line, name, prose } from "@/lib/contracts/primitives.ts";
import type { Plan, PlannedFoes } from "@/lib/contracts/plan.ts";
import { refuse, type Result } from "@/lib/errors.ts";
import { type BuilderAction, builderAction, type Done, noLine, told } from "./builder_action.ts";
import type { ActionContext } from "./action_context.ts";
import { addListed, listed, withoutGone } from "./list_creatures.ts";

const between = (min: number, max: number) => z.coerce.number().pipe(z.int().min(min).max(max));
const rating = z.string().max(8).transform((text, context) => {
  try {
    return crValue(text);
  } catch {
    context.addIssue({ code: "custom", message: "Write a CR such as 1/4 or 3" });
    return z.NEVER;
  }
});

/** Rates the fight for people who have no party here. */
const standIn = builderAction(
  z.object({ count: between(1, 12), level: between(1, 20) }),
  async (context, { count, level }) => told(await context.replan({ standIn: { count, level } })),
);

const place = builderAction(
  z.object({ cr: rating, count: between(1, 50).default(1) }),
  async (context, { cr, count }) =>
    told(
      await context.replan({
        placeholders: [...context.plan.placeholders, { id: context.newId(), cr, count }],
      }),
      { say: `${count} × CR ${crText(cr)} kept free.` },
    ),
);

const unplace = builderAction(z.object({ id }), async (context, asked) =>
  told(
    await context.replan({
      placeholders: context.plan.placeholders.filter((one) => one.id !== asked.id),
    }),
  ));

const pin = builderAction(z.object({ key: id }), async (context, { key }) => {
  const { pinned } = context.plan;
  const without = pinned.filter((one) => one !== key);
  const now = without.length < pinned.length ? without : [...pinned, key].slice(-100);
  return told(await context.replan({ pinned: now }));
});

const addWave = builderAction(z.object({}), async (context) => {
  const waves = context.plan.waves;
  if (waves.length >= 10) return refuse("LIMIT_REACHED", "Ten waves are the most.");
  const wave = { id: context.newId(), name: `Wave ${waves.length + 2}`, foes: [] };
  return told(await context.replan({ waves: [...waves, wave] }));
});

type Wave = Plan["waves"][number];

/** Replaces one wave; undefined takes it away. */
async function setWave(
  context: ActionContext,
  waveId: string,
  change: (wave: Wave) => Wave | undefined,
): Promise<Result<Done>> {
  if (!context.plan.waves.some((one) => one.id === waveId)) return noLine;
  const waves = context.plan.waves.flatMap((one) => one.id === waveId ? change(one) ?? [] : one);
  return told(await context.replan({ waves }));
}

const dropWave = builderAction(
  z.object({ wave: id }),
  (context, { wave }) => setWave(context, wave, () => undefined),
);

/** "6 gob" into a wave: the best match of the fight's edition. */
const waveFoe = builderAction(
  z.object({ wave: id, text: line(120) }),
  async (context, { wave, text }) => {
    const typed = readAddLine(text);
    const { edition } = context.state;
    const { hits } = await context.deps.creatures.search(context.shelf, typed.name, {
      filters: { edition: [edition] },
      // The search weighs names that begin as typed among the best few.
      limit: 10,
    });
    const [hit] = hits;
    if (typed.name === "" || hit === undefined) {
      return refuse("NOT_FOUND", "No creature has that name. Write it as in the bestiary.");
    }
    const foes: PlannedFoes = {
      slug: hit.slug,
      name: hit.name,
      cr: hit.cr,
      xp: hit.xp,
      count: typed.count,
    };
    return await setWave(context, wave, (old) => ({
      ...old,
      foes: [...old.foes.filter((one) => one.slug !== hit.slug), foes].slice(0, 20),
    }));
  },
);

const dropWaveFoe = builderAction(
  z.object({ wave: id, slug: z.string().max(120) }),
  (context, asked) =>
    setWave(context, asked.wave, (old) => ({
      ...old,
      foes: old.foes.filter((one) => one.slug !== asked.slug),
    })),
);

/** A wave arrives: its foes join the fight and leave the plan. */
const bringWave = builderAction(z.object({ wave: id }), async (context, asked) => {
  const wave = context.plan.waves.find((one) => one.id === asked.wave);
  if (wave === undefined) return noLine;
  if (wave.foes.length === 0) return refuse("NOT_POSSIBLE_NOW", `${wave.name} is empty.`);
  const done = await addListed(context, wave.foes);
  if (!done.ok) return done;
  const gone = done.value;
  if (gone.length === wave.foes.length) {
    return refuse("NOT_FOUND", `${listed(gone)}: no longer in the bestiary. Choose other foes.`);
  }
  // Those whose creature is gone stay planned, to be replaced.
  const waves = context.plan.waves.flatMap((one) =>
    one.id !== wave.id ? one : gone.length === 0 ? [] : { ...one, foes: [...gone] }
  );
  return told(await context.replan({ waves }), { say: withoutGone(`${wave.name} is here.`, gone) });
});

const dayAdd = builderAction(
  z.object({ encounter: encounterId }),
  async (context, { encounter }) => {
    const own = await context.deps.encounters.record(context.who, encounter, "encounter.run");
    if (!own.ok) return own;
    const day = [...context.plan.day.filter((one) => one !== encounter), encounter].slice(-12);
    return told(await context.replan({ day }));
  },
);

const dayDrop = builderAction(
  z.object({ encounter: encounterId }),
  async (context, { encounter }) =>
    told(await context.replan({ day: context.plan.day.filter((one) => one !== encounter) })),
);

const notes = builderAction(
  z.object({ notes: prose(20_000), treasure: prose(4000) }),
  async (context, asked) => {
    const text = asked.notes.replaceAll("\r\n", "\n");
    const done = text === context.state.notes
      ? undefined
      : await context.send({ type: "SetNotes", notes: text });
    if (done?.ok === false) return done;
    const kept = await context.replan({ treasure: asked.treasure.replaceAll("\r\n", "\n") });
    return told(kept, { say: "Notes kept." });
  },
);

const rename = builderAction(z.object({ name }), async (context, asked) =>
  told(
    asked.name === context.state.name
      ? await context.send()
      : await context.send({ type: "RenameEncounter", name: asked.name }),
  ));

const edition = builderAction(
  z.object({ edition: z.enum(["2014", "2024"]) }),
  async (context, asked) =>
    told(
      asked.edition === context.state.edition
        ? await context.send()
        : await context.send({ type: "ChangeEdition", edition: asked.edition }),
    ),
);

export const PLAN_ACTIONS: Readonly<Record<string, BuilderAction>> = {
  "stand-in": standIn,
  place,
  unplace,
  pin,
  "add-wave": addWave,
  "drop-wave": dropWave,
  "wave-foe": waveFoe,
  "drop-wave-foe": dropWaveFoe,
  "bring-wave": bringWave,
  "day-add": dayAdd,
  "day-drop": dayDrop,
  notes,
  rename,
  edition,
};
