/** Parties and creatures under the name of whoever owns them: the visitor, or a campaign's owner. */
import { type Grant, may } from "@/lib/auth/policy.ts";
import type { SharedKind } from "@/lib/campaigns/records.ts";
import type { Sharing } from "@/lib/campaigns/sharing.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";

export class SharedThings {
  constructor(
    private readonly sharing: Sharing,
    /** Whether something is this owner's own. */
    private readonly owns: (ownerId: string, kind: SharedKind, id: string) => Promise<boolean>,
  ) {}

  /**
   * The owner under whom the visitor finds a thing to do with it what `grant` says: themselves for
   * what is theirs, and for what is nowhere.
   */
  async ownerOf(
    who: Visitor,
    kind: SharedKind,
    id: string,
    grant: Grant,
  ): Promise<string | null> {
    // Only accounts are in campaigns.
    if (who.account === undefined) return who.ownerId;
    if (await this.owns(who.account.id, kind, id)) return who.account.id;
    const access = await this.sharing.find(who, kind, id);
    return access !== undefined && may(access.role, grant) ? access.ownerId : who.ownerId;
  }
}
