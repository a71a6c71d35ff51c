/** The builder's use cases: look at a fight that is being built, and carry out one form of the page. */
import type { BuilderAnswer, BuilderView } from "@/lib/contracts/builder_view.ts";
import type { Party } from "@/lib/contracts/character.ts";
import type { Recap } from "@/lib/contracts/recap.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { notThere } from "@/lib/encounters/not_there.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { type BuilderAction, type Done, type Fields, told } from "./builder_action.ts";
import { ActionContext, type BuilderDeps } from "./action_context.ts";
import { PLAN_ACTIONS } from "./plan_actions.ts";
import { recapOf } from "@/lib/encounters/recap.ts";
import { ROSTER_ACTIONS } from "./roster_actions.ts";
import { SUGGEST_ACTIONS } from "./suggest_actions.ts";
import { TEMPLATE_ACTIONS } from "./template_actions.ts";
import { viewOf } from "./builder_view.ts";

const start: BuilderAction = async (context) => {
  const { id } = context.record;
  if (context.state.status !== "building") return ok({ goto: `/encounters/${id}` });
  return told(await context.send({ type: "StartCombat" }), { goto: `/encounters/${id}` });
};

/** "undo 12-15": back to version 12, unless the fight has gone on beyond 15. */
async function undo(context: ActionContext, span: string): Promise<Result<Done>> {
  const [before, after] = span.split("-").map(Number);
  if (before === undefined || !Number.isSafeInteger(before) || after !== context.state.version) {
    return refuse("NOT_POSSIBLE_NOW", "The fight has changed since. Undo it in the fight's log.");
  }
  return told(await context.send({ type: "Undo", toVersion: before }), { say: "Undone." });
}

const share: BuilderAction = async (context) => {
  const made = await context.deps.encounters.renewCode(context.who, context.record.id);
  return made.ok ? ok({ say: `Players join with ${made.value.code}.` }) : made;
};

const ACTS: ReadonlyMap<string, BuilderAction> = new Map(Object.entries({
  ...ROSTER_ACTIONS,
  ...PLAN_ACTIONS,
  ...SUGGEST_ACTIONS,
  ...TEMPLATE_ACTIONS,
  start,
  share,
}));

export class Builder {
  constructor(private readonly deps: BuilderDeps) {}

  /** The page of a visitor's own fight. */
  async view(who: Visitor, encounter: string): Promise<Result<BuilderView>> {
    const context = await ActionContext.open(this.deps, who, encounter);
    return context.ok ? ok(await viewOf(context.value)) : context;
  }

  /**
   * Carries out the form named by `fields.do`. What is refused is told in the answer, beside the
   * fight as it is; only a fight that is not there, or another person's, is refused as a whole.
   */
  async act(who: Visitor, encounter: string, fields: Fields): Promise<Result<BuilderAnswer>> {
    const context = await ActionContext.open(this.deps, who, encounter);
    if (!context.ok) return context;
    const { version: before } = context.value.state;
    const done = await this.#carryOut(context.value, fields);
    const { version: after } = context.value.state;
    // Another device may have changed the plan meanwhile: show what is there now.
    const seen = done.ok ? context : await ActionContext.open(this.deps, who, encounter);
    if (!seen.ok) return seen;
    const opened = fields["do"] === "share"
      ? await ActionContext.open(this.deps, who, encounter)
      : seen;
    const view = await viewOf(opened.ok ? opened.value : seen.value);
    if (!done.ok) return ok({ view, say: done.message, bad: true, undo: "", goto: null });
    const { say = "", goto = null } = done.value;
    const undoable = done.value.undo === true && after > before;
    return ok({ view, say, bad: false, undo: undoable ? `${before}-${after}` : "", goto });
  }

  /** What a fight came to. */
  async recap(who: Visitor, encounter: string): Promise<Result<Recap>> {
    const context = await ActionContext.open(this.deps, who, encounter, "encounter.view");
    if (!context.ok) return context;
    const { state, plan, owner } = context.value;
    const parties = await this.deps.parties.list(owner);
    const known = new Set(parties.flatMap(({ characters }) => characters.map(({ id }) => id)));
    return ok(recapOf(state, { now: this.deps.now(), treasure: plan.treasure, known }));
  }

  /** Gives the characters back to their parties as the fight left them; answers with the parties. */
  async carryBack(who: Visitor, encounter: string): Promise<Result<readonly Party[]>> {
    const opened = await this.deps.encounters.open(who, encounter, "encounter.run");
    if (!opened.ok) return opened;
    const { state, record } = opened.value;
    const fought = Object.values(state.combatants);
    return await this.deps.parties.carryBack(record.ownerId, fought, state.name);
  }

  /** A new fight with a whole party in it; answers with its id. */
  async startWith(who: Visitor, party: string): Promise<Result<string>> {
    const opened = await this.deps.parties.open(who.ownerId, party);
    if (!opened.ok || who.ownerId === null) return opened.ok ? notThere() : opened;
    const made = await this.deps.encounters.create(who.ownerId, {
      name: `${opened.value.party.name.slice(0, 60)}, next fight`,
      edition: "2014",
    });
    if (!made.ok) return made;
    const joined = await this.act(who, made.value.id, { do: "join", party });
    return joined.ok ? ok(made.value.id) : joined;
  }

  #carryOut(context: ActionContext, fields: Fields): Promise<Result<Done>> {
    const [what = "", span = ""] = (fields["do"] ?? "").split(" ");
    if (what === "undo") return undo(context, span);
    const chosen = ACTS.get(what);
    if (chosen === undefined) {
      return Promise.resolve(refuse("INVALID_INPUT", "Choose what to do."));
    }
    return chosen(context, fields);
  }
}
