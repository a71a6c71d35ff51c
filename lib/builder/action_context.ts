/** One visit to the builder: the fight and its plan as they are, and ways to change them. */
import type { Creatures } from "@/lib/bestiary/creatures.ts";
import type { Command } from "@/lib/combat/commands.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { EMPTY_PLAN, type Plan, type Template } from "@/lib/contracts/plan.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { hex, newId } from "@/lib/encounters/ids.ts";
import type { Encounters } from "@/lib/encounters/encounters.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { Parties } from "@/lib/parties/parties.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

export interface BuilderDeps {
  readonly encounters: Encounters;
  readonly creatures: Creatures;
  readonly parties: Parties;
  /** By the id of their fight. */
  readonly plans: Collection<Plan>;
  readonly templates: Collection<Template>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Fills a new array of `length` with randomness. */
  readonly random: (length: number) => Uint8Array;
}

/** The plan of a fight; an empty one until something is planned. */
export async function loadPlan(
  { plans }: BuilderDeps,
  owner: string,
  encounter: Id,
): Promise<{ readonly plan: Plan; readonly version: number }> {
  const kept = await plans.get(owner, encounter);
  return { plan: kept?.body ?? EMPTY_PLAN, version: kept?.version ?? 0 };
}

export class ActionContext {
  #planVersion: number;

  constructor(
    readonly deps: BuilderDeps,
    readonly who: Visitor,
    readonly owner: string,
    readonly record: EncounterRecord,
    public state: EncounterState,
    public plan: Plan,
    planVersion: number,
  ) {
    this.#planVersion = planVersion;
  }

  static async open(
    deps: BuilderDeps,
    who: Visitor,
    encounter: Id,
  ): Promise<Result<ActionContext>> {
    const opened = await deps.encounters.open(who, encounter);
    if (!opened.ok) return opened;
    const { record, state } = opened.value;
    const { plan, version } = await loadPlan(deps, record.ownerId, encounter);
    return ok(new ActionContext(deps, who, record.ownerId, record, state, plan, version));
  }

  readonly newId = (): Id => newId(this.deps.random);

  /** Carries commands out, in order; the first refusal is the answer. */
  async send(...commands: readonly Command[]): Promise<Result<null>> {
    if (commands.length === 0) return ok(null);
    const at = this.deps.now();
    const applied = await this.deps.encounters.apply(
      this.who,
      this.record.id,
      commands.map((command) => ({
        id: this.newId(),
        at,
        seed: hex(this.deps.random(16)),
        command,
      })),
      at,
    );
    if (!applied.ok) return applied;
    const { refused } = applied.value;
    const opened = await this.deps.encounters.open(this.who, this.record.id);
    if (!opened.ok) return opened;
    this.state = opened.value.state;
    return refused === undefined ? ok(null) : refused.refusal;
  }

  /** Keeps the plan with these parts changed. */
  async replan(change: Partial<Plan>): Promise<Result<null>> {
    const plan = { ...this.plan, ...change };
    const saved = await this.deps.plans.put({
      ownerId: this.owner,
      id: this.record.id,
      body: plan,
      at: this.deps.now(),
      expectedVersion: this.#planVersion,
    });
    if (saved.kind === "conflict") {
      return refuse("CONFLICT", "The plan was changed on another device. Look at it again.");
    }
    this.plan = plan;
    this.#planVersion = saved.version;
    return ok(null);
  }
}
