/** Everybody there is to a campaign, and things in it that can be made anew. */
import assert from "node:assert/strict";
import type { MemberRole } from "@/lib/campaigns/records.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { command, FOES, newEncounter, share } from "@/tests/api/encounters.ts";
import { type Visiting, type WholeApp, wholeApp } from "@/tests/help/whole_app.ts";

export type Account = Awaited<ReturnType<WholeApp["account"]>>;

export const PEOPLE = [
  "anonymous",
  "guest",
  "stranger",
  "former member",
  "viewer",
  "player",
  "co-dm",
  "owner",
  "admin",
] as const;
export type PersonName = typeof PEOPLE[number];

/** Ids of what stands in the campaign. */
export interface Things {
  readonly campaign: string;
  readonly encounter: string;
  readonly code: string;
  readonly party: string;
  readonly character: string;
  readonly creature: string;
  /** The creature's form as its page sends it. */
  readonly creatureForm: Readonly<Record<string, string>>;
  readonly picture: string;
}

export interface World {
  readonly app: WholeApp;
  readonly people: Readonly<Record<PersonName, Visiting>>;
  /** A new campaign of the owner with one of each in it, and everybody in their place. */
  things(): Promise<Things>;
  close(): Promise<void>;
}

/** An account as use cases know it. */
export function asVisitor({ id }: Account): Visitor {
  return { ownerId: id, seatIds: [], account: { id, sessionId: "s", provenAt: Date.now() } };
}

const OPS_TOKEN = crypto.randomUUID();

export async function campaignWorld(): Promise<World & { readonly opsToken: string }> {
  const app = await wholeApp({ env: { OPS_TOKEN } });
  const account = (name: string) => app.account(`${name}@example.org`);
  const guest = app.person();
  await newEncounter(guest);
  const people = {
    "anonymous": app.person(),
    guest,
    "stranger": await account("stranger"),
    "former member": await account("former"),
    "viewer": await account("viewer"),
    "player": await account("player"),
    "co-dm": await account("co-dm"),
    "owner": await account("owner"),
    "admin": await account("admin"),
  };
  await app.services.accountStore.change(people.admin.id, (kept) => ({ ...kept, role: "admin" }));
  return {
    app,
    people,
    opsToken: OPS_TOKEN,
    things: () => makeThings(app, people),
    close: () => app.close(),
  };
}

type Accounts = Readonly<Record<MemberRole | "owner" | "former member", Account>>;

async function makeThings(app: WholeApp, people: Accounts): Promise<Things> {
  const { campaigns, homebrewEditor, parties } = await app.services.appServices();
  const { owner } = people;
  const who = asVisitor(owner);
  const made = await campaigns.create(who, { name: "Saltmarsh", ownerName: "Mara" });
  assert.ok(made.ok);
  const campaign = made.value;
  const encounter = await newEncounter(owner);
  await command(owner, encounter, FOES);
  const code = await share(owner, encounter);
  const party = await parties.start(owner.id, { name: "The four", campaign: "" }, 3);
  assert.ok(party.ok);
  const { id: partyId, characters: [character] } = party.value;
  const sheet = await homebrewEditor.blank(owner.id, "goblin-2014");
  assert.ok(sheet.ok);
  const fields = { ...sheet.value.fields, name: "Reef Goblin" };
  const creature = await homebrewEditor.make(owner.id, "goblin-2014", fields);
  assert.ok(creature.ok && creature.value.kind === "kept", JSON.stringify(creature));
  const { slug } = creature.value;
  for (
    const [kind, thing] of [
      ["encounters", encounter],
      ["parties", partyId],
      ["creatures", slug],
    ] as const
  ) {
    assert.ok((await campaigns.share(who, campaign, kind, thing)).ok);
  }
  for (const role of ["co-dm", "viewer", "player"] as const) {
    await join(app, owner, campaign, { who: people[role], role, name: role });
  }
  const former = people["former member"];
  await join(app, owner, campaign, { who: former, role: "co-dm", name: "gone" });
  assert.ok((await campaigns.leave(asVisitor(former), campaign)).ok);
  const picture = await makePicture(app, owner.id);
  return {
    campaign,
    encounter,
    code,
    party: partyId,
    character: character?.id ?? "",
    creature: slug,
    creatureForm: { ...fields, version: "1" },
    picture,
  };
}

/** Lets somebody into a campaign by a link; answers with its secret. */
export async function join(
  app: WholeApp,
  owner: Account,
  campaign: string,
  { who, role, name }: { who: Account; role: MemberRole; name: string },
): Promise<string> {
  const { campaigns } = await app.services.appServices();
  const link = await campaigns.invite(asVisitor(owner), campaign, { role, days: 7 });
  assert.ok(link.ok);
  const joined = await campaigns.join(asVisitor(who), link.value, name);
  assert.ok(joined.ok, JSON.stringify(joined));
  return link.value;
}

/** A picture that is there, as its upload would leave it. */
async function makePicture(app: WholeApp, ownerId: string): Promise<string> {
  const id = crypto.randomUUID();
  const name = id.replaceAll("-", "");
  const picture = { name, alt: "A pier", focus: { x: 50, y: 50 } };
  const body = { state: "ready", picture, width: 10, height: 10, bytes: 100 };
  await app.services.store.documents.put({
    ownerId,
    kind: "picture",
    id,
    body,
    at: Date.now(),
    expectedVersion: 0,
  });
  return id;
}
