import type { Role } from "@/lib/auth/policy.ts";
import { Field } from "@/components/ui/Field.tsx";
import { ROLE_NAMES } from "./role_text.ts";

export interface CampaignCard {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly ownerName: string;
  /** "3 fights, 2 people". */
  readonly note: string;
}

/** The campaigns that somebody owns or is in. */
export function CampaignList({ campaigns }: { readonly campaigns: readonly CampaignCard[] }) {
  return (
    <ul class="list">
      {campaigns.map((one) => (
        <li key={one.id}>
          <h2>
            <a href={`/campaigns/${one.id}`}>{one.name}</a>
          </h2>
          <span>{one.note}</span>
          <span class="muted">
            {one.role === "owner" ? "Yours" : `${ROLE_NAMES[one.role]}, of ${one.ownerName}`}
          </span>
          <div class="list-actions">
            <a class="btn" href={`/campaigns/${one.id}`}>Open</a>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The form of a new campaign. */
export function NewCampaign({ ownerName, errors }: {
  readonly ownerName: string;
  readonly errors: Readonly<Record<string, string>>;
}) {
  return (
    <form class="account-form" method="post" action="/campaigns">
      <Field name="name" label="Name" error={errors["name"]} required maxLength={80} />
      <Field
        name="ownerName"
        label="Your name in it"
        value={ownerName}
        error={errors["ownerName"]}
        hint="As those who join it know you"
        maxLength={40}
      />
      <button class="btn" data-kind="turn" type="submit">Make the campaign</button>
    </form>
  );
}
