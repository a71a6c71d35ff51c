/** A campaign's use cases: its name and setting, what is in it, who is in it. */
import { digest, randomText } from "@/lib/auth/keys.ts";
import { type Grant, may, type Role } from "@/lib/auth/policy.ts";
import { DIRECTORY } from "@/lib/auth/records.ts";
import {
  type CampaignCollections,
  type CampaignRecord,
  type Invitation,
  type Member,
  MEMBER_NAME_LENGTH,
  type MemberRole,
  MOST_CAMPAIGNS,
  MOST_INVITATIONS,
  MOST_MEMBERS,
  MOST_SHARED,
  NAME_LENGTH,
  type SharedKind,
} from "@/lib/campaigns/records.ts";
import { MOST_MEMBERSHIPS, type Sharing } from "@/lib/campaigns/sharing.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { DocumentWrite, StoredDocument } from "@/lib/store/ports/document_store.ts";

const DAY = 86_400_000;
/** How long an invitation's link works unless its maker says otherwise. */
export const INVITATION_DAYS = [1, 7, 30] as const;
/** Two that change one campaign at once each lose at most a few races. */
const ATTEMPTS = 8;

const GONE = refuse("NOT_FOUND", "That campaign is not here. Open your campaigns to find it.");
const USED_UP = refuse(
  "NOT_FOUND",
  "This invitation does not work any more. Ask for a new link.",
);
const RACE = refuse("CONFLICT", "The campaign was changed elsewhere just now. Try again.");

export interface CampaignDeps {
  readonly collections: CampaignCollections;
  readonly sharing: Sharing;
  /** A refusal when the owner's plan has no co-DMs. */
  readonly mayHaveCoDms: (ownerId: string) => Promise<Result<null>>;
  /** Ends what hangs on these names, here and on every other instance. */
  readonly ended: { look(): Promise<void> };
  /** Whether something is the owner's own, so that it can be put into a campaign. */
  readonly owns: (ownerId: string, kind: SharedKind, id: string) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** A campaign as somebody in it sees it. */
export interface OpenCampaign {
  readonly id: string;
  readonly ownerId: string;
  readonly role: Role;
  /** The visitor's own membership; null for the owner. */
  readonly self: Member | null;
  readonly campaign: CampaignRecord;
}

/** An invitation as the person who opens its link sees it. */
export interface OpenInvitation {
  readonly campaign: string;
  /** Who invites, as they are named in the campaign. */
  readonly from: string;
  readonly role: MemberRole;
  readonly expiresAt: number;
}

type Kept = StoredDocument<CampaignRecord>;
/** What a change makes of a campaign, and the names that nothing may hang on afterwards. */
interface Changed {
  readonly campaign: CampaignRecord;
  readonly ends?: readonly string[];
  readonly also?: readonly DocumentWrite[];
}

/** Every use case of campaigns. Only accounts have and join them. */
export class Campaigns {
  constructor(private readonly deps: CampaignDeps) {}

  /** The visitor's own campaigns and those that they joined, by name. */
  async list(who: Visitor): Promise<readonly OpenCampaign[]> {
    if (who.account === undefined) return [];
    const { collections, sharing } = this.deps;
    const own = await collections.campaigns.list(who.account.id, { limit: MOST_CAMPAIGNS });
    const mine = own.map(({ id, ownerId, body }) => asOwner(id, ownerId, body));
    const joined = (await sharing.joined(who)).map(({ id, ownerId, campaign, member }) => (
      { id, ownerId, role: member.role, self: member, campaign }
    ));
    return [...mine, ...joined].toSorted((a, b) => a.campaign.name.localeCompare(b.campaign.name));
  }

  /** A campaign that the visitor owns or is in; for others it is not there. */
  async open(
    who: Visitor,
    id: string,
    grant: Grant = "campaign.view",
  ): Promise<Result<OpenCampaign>> {
    if (who.account === undefined) return GONE;
    const { collections, sharing } = this.deps;
    const own = await collections.campaigns.get(who.account.id, id);
    const found = own === null
      ? (await sharing.joined(who)).filter((one) => one.id === id)
        .map(({ ownerId, campaign, member }) => (
          { id, ownerId, role: member.role, self: member, campaign }
        ))[0]
      : asOwner(id, own.ownerId, own.body);
    return found !== undefined && may(found.role, grant) ? ok(found) : GONE;
  }

