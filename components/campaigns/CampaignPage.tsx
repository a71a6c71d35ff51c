import type { ComponentChildren } from "preact";
import { encounterStatus } from "@/components/encounter/EncounterList.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import type { CampaignView, NamedThing, Shelf } from "@/lib/campaigns/campaign_view.ts";
import type { SharedKind } from "@/lib/campaigns/records.ts";
import type { EncounterSummary } from "@/lib/contracts/summary.ts";
import { People } from "./People.tsx";
import { ROLE_NAMES } from "./role_text.ts";

export interface CampaignPageProps {
  readonly view: CampaignView;
  readonly now: number;
  /** A link that was made just now; it is shown once. */
  readonly link: string | null;
  /** The button that copies it. */
  readonly copy: ComponentChildren;
}

interface ShelfProps<T> {
  readonly campaign: string;
  readonly kind: SharedKind;
  readonly title: string;
  /** What one of them is called. */
  readonly one: string;
  readonly shelf: Shelf<T>;
  readonly isOwner: boolean;
  readonly line: (thing: T) => ComponentChildren;
}

/** What is in the campaign of one kind, with the owner's ways to put in and take out. */
function ShelfSection<T extends { readonly id: string; readonly name: string }>(
  { campaign, kind, title, one, shelf, isOwner, line }: ShelfProps<T>,
) {
  const action = `/campaigns/${campaign}`;
  return (
    <section class="page-section" aria-labelledby={`${kind}-t`}>
      <h2 id={`${kind}-t`}>{title}</h2>
      {shelf.inside.length === 0 && <p class="muted">None yet.</p>}
      <ul class="session-list">
        {shelf.inside.map((thing) => (
          <li key={thing.id}>
            {line(thing)}
            {isOwner && (
              <form method="post" action={action}>
                <input type="hidden" name="kind" value={kind} />
                <input type="hidden" name="thing" value={thing.id} />
                <button
                  class="btn"
                  data-kind="bare"
                  type="submit"
                  name="do"
                  value="unshare"
                  aria-label={`Take out ${thing.name}`}
                >
                  Take out
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {isOwner && shelf.outside.length > 0 && (
        <form class="flow" method="post" action={action}>
          <input type="hidden" name="kind" value={kind} />
          <label class="sr-only" for={`${kind}-in`}>{`A ${one} of yours`}</label>
          <select class="input" id={`${kind}-in`} name="thing">
            {shelf.outside.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
          <button class="btn" type="submit" name="do" value="share">
            <Icon name="add" />
            {`Put the ${one} in`}
          </button>
        </form>
      )}
    </section>
  );
}

function Fight({ fight, role, now }: {
  readonly fight: EncounterSummary;
  readonly role: CampaignView["role"];
  readonly now: number;
}) {
  const { live, words, does, href } = encounterStatus(fight, now);
  const runs = role === "owner" || role === "co-dm";
  const [to, says] = runs || role === "viewer" && fight.status === "ended"
    ? [href, does]
    : role === "player"
    ? [`/play/${fight.shareCode}`, "Join"]
    : [`/encounters/${fight.id}`, "Watch"];
  return (
    <>
      <div>
        <a class="campaign-name" href={to}>{fight.name}</a>
        <span class="label">
          {live && <span class="live">Running</span>}
          {words}
        </span>
      </div>
      <span class="push" />
      <a class="btn" href={to} aria-label={`${says} ${fight.name}`}>{says}</a>
    </>
  );
}

function Thing({ thing, href }: { readonly thing: NamedThing; readonly href: string }) {
  return (
    <>
      <div>
        <a class="campaign-name" href={href}>{thing.name}</a>
        <span class="label">{thing.note}</span>
      </div>
      <span class="push" />
    </>
  );
}

function Settings({ view }: { readonly view: CampaignView }) {
  return (
    <section class="page-section" aria-labelledby="settings-t">
      <h2 id="settings-t">Settings</h2>
      <form class="account-form" method="post" action={`/campaigns/${view.id}`}>
        <div class="field">
          <label for="c-name">Name</label>
          <input
            class="input"
            id="c-name"
            name="name"
            value={view.name}
            maxLength={80}
            required
          />
        </div>
        <div class="field">
          <label for="c-owner">Your name in it</label>
          <input
            class="input"
            id="c-owner"
            name="ownerName"
            value={view.ownerName}
            maxLength={40}
          />
        </div>
        <div class="field">
          <label for="c-undo">Undo takes back</label>
          <select class="input" id="c-undo" name="undo">
            <option value="any" selected={view.undo === "any"}>anybody's changes</option>
            <option value="own" selected={view.undo === "own"}>only one's own changes</option>
          </select>
        </div>
        <button class="btn" type="submit" name="do" value="settle">Keep</button>
      </form>
      <details>
        <summary class="btn" data-kind="bare">Delete the campaign</summary>
        <form class="account-form" method="post" action={`/campaigns/${view.id}`}>
          <p class="muted">
            Everybody else is out at once. Your fights, parties and creatures stay yours.
          </p>
          <button class="btn" type="submit" name="do" value="delete">Delete it</button>
        </form>
      </details>
    </section>
  );
}

/** A campaign: what is in it and who. */
export function CampaignPage({ view, now, link, copy }: CampaignPageProps) {
  const isOwner = view.role === "owner";
  const common = { campaign: view.id, isOwner };
  return (
    <div class="wrap">
      <nav aria-label="Path" class="label">
        <a href="/campaigns">Campaigns</a> / {view.name}
      </nav>
      <div class="page-head">
        <h1>{view.name}</h1>
        <span class="muted">
          {isOwner ? "Yours" : `${ROLE_NAMES[view.role]}, of ${view.ownerName}`}
        </span>
        <span class="push" />
        {!isOwner && (
          <form method="post" action={`/campaigns/${view.id}/leave`}>
            <button class="btn" type="submit">Leave</button>
          </form>
        )}
      </div>
      <div class="columns">
        <div class="page-section">
          <ShelfSection
            {...common}
            kind="encounters"
            title="Fights"
            one="fight"
            shelf={view.encounters}
            line={(fight) => <Fight fight={fight} role={view.role} now={now} />}
          />
          {view.role !== "player" && (
            <>
              <ShelfSection
                {...common}
                kind="parties"
                title="Parties"
                one="party"
                shelf={view.parties}
                line={(thing) => <Thing thing={thing} href={`/parties/${thing.id}`} />}
              />
              <ShelfSection
                {...common}
                kind="creatures"
                title="Own creatures"
                one="creature"
                shelf={view.creatures}
                line={(thing) => <Thing thing={thing} href={`/bestiary/${thing.id}`} />}
              />
            </>
          )}
        </div>
        <div class="page-section">
          <People view={view} link={link} copy={copy} />
          {isOwner && <Settings view={view} />}
        </div>
      </div>
    </div>
  );
}
