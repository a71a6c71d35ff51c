/** Puts together what the builder's page shows. */
import { plural } from "@/lib/combat/text.ts";
import { CHALLENGE_RATINGS, crText, xpOfCr } from "@/lib/creatures/challenge_rating.ts";
import {
  DIFFICULTIES,
  fitting,
  type Foes,
  placeholder,
  rate,
  rateDay,
  rateWaves,
  type Target,
} from "@/lib/creatures/difficulty.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import type { BuilderView, DayRow, PartyChoice, WaveView } from "@/lib/contracts/builder_view.ts";
import type { Plan } from "@/lib/contracts/plan.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import type { Party } from "@/lib/contracts/character.ts";
import { levelOf } from "@/lib/parties/character.ts";
import { levelsText } from "@/lib/parties/levels.ts";
import { type ActionContext, loadPlan } from "./action_context.ts";
import { adviceOf, difficultyReadingOf, wordOf } from "./difficulty_meter.ts";
import { allFoes, foesOf, levelsOf, shownLines, shownParty } from "./lines.ts";
import { ratedLevels } from "./suggest_actions.ts";

/** Other fights that are offered as earlier ones of the same day. */
const OTHER_FIGHTS = 20;
const TEMPLATES = 200;

const figure = (xp: number) => xp.toLocaleString("en");

const placesOf = ({ placeholders }: Plan): readonly Foes[] =>
  placeholders.map(({ cr, count }) => placeholder(cr, count));

/** The foes on the field with what is kept free for others. */
function fieldOf({ state, plan }: ActionContext): readonly Foes[] {
  return [...foesOf(state), ...placesOf(plan)];
}

/** What a fight costs of a day: everybody who was there, and what is planned unless it is over. */
function costOf(state: EncounterState, plan: Plan): readonly (readonly Foes[])[] {
  if (state.status === "ended") return [allFoes(state)];
  return [[...allFoes(state), ...placesOf(plan)], ...plan.waves.map(({ foes }) => foes)];
}

/** What the fight aims at: the last wish, if it is one of this edition's words. */
function aimOf(context: ActionContext): Target {
  const { edition } = context.state;
  const words: readonly Target[] = DIFFICULTIES[edition];
  const wished = context.plan.wish?.target;
  if (wished !== undefined && words.includes(wished)) return wished;
  return edition === "2014" ? "hard" : "high";
}

/** XP that one more foe may be worth. */
function roomOf(context: ActionContext, levels: readonly number[], foes: readonly Foes[]): number {
  const ladder = CHALLENGE_RATINGS.map((cr) => ({ xp: xpOfCr(cr) }));
  const fits = fitting(ladder, context.state.edition, levels, foes, aimOf(context));
  return levels.length === 0 ? 0 : Math.max(0, ...fits.map(({ xp }) => xp));
}

function wavesOf(context: ActionContext, levels: readonly number[]): WaveView[] {
  return context.plan.waves.map(({ id, name, foes }) => ({
    id,
    name,
    foes: foes.map((one) => ({
      slug: one.slug,
      name: one.name,
      note: `CR ${crText(one.cr)}`,
      count: one.count,
    })),
    words: levels.length === 0 || foes.length === 0 ? "" : EDITIONS.map((edition) => {
      const { hardest } = rateWaves(edition, levels, [foes]);
      return `${wordOf(hardest?.difficulty ?? "none").toLowerCase()} (${edition})`;
    }).join(", "),
  }));
}

async function dayOf(context: ActionContext, levels: readonly number[]): Promise<DayRow[]> {
  const { deps, who, plan, state, record } = context;
  const earlier: { id: string; name: string; waves: readonly (readonly Foes[])[] }[] = [];
  for (const id of plan.day) {
    const opened = await deps.encounters.open(who, id);
    if (!opened.ok) continue;
    const other = await loadPlan(deps, context.owner, id);
    const { name } = opened.value.record;
    earlier.push({ id, name, waves: costOf(opened.value.state, other.plan) });
  }
  if (earlier.length === 0) return [];
  const here = { id: record.id, name: state.name, waves: costOf(state, plan) };
  const encounters = [...earlier, here];
  const rated = rateDay(state.edition, levels, encounters.map(({ waves }) => waves));
  return encounters.map(({ id, name }, at) => {
    const day = rated[at];
    const spent = (day?.spent ?? 0) - (rated[at - 1]?.spent ?? 0);
    const left = day?.left;
    return {
      id,
      name,
      worth: `${figure(spent)} XP`,
      left: left === undefined
        ? ""
        : left < 0
        ? `${figure(-left)} over the day`
        : `${figure(left)} left`,
      rest: day?.restAdvised ?? false,
      here: id === record.id,
    };
  });
}

/** Whether everybody of a party is in the fight. */
function hasJoined({ state }: ActionContext, { characters }: Party): boolean {
  const there = new Set(Object.values(state.combatants).map((one) => one.characterId));
  return characters.length > 0 && characters.every(({ id }) => there.has(id));
}

function choiceOf({ id, name, characters }: Party): PartyChoice {
  const note = levelsText(characters.map(levelOf));
  return { id, name, note: note === "" ? "nobody yet" : note };
}

/** Everything that the page shows, for a fight as it is now. */
export async function viewOf(context: ActionContext): Promise<BuilderView> {
  const { deps, who, state, plan, record } = context;
  const levels = ratedLevels(context);
  const foes = fieldOf(context);
  const count = foes.reduce((sum, one) => sum + one.count, 0);
  const xp = foes.reduce((sum, one) => sum + one.count * one.xp, 0);
  const [parties, open, kept] = await Promise.all([
    context.parties(),
    deps.encounters.list(who, { which: "open", limit: OTHER_FIGHTS }),
    deps.templates.list(context.shelf, { limit: TEMPLATES }),
  ]);
  return {
    id: record.id,
    name: state.name,
    edition: state.edition,
    status: state.status,
    code: record.shareCode,
    lines: shownLines(state, plan.pinned),
    total: count === 0 ? "" : `${plural(count, "foe")}, ${figure(xp)} XP`,
    party: shownParty(state),
    partyNote: levelsText(levelsOf(state)),
    parties: parties.filter((party) => !hasJoined(context, party)).map(choiceOf),
    readings: levels.length === 0
      ? []
      : EDITIONS.map((edition) => difficultyReadingOf(rate(edition, levels, foes))),
    advice: adviceOf(levels, foes),
    roomXp: roomOf(context, levels, foes),
    aim: aimOf(context),
    plan,
    waves: wavesOf(context, levels),
    day: await dayOf(context, levels),
    otherEncounters: open.filter(({ id }) =>
      id !== record.id && plan.day.every((one) => one !== id)
    )
      .map(({ id, name }) => ({ id, name })),
    templates: kept.map(({ id, body }) => ({ id, name: body.name })),
    notes: state.notes,
    canUndo: state.history.done.length > 1,
  };
}
