import type { ComponentChildren } from "preact";
import type { CampaignView, PersonLine } from "@/lib/campaigns/campaign_view.ts";
import { dayText, ROLE_NAMES, ROLE_NOTES } from "./role_text.ts";

const ROLES = ["co-dm", "viewer", "player"] as const;

function RoleChoice({ id, label, now }: {
  readonly id: string;
  readonly label: string;
  readonly now?: string;
}) {
  return (
    <>
      <label class="sr-only" for={id}>{label}</label>
      <select class="input" id={id} name="role">
        {ROLES.map((role) => (
          <option key={role} value={role} selected={role === now}>{ROLE_NAMES[role]}</option>
        ))}
      </select>
    </>
  );
}

function Person(
  { person, action }: { readonly person: PersonLine; readonly action: string | null },
) {
  return (
    <li>
      <div>
        <b>{person.name}</b>
        <span class="label">{ROLE_NAMES[person.role]}{person.self ? ", you" : ""}</span>
      </div>
      <span class="push" />
      {action !== null && person.role !== "owner" && (
        <form class="flow" method="post" action={action}>
          <input type="hidden" name="member" value={person.id} />
          <RoleChoice id={`r-${person.id}`} label={`Role of ${person.name}`} now={person.role} />
          <button class="btn" type="submit" name="do" value="role">Set</button>
          <button
            class="btn"
            data-kind="bare"
            type="submit"
            name="do"
            value="remove"
            aria-label={`Take out ${person.name}`}
          >
            Take out
          </button>
        </form>
      )}
    </li>
  );
}

function Invite({ view, link, copy }: PeopleProps) {
  const action = `/campaigns/${view.id}`;
  return (
    <section class="page-section" aria-labelledby="invite-t">
      <h2 id="invite-t">Invitations</h2>
      {link !== null && (
        <div class="status-message" role="status">
          <label for="invite-link">
            Send this link to one person. It is shown only now.
          </label>
          <textarea class="input" id="invite-link" rows={3} readOnly>{link}</textarea>
          {copy}
        </div>
      )}
      <form class="flow" method="post" action={action}>
        <RoleChoice id="invite-role" label="Role of who comes by the link" />
        <label class="sr-only" for="invite-days">How long the link works</label>
        <select class="input" id="invite-days" name="days">
          <option value="1">works a day</option>
          <option value="7" selected>works 7 days</option>
          <option value="30">works 30 days</option>
        </select>
        <button class="btn" data-kind="turn" type="submit" name="do" value="invite">
          Make a link
        </button>
      </form>
      <ul class="muted campaign-roles">
        {ROLES.map((role) => (
          <li key={role}>
            <b>{ROLE_NAMES[role]}</b> {ROLE_NOTES[role]}
          </li>
        ))}
      </ul>
      {view.invitations.length > 0 && (
        <ul class="session-list">
          {view.invitations.map(({ id, role, expiresAt }) => (
            <li key={id}>
              <div>
                <b>Open link, {ROLE_NAMES[role]}</b>
                <span class="label">for one person, until {dayText(expiresAt)}</span>
              </div>
              <span class="push" />
              <form method="post" action={action}>
                <input type="hidden" name="invitation" value={id} />
                <button class="btn" data-kind="bare" type="submit" name="do" value="withdraw">
                  Take back
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export interface PeopleProps {
  readonly view: CampaignView;
  readonly link: string | null;
  readonly copy: ComponentChildren;
}

/** Who is in the campaign, and for its owner the ways in and out. */
export function People(props: PeopleProps) {
  const { view } = props;
  const isOwner = view.role === "owner";
  return (
    <>
      <section class="page-section" aria-labelledby="people-t">
        <h2 id="people-t">People</h2>
        <ul class="session-list">
          {view.people.map((person) => (
            <Person
              key={person.id}
              person={person}
              action={isOwner ? `/campaigns/${view.id}` : null}
            />
          ))}
        </ul>
        {isOwner && view.people.length > 1 && (
          <p class="muted">What somebody has open closes within seconds when you take them out.</p>
        )}
      </section>
      {isOwner && <Invite {...props} />}
    </>
  );
}
