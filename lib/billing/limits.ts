import {
  type Entitlements,
  entitlements,
  refusalOfFeature,
  refusalToGrow,
} from "./entitlements.ts";
import type { Counted, Feature } from "./plans.ts";
import { BILLING_ID, type BillingRecord, EMPTY_RECORD } from "./records.ts";
import { KeyedMutex } from "@/lib/encounters/live/keyed_mutex.ts";
import { ok, type Refusal, type Result } from "@/lib/errors.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";

export interface LimitDeps {
  readonly tiers: "on" | "off";
  /** Whether plans can be bought. */
  readonly sells?: boolean;
  readonly records: Collection<BillingRecord>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** An owner that has an account; everybody else is a guest. */
export function hasAccount(ownerId: string | null): ownerId is string {
  return ownerId !== null && ownerId.startsWith("account_");
}

/**
 * Asks what an owner's plan lets grow. What is there is never in question: it can be read, run,
 * exported and deleted whatever the plan.
 */
export class PlanLimits {
  readonly #turns = new KeyedMutex();

  constructor(private readonly deps: LimitDeps) {}

  /** Whether the site has plans at all. */
  get on(): boolean {
    return this.deps.tiers === "on";
  }

  get sells(): boolean {
    return this.deps.sells === true;
  }

  async of(ownerId: string | null): Promise<Entitlements> {
    const { tiers, records, now } = this.deps;
    if (tiers === "off") return entitlements({ tiers });
    if (!hasAccount(ownerId)) return entitlements({ tiers, guest: true });
    const kept = await records.get(ownerId, BILLING_ID);
    return entitlements({ tiers, guest: false, record: kept?.body ?? EMPTY_RECORD, now: now() });
  }

  /** A refusal when `more` of something do not fit; counts only where there is a number. */
  async refusalToGrow(
    ownerId: string | null,
    what: Counted,
    count: () => Promise<number>,
    more = 1,
  ): Promise<Refusal | undefined> {
    if (!this.on || more <= 0) return undefined;
    const may = await this.of(ownerId);
    return may.limits[what] === null ? undefined : refusalToGrow(may, what, await count(), more);
  }

  /** Does `work`, which adds one; an owner's wishes come one after the other, so none slips by. */
  async grow<T>(
    ownerId: string,
    what: Counted,
    count: () => Promise<number>,
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
    if (!this.on) return await work();
    return await this.#turns.run(
      ownerId,
      async () => await this.refusalToGrow(ownerId, what, count) ?? await work(),
    );
  }

  /** Does `work` when no other wish of this owner's is being carried out. */
  inTurn<T>(ownerId: string, work: () => Promise<T>): Promise<T> {
    return this.on ? this.#turns.run(ownerId, work) : work();
  }

  /** Whether the plan has a feature; else the refusal that says which one does. */
  async feature(ownerId: string | null, feature: Feature): Promise<Result<null>> {
    return refusalOfFeature(await this.of(ownerId), feature) ?? ok(null);
  }
}
