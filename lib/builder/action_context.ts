/** One visit to the builder: the fight and its plan as they are, and ways to change them. */
import type { Grant } from "@/lib/auth/policy.ts";
import type { SharedThings } from "@/lib/campaigns/shared_things.ts";
import type { Creatures } from "@/lib/bestiary/creatures.ts";
import type { Command } from "@/lib/combat/commands.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { EMPTY_PLAN, type Plan, type Template } from "@/lib/contracts/plan.ts";
import type { Party } from "@/lib/contracts/character.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import type { SharedAccess, Visitor } from "@/lib/encounters/deps.ts";
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
  /** What campaigns lend; absent where there are none. */
  readonly things?: Pick<SharedThings, "ownerOf">;
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
    /** What a campaign makes of the visitor; undefined for the owner. */
    readonly shared?: SharedAccess,
  ) {
    this.#planVersion = planVersion;
  }

  static async open(
    deps: BuilderDeps,
    who: Visitor,
    encounter: Id,
    grant: Grant = "encounter.run",
  ): Promise<Result<ActionContext>> {
    const opened = await deps.encounters.open(who, encounter, grant);
    if (!opened.ok) return opened;
    const { record, state, shared } = opened.value;
    const { plan, version } = await loadPlan(deps, record.ownerId, encounter);
    return ok(new ActionContext(deps, who, record.ownerId, record, state, plan, version, shared));
  }

  /** Whose own creatures and templates are at hand: who runs another's fight uses theirs. */
  get shelf(): string {
    return this.shared === undefined ? this.owner : this.who.ownerId ?? this.owner;
  }

  /** A creature's figures: built in, the visitor's own, or shared by a campaign. */
  async block(slug: string): Promise<StatBlock | undefined> {
    const { creatures, things } = this.deps;
    const owner = await things?.ownerOf(this.who, "creatures", slug, "creature.view");
    return await creatures.block(owner ?? this.shelf, slug);
  }

  /** The owner's parties; of a campaign only those that it shares. */
  async parties(): Promise<readonly Party[]> {
    const all = await this.deps.parties.list(this.owner);
    return all.filter(({ id }) => this.shared?.parties.includes(id) ?? true);
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
