/** The builder's use cases: look at a fight that is being built, and carry out one form of the page. */
import type { BuildAnswer, BuildView } from "@/lib/contracts/builder_view.ts";
import type { Party } from "@/lib/contracts/character.ts";
import type { Recap } from "@/lib/contracts/recap.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { notThere } from "@/lib/encounters/owned_encounters.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { type Act, type Done, type Fields, told } from "./builder_action.ts";
import { Bench, type BuildDeps } from "./action_context.ts";
import { PLAN_ACTS } from "./plan_actions.ts";
import { recapOf } from "@/lib/encounters/recap.ts";
import { ROSTER_ACTS } from "./roster_actions.ts";
import { SUGGEST_ACTS } from "./suggest_actions.ts";
import { TEMPLATE_ACTS } from "./template_actions.ts";
import { viewOf } from "./builder_view.ts";

const start: Act = async (bench) => {
  const { id } = bench.record;
  if (bench.state.status !== "building") return ok({ goto: `/encounters/${id}` });
  return told(await bench.send({ type: "StartCombat" }), { goto: `/encounters/${id}` });
};

/** "undo 12-15": back to version 12, unless the fight has gone on beyond 15. */
async function undo(bench: Bench, span: string): Promise<Result<Done>> {
  const [before, after] = span.split("-").map(Number);
  if (before === undefined || !Number.isSafeInteger(before) || after !== bench.state.version) {
    return refuse("NOT_POSSIBLE_NOW", "The fight has changed since. Undo it in the fight's log.");
  }
  return told(await bench.send({ type: "Undo", toVersion: before }), { say: "Undone." });
}

const share: Act = async (bench) => {
  const made = await bench.deps.encounters.renewCode(bench.who, bench.record.id);
  return made.ok ? ok({ say: `Players join with ${made.value.code}.` }) : made;
};

const ACTS: ReadonlyMap<string, Act> = new Map(Object.entries({
  ...ROSTER_ACTS,
  ...PLAN_ACTS,
  ...SUGGEST_ACTS,
  ...TEMPLATE_ACTS,
  start,
  share,
}));

export class Builder {
  constructor(private readonly deps: BuildDeps) {}

  /** The page of a visitor's own fight. */
  async view(who: Visitor, fight: string): Promise<Result<BuildView>> {
    const bench = await Bench.open(this.deps, who, fight);
    return bench.ok ? ok(await viewOf(bench.value)) : bench;
  }

  /**
   * Carries out the form named by `fields.do`. What is refused is told in the answer, beside the
   * fight as it is; only a fight that is not there, or another person's, is refused as a whole.
   */
  async act(who: Visitor, fight: string, fields: Fields): Promise<Result<BuildAnswer>> {
    const bench = await Bench.open(this.deps, who, fight);
    if (!bench.ok) return bench;
    const { version: before } = bench.value.state;
    const done = await this.#carryOut(bench.value, fields);
    const { version: after } = bench.value.state;
    // Another device may have changed the plan meanwhile: show what is there now.
    const seen = done.ok ? bench : await Bench.open(this.deps, who, fight);
    if (!seen.ok) return seen;
    const opened = fields["do"] === "share" ? await Bench.open(this.deps, who, fight) : seen;
    const view = await viewOf(opened.ok ? opened.value : seen.value);
    if (!done.ok) return ok({ view, say: done.message, bad: true, undo: "", goto: null });
    const { say = "", goto = null } = done.value;
    const undoable = done.value.undo === true && after > before;
    return ok({ view, say, bad: false, undo: undoable ? `${before}-${after}` : "", goto });
  }

  /** What a fight came to. */
  async recap(who: Visitor, fight: string): Promise<Result<Recap>> {
    const bench = await Bench.open(this.deps, who, fight);
    if (!bench.ok) return bench;
    const { state, plan, owner } = bench.value;
    const parties = await this.deps.parties.list(owner);
    const known = new Set(parties.flatMap(({ characters }) => characters.map(({ id }) => id)));
    return ok(recapOf(state, { now: this.deps.now(), treasure: plan.treasure, known }));
  }

  /** Gives the characters back to their parties as the fight left them; answers with the parties. */
  async carryBack(who: Visitor, fight: string): Promise<Result<readonly Party[]>> {
    const opened = await this.deps.encounters.open(who, fight);
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

  #carryOut(bench: Bench, fields: Fields): Promise<Result<Done>> {
    const [what = "", span = ""] = (fields["do"] ?? "").split(" ");
    if (what === "undo") return undo(bench, span);
    const chosen = ACTS.get(what);
    if (chosen === undefined) {
      return Promise.resolve(refuse("INVALID_INPUT", "Choose what to do."));
    }
    return chosen(bench, fields);
  }
}
