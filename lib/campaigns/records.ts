/** What is kept of campaigns, as documents: their bodies and how they are found. */
import { z } from "zod";
import { type Collection, collection } from "@/lib/store/ports/document_collection.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";

/** What a campaign makes of somebody who joins it. */
export const MEMBER_ROLES = ["co-dm", "viewer", "player"] as const;
export type MemberRole = typeof MEMBER_ROLES[number];

/** What can be put into a campaign. */
export const SHARED_KINDS = ["encounters", "parties", "creatures"] as const;
export type SharedKind = typeof SHARED_KINDS[number];

export const MOST_CAMPAIGNS = 50;
export const MOST_MEMBERS = 50;
/** Of each kind in one campaign. */
export const MOST_SHARED = 300;
export const MOST_INVITATIONS = 20;
export const NAME_LENGTH = 80;
export const MEMBER_NAME_LENGTH = 40;

const instant = z.number().int().nonnegative();
const name = z.string().max(64);

const member = z.strictObject({
  /** Of this membership: who leaves and comes again gets another one. */
  id: name,
  accountId: name,
  /** How the log and the others name them. */
  name: z.string().max(MEMBER_NAME_LENGTH),
  role: z.enum(MEMBER_ROLES),
  joinedAt: instant,
});
export type Member = z.output<typeof member>;

const sharedThing = z.strictObject({
  /** The fight's or the party's id, the creature's slug. */
  id: z.string().max(128),
  /** Of its place in the campaign: taken out and put back, it gets another one. */
  place: name,
});
export type SharedThing = z.output<typeof sharedThing>;

const invitation = z.strictObject({
  /** Hash of the secret in the link. */
  id: name,
  role: z.enum(MEMBER_ROLES),
  createdAt: instant,
  expiresAt: instant,
});
export type Invitation = z.output<typeof invitation>;

const things = z.array(sharedThing).max(MOST_SHARED).default([]);

/** A campaign; its owner owns everything in it. */
export const campaignRecord = z.strictObject({
  name: z.string().max(NAME_LENGTH),
  createdAt: instant,
  /** How the owner is named to the others. */
  ownerName: z.string().max(MEMBER_NAME_LENGTH).default(""),
  /** Whose changes an undo takes back: anybody's, or one's own only. */
  undo: z.enum(["any", "own"]).default("any"),
  members: z.array(member).max(MOST_MEMBERS).default([]),
  encounters: things,
  parties: things,
  creatures: things,
  invitations: z.array(invitation).max(MOST_INVITATIONS).default([]),
});
export type CampaignRecord = z.output<typeof campaignRecord>;

/** Finds the campaigns of a member. What counts is the campaign: this may be out of date. */
export const membershipRecord = z.strictObject({ ownerId: name, memberId: name });

/** Finds the campaign of an invitation's hash. */
export const invitationRecord = z.strictObject({
  ownerId: name,
  campaignId: name,
  expiresAt: instant,
});

/** The collections that campaigns are kept in. */
export interface CampaignCollections {
  readonly documents: DocumentStore;
  readonly campaigns: Collection<CampaignRecord>;
  readonly memberships: Collection<z.output<typeof membershipRecord>>;
  readonly invitations: Collection<z.output<typeof invitationRecord>>;
}

export function campaignCollections(documents: DocumentStore): CampaignCollections {
  return {
    documents,
    campaigns: collection(documents, "campaign", campaignRecord),
    memberships: collection(documents, "membership", membershipRecord),
    invitations: collection(documents, "invitation", invitationRecord),
  };
}
