import { BILLING_OWNER } from "./customers.ts";
import type { BillingBooks } from "./customers.ts";
import type { BillingLetter } from "./letters_port.ts";
import { PLANS } from "./plans.ts";
import { BILLING_ID, type BillingRecord } from "./records.ts";
import type { AccountStore } from "@/lib/auth/account_store.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";

const SOON_MS = 3 * 86_400_000;
const PAGE = 100;
/** Owner of the pointers to accounts whose trial runs. */
export const TRIALS_OWNER = `${BILLING_OWNER}-trials`;

export interface TrialDeps {
  readonly pending: BillingBooks["pending"];
  readonly records: Collection<BillingRecord>;
  readonly accounts: Pick<AccountStore, "find">;
  readonly send: (letter: BillingLetter) => Promise<void>;
}

/** Tells whose trial ends within three days; once, as the pointer goes after the letter is safe. */
export async function tellOfTrials(deps: TrialDeps, now: number): Promise<number> {
  const { pending, records, accounts, send } = deps;
  let told = 0;
  let after: { readonly updatedAt: number; readonly id: string } | undefined;
  for (;;) {
    const page = await pending.list(TRIALS_OWNER, {
      limit: PAGE,
      ...after === undefined ? {} : { after },
    });
    for (const { id } of page) {
      const trial = (await records.get(id, BILLING_ID))?.body.trial ?? null;
      const until = trial?.until ?? 0;
      if (trial !== null && until - now > SOON_MS) continue;
      const account = await accounts.find(id);
      if (trial !== null && until > now && account !== undefined) {
        const plan = PLANS[trial.tier].name;
        const letter = { id: `trial-${id}`, to: account.email, kind: "trial-ends" as const, plan };
        await send({ ...letter, day: until });
        told++;
      }
      await pending.delete(TRIALS_OWNER, id);
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return told;
    after = { updatedAt: last.updatedAt, id: last.id };
  }
}
