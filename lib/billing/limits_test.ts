// Plans' limits in the use cases that let something grow, over a real store.
import { campaignCollections } from "@/lib/campaigns/records.ts";
import { Sharing } from "@/lib/campaigns/sharing.ts";
import assert from "node:assert/strict";
import { composeAppServices } from "@/lib/compose/app_services.ts";
import { AccountPlan } from "@/lib/billing/account_plan.ts";
import { PlanLimits } from "@/lib/billing/limits.ts";
import { BILLING_ID, billingRecord, billingRecords } from "@/lib/billing/records.ts";
import type { Tier } from "@/lib/billing/plans.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { countEncounters } from "@/lib/encounters/plan_room.ts";
import { Encounters } from "@/lib/encounters/encounters.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { addWolves } from "./testing/wolves.ts";

const KEY = { kid: "k1", bytes: new Uint8Array(32).fill(5) };
const OWNER = "account_mara";

async function room(tiers: "on" | "off" = "on") {
  const { store, close } = await temporaryStore();
  const clock = { now: 1_800_000_000_000 };
  const now = () => clock.now;
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const records = billingRecords(store.documents);
  const limits = new PlanLimits({ tiers, records, now });
  const cache = new MemoryCache();
  const encounters = new Encounters({
    store: store.encounters,
    values: store.values,
    wakeups: cache,
    limiter: cache,
    limits,
    log: SILENT_LOG,
    now,
    random,
    keys: { current: KEY, keys: [KEY] },
    encrypted: false,
  });
  const config = parseConfig({ APP_ENV: "test" });
  assert.ok(config.ok);
  const app = composeAppServices(config.config, {
    store,
    encounters,
    limits,
    sharing: new Sharing(campaignCollections(store.documents)),
    ended: { look: () => Promise.resolve() },
    now,
    random,
  });
  const counts = {
    parties: async (owner: string) => (await app.parties.list(owner)).length,
    encounters: (owner: string) => countEncounters(store.encounters, owner),
    creatures: async (owner: string) => (await app.creatures.homebrew.list(owner)).length,
  };
  const plan = new AccountPlan({
    sells: false,
    limits,
    records,
    documents: store.documents,
    counts,
    now,
  });
  const who = { ownerId: OWNER, seatIds: [] };
  return {
    store,
    clock,
    limits,
    encounters,
    app,
    plan,
    who,
    fight: () => encounters.create(OWNER, { name: "Fight", edition: "2014" }),
    async give(tier: Tier) {
      const kept = await records.get(OWNER, BILLING_ID);
      const body = billingRecord.parse({
        complimentary: { tier, until: null, by: "admin@example.org", at: clock.now },
      });
      const expectedVersion = kept?.version ?? 0;
      await records.put({ ownerId: OWNER, id: BILLING_ID, body, at: clock.now, expectedVersion });
    },
    async close() {
      encounters.close();
      await close();
    },
  };
}

Deno.test("100 wishes at once for a fight make three of them in the free plan", async () => {
  const { fight, encounters, who, close } = await room();
  const done = await Promise.all(Array.from({ length: 100 }, fight));
  assert.equal(done.filter((one) => one.ok).length, 3);
  assert.equal((await encounters.list(who, { which: "open", limit: 200 })).length, 3);
  await close();
});

Deno.test("going down locks nothing: it only cannot grow", async () => {
  const { fight, encounters, app, who, give, close } = await room();
  await give("seasoned");
  const made = await Promise.all(Array.from({ length: 5 }, fight));
  const [first, second] = made.flatMap((one) => one.ok ? [one.value.id] : []);
  assert.ok(first && second);
  assert.ok((await app.parties.start(OWNER, { name: "One", campaign: "" }, 1)).ok);
  assert.ok((await app.parties.start(OWNER, { name: "Two", campaign: "" }, 1)).ok);
  await give("free");
  assert.equal((await fight()).ok, false);
  assert.equal((await app.parties.start(OWNER, { name: "Three", campaign: "" }, 1)).ok, false);
  assert.equal((await encounters.list(who, { which: "open", limit: 200 })).length, 5);
  assert.ok((await encounters.open(who, first)).ok);
  assert.ok((await addWolves(encounters, who, first, 4)).ok);
  const file = await app.exports.account(who, "https://example.org/schema");
  assert.equal(JSON.parse(file.text).encounters.length, 5);
  assert.ok((await encounters.remove(who, second, true)).ok);
  // What comes back from the bin would grow beyond the plan; it stays there, and can be had later.
  assert.equal((await encounters.remove(who, second, false)).ok, false);
  await give("seasoned");
  assert.ok((await encounters.remove(who, second, false)).ok);
  await close();
});

Deno.test("a fight that is built has so many participants; one that runs is never stopped", async () => {
  const { fight, encounters, who, close } = await room();
  const made = await fight();
  assert.ok(made.ok);
  const { id } = made.value;
  assert.ok((await addWolves(encounters, who, id, 6)).ok);
  const full = await addWolves(encounters, who, id, 1);
  assert.match(full.ok ? "" : full.message, /room for 6 participants in a fight\. Leave some out/);
  await addWolves(encounters, who, id, 0, "start");
  assert.ok((await addWolves(encounters, who, id, 3)).ok);
  assert.equal((await encounters.duplicate(who, id)).ok, false);
  await close();
});

Deno.test("log files are part of Seasoned Adventurer", async () => {
  const { fight, encounters, who, give, close } = await room();
  const made = await fight();
  assert.ok(made.ok);
  assert.equal((await encounters.exportLog(who, made.value.id, "text")).ok, false);
  await give("seasoned");
  assert.ok((await encounters.exportLog(who, made.value.id, "text")).ok);
  await close();
});

Deno.test("one trial of 14 days opens Expert, and ends by itself", async () => {
  const { plan, limits, clock, close } = await room();
  assert.equal((await plan.view(OWNER)).trial, "open");
  const begun = await Promise.all(Array.from({ length: 20 }, () => plan.startTrial(OWNER)));
  assert.equal(begun.filter((one) => one.ok).length, 1);
  assert.equal((await limits.of(OWNER)).tier, "expert");
  clock.now += 14 * 86_400_000;
  assert.equal((await limits.of(OWNER)).tier, "free");
  assert.equal((await plan.view(OWNER)).trial, "over");
  assert.equal((await plan.startTrial(OWNER)).ok, false);
  await close();
});

Deno.test("where tiers are off, nothing is limited and nobody is offered a trial", async () => {
  const { fight, plan, encounters, who, close } = await room("off");
  const made = await Promise.all(Array.from({ length: 10 }, fight));
  assert.ok(made.every((one) => one.ok));
  const view = await plan.view(OWNER);
  assert.deepEqual([view.name, view.trial, view.plans.length], [null, "none", 0]);
  assert.equal(view.usage.find((one) => one.what === "encounters")?.used, 10);
  assert.ok(made[0]?.ok && (await addWolves(encounters, who, made[0].value.id, 40)).ok);
  await close();
});
