/** A campaign as its page shows it, to each role what it may see. */
import type { Creatures } from "@/lib/bestiary/creatures.ts";
import type { Campaigns, OpenCampaign } from "@/lib/campaigns/campaigns.ts";
import type { MemberRole } from "@/lib/campaigns/records.ts";
import type { Role } from "@/lib/auth/policy.ts";
import { summary } from "@/lib/contracts/summary.ts";
import type { EncounterSummary } from "@/lib/contracts/summary.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { ok, type Result } from "@/lib/errors.ts";
import type { Parties } from "@/lib/parties/parties.ts";
import type { EncounterRecord, EncounterStore } from "@/lib/store/ports/encounter_store.ts";

/** Fights of the owner that are looked through for those of the campaign. */
const MOST_FIGHTS = 500;

export interface NamedThing {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

export interface PersonLine {
  /** Of the membership; empty for the owner. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Whether it is who looks at the page. */
  readonly self: boolean;
}

export interface InvitationLine {
  readonly id: string;
  readonly role: MemberRole;
  readonly expiresAt: number;
}

/** What is in the campaign, and what of the owner's could be put in. */
export interface Shelf<T> {
  readonly inside: readonly T[];
  readonly outside: readonly { readonly id: string; readonly name: string }[];
}

export interface CampaignView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly ownerName: string;
  readonly undo: "any" | "own";
  readonly encounters: Shelf<EncounterSummary>;
  readonly parties: Shelf<NamedThing>;
  readonly creatures: Shelf<NamedThing>;
  readonly people: readonly PersonLine[];
  readonly invitations: readonly InvitationLine[];
}

export interface CampaignViewDeps {
  readonly campaigns: Campaigns;
  readonly encounters: Pick<EncounterStore, "list">;
  readonly parties: Parties;
  readonly creatures: Creatures;
  readonly now: () => number;
}

export class CampaignViews {
  constructor(private readonly deps: CampaignViewDeps) {}

  async view(who: Visitor, id: string): Promise<Result<CampaignView>> {
    const opened = await this.deps.campaigns.open(who, id);
    if (!opened.ok) return opened;
    const open = opened.value;
    const { campaign, role } = open;
    const seesAll = role !== "player";
    const none = { inside: [], outside: [] };
    const [encounters, parties, creatures] = await Promise.all([
      this.#encounters(open),
      seesAll ? this.#parties(open) : none,
      seesAll ? this.#creatures(open) : none,
    ]);
    return ok({
      id,
      name: campaign.name,
      role,
      ownerName: campaign.ownerName,
      undo: campaign.undo,
      encounters,
      parties,
      creatures,
      people: peopleOf(open),
      invitations: role === "owner" ? this.#invitations(open) : [],
    });
  }

  /** Players see the fights that they can join now. */
  async #encounters(open: OpenCampaign): Promise<Shelf<EncounterSummary>> {
    const { ownerId, campaign, role } = open;
    const { encounters } = this.deps;
    const [live, archived] = await Promise.all(
      (["open", "archived"] as const).map((which) =>
        encounters.list(ownerId, { which, limit: MOST_FIGHTS })
      ),
    );
    const ids = new Set(campaign.encounters.map((one) => one.id));
    const inside = [...live ?? [], ...archived ?? []].filter((one) => ids.has(one.id));
    const joinable = ({ status, shareCode }: EncounterRecord) =>
      status === "running" && shareCode !== null;
    const seen = role === "player" ? inside.filter(joinable) : inside;
    const outside = role !== "owner" ? [] : (live ?? []).filter((one) => !ids.has(one.id));
    return {
      inside: seen.map((record) => summary(record)),
      outside: outside.map((one) => ({ id: one.id, name: one.name })),
    };
  }

  async #parties({ ownerId, campaign, role }: OpenCampaign): Promise<Shelf<NamedThing>> {
    const { parties } = this.deps;
    const all = await parties.list(ownerId);
    const lines = all.map((party) => (
      { id: party.id, name: party.name, note: parties.levels(party) || "nobody yet" }
    ));
    return split(lines, campaign.parties, role);
  }

  async #creatures({ ownerId, campaign, role }: OpenCampaign): Promise<Shelf<NamedThing>> {
    const all = await this.deps.creatures.homebrew.summaries(ownerId);
    const lines = all.map(({ slug, name, edition }) => (
      { id: slug, name, note: `${edition} rules` }
    ));
    return split(lines, campaign.creatures, role);
  }

  #invitations({ campaign }: OpenCampaign): readonly InvitationLine[] {
    const now = this.deps.now();
    return campaign.invitations.filter(({ expiresAt }) => expiresAt > now)
      .map(({ id, role, expiresAt }) => ({ id, role, expiresAt }));
  }
}

function split(
  lines: readonly NamedThing[],
  shared: readonly { readonly id: string }[],
  role: Role,
): Shelf<NamedThing> {
  const ids = new Set(shared.map(({ id }) => id));
  const outside = role === "owner" ? lines.filter(({ id }) => !ids.has(id)) : [];
  return {
    inside: lines.filter(({ id }) => ids.has(id)),
    outside: outside.map(({ id, name }) => ({ id, name })),
  };
}

function peopleOf({ campaign, role, self }: OpenCampaign): readonly PersonLine[] {
  const owner = {
    id: "",
    name: campaign.ownerName,
    role: "owner",
    self: role === "owner",
  } as const;
  const members = campaign.members.map((one) => (
    { id: one.id, name: one.name, role: one.role, self: one.id === self?.id }
  ));
  return [owner, ...members];
}
