/** A builder over a real store, for tests: a DM, a fight, and one press after the other. */
import assert from "node:assert/strict";
import { Creatures } from "@/lib/bestiary/creatures.ts";
import { Homebrew, storedCreature } from "@/lib/bestiary/homebrew.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import type { BuilderAnswer } from "@/lib/contracts/builder_view.ts";
import { planSchema, templateSchema } from "@/lib/contracts/plan.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { Encounters } from "@/lib/encounters/encounters.ts";
import { createLog } from "@/lib/log.ts";
import { Parties, storedParty } from "@/lib/parties/parties.ts";
import { collection } from "@/lib/store/ports/document_collection.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { Builder } from "@/lib/builder/builder.ts";

export const DM: Visitor = { ownerId: "guest_dm", seatIds: [] };

export interface BuilderApp {
  readonly builder: Builder;
  readonly encounters: Encounters;
  readonly parties: Parties;
  readonly homebrew: Homebrew;
  /** Id of the DM's fight. */
  readonly encounter: string;
  /** Presses a button of the fight's page; the answer must not be bad. */
  press(what: string, fields?: Readonly<Record<string, string>>): Promise<BuilderAnswer>;
  /** The same, for presses that are refused: the sentence. */
  refused(what: string, fields?: Readonly<Record<string, string>>): Promise<string>;
  newEncounter(name: string): Promise<string>;
}

/** Runs `work` with a builder and an empty fight by the 2014 rules. */
export async function withBuilderApp(work: (studio: BuilderApp) => Promise<void>): Promise<void> {
  const { store, close } = await temporaryStore();
  const cache = new MemoryCache();
  const now = () => Date.now();
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const key = { kid: "test", bytes: new Uint8Array(32).fill(7) };
  const encounters = new Encounters({
    store: store.encounters,
    values: store.values,
    wakeups: cache,
    limiter: cache,
    log: createLog({ level: "error", write: () => {}, now: () => new Date() }),
    now,
    random,
    keys: { current: key, keys: [key] },
    encrypted: false,
  });
  const { documents } = store;
  const parties = new Parties({
    documents: collection(documents, "party", storedParty),
    now,
    newId: () => crypto.randomUUID(),
    roll: (sides) => sides,
  });
  const homebrew = new Homebrew({
    documents: collection(documents, "stat-block", storedCreature),
    now,
    random,
  });
  const builder = new Builder({
    encounters,
    creatures: new Creatures(homebrew),
    parties,
    plans: collection(documents, "plan", planSchema),
    templates: collection(documents, "template", templateSchema),
    now,
    random,
  });
  const newEncounter = async (name: string) => {
    const made = await encounters.create(DM.ownerId ?? "", { name, edition: "2014" });
    assert.ok(made.ok);
    return made.value.id;
  };
  const encounter = await newEncounter("Ford at Harrow");
  const ask = async (what: string, fields = {}) => {
    const done = await builder.act(DM, encounter, { do: what, ...fields });
    assert.ok(done.ok, JSON.stringify(done));
    return done.value;
  };
  try {
    await work({
      builder,
      encounters,
      parties,
      homebrew,
      encounter,
      newEncounter,
      async press(what, fields) {
        const answer = await ask(what, fields);
        assert.equal(answer.bad, false, answer.say);
        return answer;
      },
      async refused(what, fields) {
        const answer = await ask(what, fields);
        assert.equal(answer.bad, true, answer.say);
        return answer.say;
      },
    });
  } finally {
    encounters.close();
    await close();
  }
}
