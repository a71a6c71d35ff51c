import { createHash } from "node:crypto";
import { hasAccount, type PlanLimits } from "./limits.ts";
import {
  centsOf,
  compareTiers,
  type Counted,
  type Feature,
  type Interval,
  PLANS,
  type Tier,
  TIERS,
} from "./plans.ts";
import { BILLING_ID, type BillingRecord, EMPTY_RECORD, type SubscriptionTruth } from "./records.ts";
import { TRIALS_OWNER } from "./trials.ts";
import { stands } from "./truth.ts";
import type { Entitlements } from "./entitlements.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";

const DAY_MS = 86_400_000;
const TRIAL_MS = 14 * DAY_MS;
export const TRIAL_TIER: Tier = "expert";
const ATTEMPTS = 8;

/** How much of something is in use. */
export interface Usage {
  readonly what: Counted;
  /** Null for what is a limit of each fight. */
  readonly used: number | null;
  /** Null: no limit. */
  readonly most: number | null;
}

/** A plan as the table of all plans shows it. */
export interface PlanRow {
  readonly tier: Tier;
  readonly name: string;
  readonly cents: Readonly<Record<Interval, number>>;
  readonly limits: Readonly<Record<Counted, number | null>>;
  readonly features: readonly Feature[];
}

/** An account's plan and what is in use of it. */
export interface PlanView {
  readonly may: Entitlements;
  /** Null where the site has no plans. */
  readonly name: string | null;
  readonly usage: readonly Usage[];
  readonly trial: "open" | "runs" | "over" | "none";
  readonly trialEndedAt: number | null;
  /** Whether plans can be bought here. */
  readonly sells: boolean;
  readonly subscription: SubscriptionTruth | null;
  readonly plans: readonly PlanRow[];
}

export interface AccountPlanDeps {
  readonly sells: boolean;
  readonly limits: PlanLimits;
  readonly records: Collection<BillingRecord>;
  readonly documents: Pick<DocumentStore, "putMany">;
  /** How much an owner has of each. */
  readonly counts: Readonly<
    Record<Exclude<Counted, "participants">, (ownerId: string) => Promise<number>>
  >;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** All plans, cheapest first. */
export function planRows(): PlanRow[] {
  return TIERS.map((tier) => {
    const { name, limits, features } = PLANS[tier];
    const cents = { month: centsOf(tier, "month"), year: centsOf(tier, "year") };
    return { tier, name, cents, limits, features };
  });
}

/** An account's plan as its owner sees it, and the trial. */
export class AccountPlan {
  constructor(private readonly deps: AccountPlanDeps) {}

  async view(accountId: string): Promise<PlanView> {
    const { limits, records, counts, now } = this.deps;
    const may = await limits.of(accountId);
    const kept = await records.get(accountId, BILLING_ID);
    const trial = kept?.body.trial ?? null;
    const used = async (what: keyof typeof counts): Promise<Usage> => ({
      what,
      used: await counts[what](accountId),
      most: may.limits[what],
    });
    return {
      may,
      name: may.tier === null ? null : PLANS[may.tier].name,
      usage: [
        await used("parties"),
        await used("encounters"),
        await used("creatures"),
        { what: "participants", used: null, most: may.limits.participants },
      ],
      trial: trialState(may, trial?.until ?? null, now()),
      trialEndedAt: trial?.until ?? null,
      sells: this.deps.sells,
      subscription: stands(kept?.body.subscription ?? null)
        ? kept?.body.subscription ?? null
        : null,
      plans: may.tier === null ? [] : planRows(),
    };
  }

  /** A text that is another whenever the plan is. */
  async mark(accountId: string): Promise<string> {
    const { limits, records } = this.deps;
    const { tier, source, until } = await limits.of(accountId);
    const subscription = (await records.get(accountId, BILLING_ID))?.body.subscription ?? null;
    const facts = JSON.stringify([tier, source, until, subscription]);
    return createHash("sha256").update(facts).digest("base64url").slice(0, 16);
  }

  /** Begins the account's one trial: 14 days, without a card; it ends by itself. */
  async startTrial(accountId: string): Promise<Result<null>> {
    const { limits, records, documents, now } = this.deps;
    if (!limits.on || !hasAccount(accountId)) {
      return refuse("NOT_POSSIBLE_NOW", "There is no trial here: everything is open.");
    }
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const kept = await records.get(accountId, BILLING_ID);
      const record = kept?.body ?? EMPTY_RECORD;
      if (record.trial !== null) {
        return refuse("NOT_POSSIBLE_NOW", "The trial of this account was used already.");
      }
      const { tier } = await limits.of(accountId);
      if (tier !== null && compareTiers(tier, TRIAL_TIER) >= 0) {
        return refuse("NOT_POSSIBLE_NOW", "Your plan has all of that already.");
      }
      const at = now();
      const trial = { tier: TRIAL_TIER, until: at + TRIAL_MS, by: "trial", at };
      const put = await documents.putMany([
        {
          ownerId: accountId,
          kind: "billing",
          id: BILLING_ID,
          body: { ...record, trial },
          at,
          expectedVersion: kept?.version ?? 0,
        },
        // So that the letter before its end finds it.
        {
          ownerId: TRIALS_OWNER,
          kind: "billing-pending",
          id: accountId,
          body: { day: new Date(trial.until).toISOString() },
          at,
          expectedVersion: 0,
        },
      ]);
      if (put.kind === "saved") return ok(null);
    }
    return refuse("CONFLICT", "The account was changed elsewhere just now. Try again.");
  }
}

function trialState(
  { tier }: Entitlements,
  until: number | null,
  now: number,
): PlanView["trial"] {
  if (tier === null) return "none";
  if (until !== null) return until > now ? "runs" : "over";
  return compareTiers(tier, TRIAL_TIER) >= 0 ? "none" : "open";
}
