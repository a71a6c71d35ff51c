/** What campaigns make of somebody at things that another owns. Nothing here changes anything. */
import type { Role } from "@/lib/auth/policy.ts";
import type {
  CampaignCollections,
  CampaignRecord,
  Member,
  SharedKind,
} from "@/lib/campaigns/records.ts";
import { MOST_CAMPAIGNS } from "@/lib/campaigns/records.ts";
import type { SharedAccess, SharedEncounters, Visitor } from "@/lib/encounters/deps.ts";

/** The most campaigns of others that one account is in. */
export const MOST_MEMBERSHIPS = 50;

const STRENGTH: Readonly<Record<Role, number>> = {
  "owner": 3,
  "co-dm": 2,
  "viewer": 1,
  "player": 0,
};

type Who = Pick<Visitor, "account">;

/** A campaign and who the visitor is in it. */
export interface Joined {
  readonly ownerId: string;
  readonly id: string;
  readonly campaign: CampaignRecord;
  readonly member: Member;
}

/** Somebody's access to a thing, and whose the thing is. */
export interface ThingAccess {
  readonly ownerId: string;
  readonly role: Role;
}

export class Sharing implements SharedEncounters {
  constructor(private readonly collections: CampaignCollections) {}

  /** The campaigns of others that somebody is in now. */
  async joined(who: Who, ownerId?: string): Promise<readonly Joined[]> {
    if (who.account === undefined) return [];
    const accountId = who.account.id;
    const { memberships, campaigns } = this.collections;
    const kept = await memberships.list(accountId, { limit: MOST_MEMBERSHIPS });
    const wanted = kept.filter(({ body }) => ownerId === undefined || body.ownerId === ownerId);
    const found = await Promise.all(wanted.map(async ({ id, body }) => {
      const campaign = (await campaigns.get(body.ownerId, id))?.body;
      const member = campaign?.members.find((one) => one.accountId === accountId);
      return campaign && member && { ownerId: body.ownerId, id, campaign, member };
    }));
    return found.filter((one) => one !== undefined);
  }

  async accessOf(
    who: Who,
    encounter: { readonly ownerId: string; readonly id: string },
  ): Promise<SharedAccess | undefined> {
    const joined = await this.joined(who, encounter.ownerId);
    const best = strongest(joined, "encounters", encounter.id);
    if (best === undefined) return undefined;
    const { campaign, member, place } = best;
    return {
      role: member.role,
      name: member.name,
      ownerName: campaign.ownerName,
      hangsOn: [member.id, place],
      parties: campaign.parties.map(({ id }) => id),
    };
  }

  /** Somebody's access to another's party or creature; undefined when they have none. */
  async find(who: Who, kind: SharedKind, id: string): Promise<ThingAccess | undefined> {
    const best = strongest(await this.joined(who), kind, id);
    return best && { ownerId: best.ownerId, role: best.member.role };
  }

  async undoesOwnOnly(
    { ownerId, id }: { readonly ownerId: string; readonly id: string },
  ): Promise<boolean> {
    const own = await this.collections.campaigns.list(ownerId, { limit: MOST_CAMPAIGNS });
    return own.some(({ body }) =>
      body.undo === "own" && body.encounters.some((one) => one.id === id)
    );
  }
}

/** The campaign that gives the most at a thing, and the thing's place in it. */
function strongest(joined: readonly Joined[], kind: SharedKind, id: string) {
  return joined.flatMap((one) => {
    const thing = one.campaign[kind].find((shared) => shared.id === id);
    return thing === undefined ? [] : [{ ...one, place: thing.place }];
  }).toSorted((a, b) => STRENGTH[b.member.role] - STRENGTH[a.member.role])[0];
}