  /** A new campaign; answers with its id. */
  async create(
    who: Visitor,
    said: { readonly name: string; readonly ownerName: string },
  ): Promise<Result<string>> {
    if (who.account === undefined) return refuse("NOT_SIGNED_IN", "Sign in to make a campaign.");
    const name = said.name.trim().slice(0, NAME_LENGTH);
    if (name === "") return refuse("INVALID_INPUT", "Write a name for the campaign.");
    const { collections: { campaigns }, now, random } = this.deps;
    const ownerId = who.account.id;
    if (await campaigns.count(ownerId) >= MOST_CAMPAIGNS) {
      return refuse("LIMIT_REACHED", "That is as many campaigns as fit. Delete one first.");
    }
    const id = randomText(random, 16);
    const at = now();
    const body: CampaignRecord = {
      name,
      createdAt: at,
      ownerName: shortName(said.ownerName) || "The DM",
      undo: "any",
      members: [],
      encounters: [],
      parties: [],
      creatures: [],
      invitations: [],
    };
    const put = await campaigns.put({ ownerId, id, body, at, expectedVersion: 0 });
    return put.kind === "saved" ? ok(id) : RACE;
  }

  /** Changes the campaign's name, the owner's name in it, or whose changes an undo takes back. */
  settle(
    who: Visitor,
    id: string,
    said: { readonly name: string; readonly ownerName: string; readonly undo: "any" | "own" },
  ): Promise<Result<null>> {
    const name = said.name.trim().slice(0, NAME_LENGTH);
    if (name === "") {
      return Promise.resolve(refuse("INVALID_INPUT", "Write a name for the campaign."));
    }
    return this.#change(who, id, (campaign) => ({
      campaign: {
        ...campaign,
        name,
        undo: said.undo,
        ownerName: shortName(said.ownerName) || campaign.ownerName,
      },
    }));
  }

  /** Puts something of the owner's into the campaign; what is in it stays. */
  async share(who: Visitor, id: string, kind: SharedKind, thing: string): Promise<Result<null>> {
    const owner = who.account?.id;
    if (owner === undefined) return GONE;
    const opened = await this.open(who, id, "campaign.change");
    if (!opened.ok) return opened;
    if (!await this.deps.owns(owner, kind, thing)) {
      return refuse("NOT_FOUND", "That is not here. Only what is yours can be put in.");
    }
    return await this.#change(who, id, (campaign) => {
      const there = campaign[kind];
      if (there.some((one) => one.id === thing)) return { campaign };
      if (there.length >= MOST_SHARED) {
        return refuse("LIMIT_REACHED", "That is as much as fits. Take something out first.");
      }
      const place = `place_${randomText(this.deps.random, 16)}`;
      return { campaign: { ...campaign, [kind]: [...there, { id: thing, place }] } };
    });
  }

  /** Takes something out of the campaign: for its members it is gone at once. */
  unshare(who: Visitor, id: string, kind: SharedKind, thing: string): Promise<Result<null>> {
    return this.#change(who, id, (campaign) => ({
      campaign: { ...campaign, [kind]: campaign[kind].filter((one) => one.id !== thing) },
      ends: campaign[kind].filter((one) => one.id === thing).map(({ place }) => place),
    }));
  }

  /** Makes a link that lets one person in; answers with the secret in it. */
  async invite(
    who: Visitor,
    id: string,
    said: { readonly role: MemberRole; readonly days: number },
  ): Promise<Result<string>> {
    const { now, random } = this.deps;
    const allowed = await this.#allows(who, said.role);
    if (!allowed.ok) return allowed;
    const secret = randomText(random, 32);
    const made = await this.#change(who, id, (campaign) => {
      const at = now();
      const open = campaign.invitations.filter(({ expiresAt }) => expiresAt > at);
      if (open.length >= MOST_INVITATIONS) {
        return refuse("LIMIT_REACHED", "Too many invitations are open. Take one back first.");
      }
      if (campaign.members.length >= MOST_MEMBERS) return full();
      const invitation: Invitation = {
        id: digest(secret),
        role: said.role,
        createdAt: at,
        expiresAt: at + said.days * DAY,
      };
      const found = { ownerId: who.account?.id, campaignId: id, expiresAt: invitation.expiresAt };
      const key = { ownerId: DIRECTORY, kind: "invitation" as const, id: invitation.id };
      return {
        campaign: { ...campaign, invitations: [...open, invitation] },
        also: [{ ...key, body: found, at, expectedVersion: 0 }],
      };
    });
    return made.ok ? ok(secret) : made;
  }

  async #allows({ account }: Visitor, role: MemberRole): Promise<Result<null>> {
    if (role !== "co-dm" || account === undefined) return ok(null);
    return await this.deps.mayHaveCoDms(account.id);
  }

  /** Takes an invitation back: its link lets nobody in any more. */
  async withdraw(who: Visitor, id: string, invitation: string): Promise<Result<null>> {
    const done = await this.#change(who, id, (campaign) => ({
      campaign: {
        ...campaign,
        invitations: campaign.invitations.filter((one) => one.id !== invitation),
      },
    }));
    if (done.ok) await this.deps.collections.invitations.delete(DIRECTORY, invitation);
    return done;
  }

  /** What an invitation's link is for, without using it up. */
  async look(secret: string): Promise<Result<OpenInvitation>> {
    const found = await this.#invited(secret);
    if (found === undefined) return USED_UP;
    const { kept: { body }, invitation: { role, expiresAt } } = found;
    return ok({ campaign: body.name, from: body.ownerName, role, expiresAt });
  }

  /** Joins the campaign of an invitation under a name; of many who send it one gets in. */
  async join(who: Visitor, secret: string, name: string): Promise<Result<string>> {
    const accountId = who.account?.id;
    if (accountId === undefined) return refuse("NOT_SIGNED_IN", "Sign in to join.");
    const called = shortName(name);
    if (called === "") {
      return refuse("INVALID_INPUT", "Write your name.", [
        { path: "name", message: "Write your name as the others know it" },
      ]);
    }
    const { collections: { documents, invitations, memberships }, now, random } = this.deps;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await this.#invited(secret);
      if (found === undefined) return USED_UP;
      const { kept, invitation } = found;
      const refused = await this.#refusalToJoin(accountId, kept);
      if (refused !== undefined) return refused;
      const at = now();
      const member: Member = {
        id: `member_${randomText(random, 16)}`,
        accountId,
        name: called,
        role: invitation.role,
        joinedAt: at,
      };
      const body: CampaignRecord = {
        ...kept.body,
        members: [...kept.body.members, member],
        invitations: kept.body.invitations.filter(({ id }) => id !== invitation.id),
      };
      // A membership that was left behind is written over.
      const before = await memberships.get(accountId, kept.id);
      const key = { ownerId: accountId, kind: "membership" as const, id: kept.id };
      const membership = { ownerId: kept.ownerId, memberId: member.id };
      const put = await documents.putMany([
        writeOf(kept, body, at),
        { ...key, body: membership, at, expectedVersion: before?.version ?? 0 },
      ]);
      if (put.kind === "conflict") continue;
      await invitations.delete(DIRECTORY, invitation.id);
      return ok(kept.id);
    }
    return RACE;
  }

  async #refusalToJoin(accountId: string, kept: Kept): Promise<Refusal | undefined> {
    if (kept.ownerId === accountId) {
      return refuse("CONFLICT", "This is your own campaign. Send the link to somebody else.");
    }
    if (kept.body.members.some((one) => one.accountId === accountId)) {
      return refuse("CONFLICT", "You are in this campaign already.");
    }
    if (kept.body.members.length >= MOST_MEMBERS) return full();
    if (await this.deps.collections.memberships.count(accountId) >= MOST_MEMBERSHIPS) {
      return refuse("LIMIT_REACHED", "You are in as many campaigns as fit. Leave one first.");
    }
    return undefined;
  }

  /** Changes what a member may do. Their open streams end and come back with the new rights. */
  async setRole(
    who: Visitor,
    id: string,
    memberId: string,
    role: MemberRole,
  ): Promise<Result<null>> {
    const allowed = await this.#allows(who, role);
    if (!allowed.ok) return allowed;
    return await this.#change(who, id, (campaign) => {
      const member = campaign.members.find((one) => one.id === memberId);
      if (member === undefined) return refuse("NOT_FOUND", "That member is not here any more.");
      const next = { ...member, role, id: `member_${randomText(this.deps.random, 16)}` };
      return {
        campaign: {
          ...campaign,
          members: campaign.members.map((one) => one === member ? next : one),
        },
        ends: [member.id],
      };
    });
  }

  /** Takes a member out of the campaign: what they have open ends within seconds. */
  async removeMember(who: Visitor, id: string, memberId: string): Promise<Result<null>> {
    const opened = await this.open(who, id, "campaign.change");
    if (!opened.ok) return opened;
    const gone = opened.value.campaign.members.find((one) => one.id === memberId);
    return gone === undefined
      ? refuse("NOT_FOUND", "That member is not here any more.")
      : await this.#leave(opened.value, gone);
  }

  /** Leaves a campaign that one has joined. */
  async leave(who: Visitor, id: string): Promise<Result<null>> {
    const opened = await this.open(who, id, "campaign.leave");
    if (!opened.ok) return opened;
    const { self } = opened.value;
    return self === null ? GONE : await this.#leave(opened.value, self);
  }

  async #leave({ ownerId, id }: OpenCampaign, member: Member): Promise<Result<null>> {
    const done = await this.#changeOf(ownerId, id, (campaign) => ({
      campaign: {
        ...campaign,
        members: campaign.members.filter((one) => one.accountId !== member.accountId),
      },
      ends: campaign.members.filter((one) => one.accountId === member.accountId)
        .map((one) => one.id),
    }));
    if (done.ok) await this.deps.collections.memberships.delete(member.accountId, id);
    return done;
  }

  /** Deletes a campaign: what is in it stays its owner's, everybody else is out. */
  async remove(who: Visitor, id: string): Promise<Result<null>> {
    const emptied = await this.#change(who, id, (campaign) => ({
      campaign: { ...campaign, members: [], invitations: [], encounters: [] },
      ends: campaign.members.map((one) => one.id),
    }));
    if (!emptied.ok) return emptied;
    await this.deps.collections.campaigns.delete(who.account?.id ?? "", id);
    return ok(null);
  }

  async #invited(secret: string) {
    const { collections: { campaigns, invitations }, now } = this.deps;
    const hash = digest(secret);
    const found = await invitations.get(DIRECTORY, hash);
    if (found === null || found.body.expiresAt <= now()) return undefined;
    const kept = await campaigns.get(found.body.ownerId, found.body.campaignId);
    const invitation = kept?.body.invitations.find(({ id }) => id === hash);
    return kept === null || invitation === undefined ? undefined : { kept, invitation };
  }

  async #change(
    who: Visitor,
    id: string,
    change: (campaign: CampaignRecord) => Changed | Refusal,
  ): Promise<Result<null>> {
    const opened = await this.open(who, id, "campaign.change");
    return opened.ok ? await this.#changeOf(opened.value.ownerId, id, change) : opened;
  }

  /** Changes a campaign and ends in the same step what may not go on afterwards. */
  async #changeOf(
    ownerId: string,
    id: string,
    change: (campaign: CampaignRecord) => Changed | Refusal,
  ): Promise<Result<null>> {
    const { collections: { campaigns, documents }, ended, now } = this.deps;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const kept = await campaigns.get(ownerId, id);
      if (kept === null) return GONE;
      const changed = change(kept.body);
      if ("ok" in changed) return changed;
      const { campaign, ends = [], also = [] } = changed;
      const at = now();
      const put = await documents.putMany([
        writeOf(kept, campaign, at),
        ...also,
        ...ends.map((name) => ({
          ownerId: DIRECTORY,
          kind: "revocation" as const,
          id: name,
          body: { accountId: ownerId, at },
          at,
          expectedVersion: 0,
        })),
      ]);
      if (put.kind === "conflict") continue;
      if (ends.length > 0) await ended.look();
      return ok(null);
    }
    return RACE;
  }
}

function asOwner(id: string, ownerId: string, campaign: CampaignRecord): OpenCampaign {
  return { id, ownerId, role: "owner", self: null, campaign };
}

function writeOf(
  { ownerId, id, version }: Kept,
  body: CampaignRecord,
  at: number,
): DocumentWrite<CampaignRecord> {
  return { ownerId, kind: "campaign", id, body, at, expectedVersion: version };
}

function shortName(name: string): string {
  return name.trim().replaceAll(/\s+/g, " ").slice(0, MEMBER_NAME_LENGTH);
}

function full(): Refusal {
  return refuse("LIMIT_REACHED", "The campaign is full. Take somebody out first.");
}
