import { z } from "zod";
import type { Inbox } from "./inbox.ts";
import type { Reconcile } from "./reconcile.ts";
import type { BillingStanding } from "./standing_port.ts";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";

const KEY = "billing/standing";

const standing = z.object({
  at: z.number(),
  /** Events that wait for their effect. */
  waiting: z.number().int(),
  /** Since when the oldest does. */
  waitingSince: z.number().nullable(),
  /** Accounts that differed from Stripe at the last comparison. */
  drifted: z.number().int(),
});

/** Writes down how billing stands. */
export async function noteStanding(
  values: KeyValueStore,
  { inbox, reconcile }: { readonly inbox: Inbox; readonly reconcile: Reconcile },
  now: number,
): Promise<BillingStanding> {
  const { count, since } = await inbox.waiting();
  const last = await reconcile.status();
  const noted = { at: now, waiting: count, waitingSince: since, drifted: last?.drifted ?? 0 };
  const kept = await values.get(KEY);
  // Of two that write at once either is right.
  await values.put(KEY, noted, kept?.version ?? 0);
  return noted;
}

/** What was written down last; null where nothing is sold. */
export async function readStanding(
  values: Pick<KeyValueStore, "get">,
): Promise<BillingStanding | null> {
  const kept = await values.get(KEY);
  return kept === null ? null : standing.parse(kept.value);
}
