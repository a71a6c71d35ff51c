import { lookup } from "node:dns/promises";
import { Creatures } from "@/lib/bestiary/creatures.ts";
import { Exports } from "@/lib/interchange/exports.ts";
import { ImportTurns } from "@/lib/interchange/import_turns.ts";
import { Imports } from "@/lib/interchange/imports.ts";
import { ProcessReader } from "@/lib/interchange/process_reader.ts";
import { Homebrew, storedCreature } from "@/lib/bestiary/homebrew.ts";
import { HomebrewEditor } from "@/lib/bestiary/homebrew_editor.ts";
import { SourceTexts, storedTexts } from "@/lib/bestiary/source_texts.ts";
import { composePictures } from "@/lib/compose/pictures.ts";
import type { Config } from "@/lib/config.ts";
import { planSchema, templateSchema } from "@/lib/contracts/plan.ts";
import { Builder } from "@/lib/builder/builder.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import type { Encounters } from "@/lib/encounters/encounters.ts";
import { Parties, storedParty } from "@/lib/parties/parties.ts";
import type { Pictures } from "@/lib/pictures/service.ts";
import { CampaignViews } from "@/lib/campaigns/campaign_view.ts";
import { Campaigns } from "@/lib/campaigns/campaigns.ts";
import { campaignCollections, type SharedKind } from "@/lib/campaigns/records.ts";
import { SharedThings } from "@/lib/campaigns/shared_things.ts";
import type { Sharing } from "@/lib/campaigns/sharing.ts";
import { collection } from "@/lib/store/ports/document_collection.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** What stands around the fights: creatures, parties, files, the builder. */
export interface AppServices {
  /** Creatures of both editions and the visitors' own. */
  readonly creatures: Creatures;
  /** Making and changing one's own creatures. */
  readonly homebrewEditor: HomebrewEditor;
  readonly parties: Parties;
  /** Files of other tools and of this site on their way in. */
  readonly imports: Imports;
  readonly exports: Exports;
  /** Pictures that people send. */
  readonly pictures: Pictures;
  /** The SRD's own words, where they were loaded. */
  readonly sourceTexts: SourceTexts;
  /** Building fights: who is in them, whether they are fair, what comes later. */
  readonly builder: Builder;
  /** Whose a party or a creature is that a visitor may use. */
  readonly things: SharedThings;
  /** Campaigns: what their owners share, and with whom. */
  readonly campaigns: Campaigns;
  readonly campaignViews: CampaignViews;
}

export interface AppServiceParts {
  readonly store: Store;
  readonly encounters: Encounters;
  readonly limits: PlanLimits;
  readonly sharing: Sharing;
  /** Learns what may not go on any more, and ends it. */
  readonly ended: { look(): Promise<void> };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
}

/** Makes the library. A module of its own, so that a start need not wait for its schemas. */
export function composeAppServices(
  config: Config,
  { store, encounters, limits, sharing, ended, now, random }: AppServiceParts,
): AppServices {
  const { documents } = store;
  const creatures = new Creatures(
    new Homebrew({
      documents: collection(documents, "stat-block", storedCreature),
      limits,
      now,
      random,
    }),
  );
  const parties = new Parties({
    documents: collection(documents, "party", storedParty),
    limits,
    now,
    newId: () => crypto.randomUUID(),
    roll: (sides) =>
      1 + Math.floor((new DataView(random(4).buffer).getUint32(0) / 2 ** 32) * sides),
  });
  const owns = async (ownerId: string, kind: SharedKind, id: string) => {
    if (kind === "encounters") {
      const found = await store.encounters.find(id);
      return found?.ownerId === ownerId && found.deletedAt === null;
    }
    if (kind === "parties") return (await parties.open(ownerId, id)).ok;
    return await creatures.homebrew.find(ownerId, id) !== undefined;
  };
  const things = new SharedThings(sharing, owns);
  const builder = new Builder({
    encounters,
    creatures,
    parties,
    things,
    plans: collection(documents, "plan", planSchema),
    templates: collection(documents, "template", templateSchema),
    now,
    random,
  });
  const hosts = config.IMPORT_HOSTS.split(",").map((host) => host.trim())
    .filter((host) => /\./.test(host));
  const imports = new Imports({
    store,
    limits,
    now,
    files: new ProcessReader(),
    turns: new ImportTurns(),
    quotas: encounters.quotas,
    fetching: {
      hosts,
      resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
      fetch: (url, init) => fetch(url, init),
    },
  });
  const campaigns = new Campaigns({
    collections: campaignCollections(documents),
    sharing,
    mayHaveCoDms: (ownerId) => limits.feature(ownerId, "co_dm"),
    ended,
    owns,
    now,
    random,
  });
  return {
    creatures,
    homebrewEditor: new HomebrewEditor(creatures),
    parties,
    imports,
    exports: new Exports({ creatures, parties, encounters, documents, now }),
    builder,
    things,
    campaigns,
    campaignViews: new CampaignViews({
      campaigns,
      encounters: store.encounters,
      parties,
      creatures,
      now,
    }),
    pictures: composePictures(config, store),
    sourceTexts: new SourceTexts(collection(documents, "source-text", storedTexts)),
  };
}
