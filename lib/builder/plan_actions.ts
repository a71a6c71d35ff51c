/** Forms that change the plan around the fight: placeholders, waves, the day, notes, templates. */
import { z } from "zod";
import { crText, crValue } from "@/lib/creatures/challenge_rating.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";
import { encounterId, id, line, name, prose } from "@/lib/contracts/primitives.ts";
import type { Plan, PlannedFoes } from "@/lib/contracts/plan.ts";
import { refuse, type Result } from "@/lib/errors.ts";
import { type Act, act, type Done, noLine, told } from "./builder_action.ts";
import type { Bench } from "./action_context.ts";
import { listed, recruit, withoutGone } from "./list_creatures.ts";

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
const standIn = act(
  z.object({ count: between(1, 12), level: between(1, 20) }),
  async (bench, { count, level }) => told(await bench.replan({ standIn: { count, level } })),
);

const place = act(
  z.object({ cr: rating, count: between(1, 50).default(1) }),
  async (bench, { cr, count }) =>
    told(
      await bench.replan({
        placeholders: [...bench.plan.placeholders, { id: bench.newId(), cr, count }],
      }),
      { say: `${count} × CR ${crText(cr)} kept free.` },
    ),
);

const unplace = act(z.object({ id }), async (bench, asked) =>
  told(
    await bench.replan({
      placeholders: bench.plan.placeholders.filter((one) => one.id !== asked.id),
    }),
  ));

const pin = act(z.object({ key: id }), async (bench, { key }) => {
  const { pinned } = bench.plan;
  const without = pinned.filter((one) => one !== key);
  const now = without.length < pinned.length ? without : [...pinned, key].slice(-100);
  return told(await bench.replan({ pinned: now }));
});

const addWave = act(z.object({}), async (bench) => {
  const waves = bench.plan.waves;
  if (waves.length >= 10) return refuse("LIMIT_REACHED", "Ten waves are the most.");
  const wave = { id: bench.newId(), name: `Wave ${waves.length + 2}`, foes: [] };
  return told(await bench.replan({ waves: [...waves, wave] }));
});

type Wave = Plan["waves"][number];

/** Replaces one wave; undefined takes it away. */
async function setWave(
  bench: Bench,
  waveId: string,
  change: (wave: Wave) => Wave | undefined,
): Promise<Result<Done>> {
  if (!bench.plan.waves.some((one) => one.id === waveId)) return noLine;
  const waves = bench.plan.waves.flatMap((one) => one.id === waveId ? change(one) ?? [] : one);
  return told(await bench.replan({ waves }));
}

const dropWave = act(
  z.object({ wave: id }),
  (bench, { wave }) => setWave(bench, wave, () => undefined),
);

/** "6 gob" into a wave: the best match of the fight's edition. */
const waveFoe = act(z.object({ wave: id, text: line(120) }), async (bench, { wave, text }) => {
  const typed = readAddLine(text);
  const { edition } = bench.state;
  const { hits } = await bench.deps.creatures.search(bench.owner, typed.name, {
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
  return await setWave(bench, wave, (old) => ({
    ...old,
    foes: [...old.foes.filter((one) => one.slug !== hit.slug), foes].slice(0, 20),
  }));
});

const dropWaveFoe = act(
  z.object({ wave: id, slug: z.string().max(120) }),
  (bench, asked) =>
    setWave(bench, asked.wave, (old) => ({
      ...old,
      foes: old.foes.filter((one) => one.slug !== asked.slug),
    })),
);

/** A wave arrives: its foes join the fight and leave the plan. */
const bringWave = act(z.object({ wave: id }), async (bench, asked) => {
  const wave = bench.plan.waves.find((one) => one.id === asked.wave);
  if (wave === undefined) return noLine;
  if (wave.foes.length === 0) return refuse("NOT_POSSIBLE_NOW", `${wave.name} is empty.`);
  const done = await recruit(bench, wave.foes);
  if (!done.ok) return done;
  const gone = done.value;
  if (gone.length === wave.foes.length) {
    return refuse("NOT_FOUND", `${listed(gone)}: no longer in the bestiary. Choose other foes.`);
  }
  // Those whose creature is gone stay planned, to be replaced.
  const waves = bench.plan.waves.flatMap((one) =>
    one.id !== wave.id ? one : gone.length === 0 ? [] : { ...one, foes: [...gone] }
  );
  return told(await bench.replan({ waves }), { say: withoutGone(`${wave.name} is here.`, gone) });
});

const dayAdd = act(z.object({ fight: encounterId }), async (bench, { fight }) => {
  const own = await bench.deps.encounters.record(bench.who, fight);
  if (!own.ok) return own;
  const day = [...bench.plan.day.filter((one) => one !== fight), fight].slice(-12);
  return told(await bench.replan({ day }));
});

const dayDrop = act(
  z.object({ fight: encounterId }),
  async (bench, { fight }) =>
    told(await bench.replan({ day: bench.plan.day.filter((one) => one !== fight) })),
);

const notes = act(
  z.object({ notes: prose(20_000), treasure: prose(4000) }),
  async (bench, asked) => {
    const text = asked.notes.replaceAll("\r\n", "\n");
    const done = text === bench.state.notes
      ? undefined
      : await bench.send({ type: "SetNotes", notes: text });
    if (done?.ok === false) return done;
    const kept = await bench.replan({ treasure: asked.treasure.replaceAll("\r\n", "\n") });
    return told(kept, { say: "Notes kept." });
  },
);

const rename = act(z.object({ name }), async (bench, asked) =>
  told(
    asked.name === bench.state.name
      ? await bench.send()
      : await bench.send({ type: "RenameEncounter", name: asked.name }),
  ));

const edition = act(z.object({ edition: z.enum(["2014", "2024"]) }), async (bench, asked) =>
  told(
    asked.edition === bench.state.edition
      ? await bench.send()
      : await bench.send({ type: "ChangeEdition", edition: asked.edition }),
  ));

export const PLAN_ACTS: Readonly<Record<string, Act>> = {
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
