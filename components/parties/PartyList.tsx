import type { Party } from "@/lib/contracts/character.ts";

export interface PartyCard {
  readonly id: string;
  readonly name: string;
  readonly campaign: string;
  readonly isDefault: boolean;
  /** "4 at level 13". */
  readonly levels: string;
  readonly names: string;
}

/** What a list shows of a party. */
export function cardOf(party: Party, levels: string): PartyCard {
  const { id, name, campaign, isDefault, characters } = party;
  const names = characters.map((character) => character.name).join(", ");
  return { id, name, campaign, isDefault, levels, names };
}

/** A visitor's parties. */
export function PartyList({ parties }: { parties: readonly PartyCard[] }) {
  return (
    <ul class="list">
      {parties.map((party) => (
        <li key={party.id}>
          <h2>
            <a href={`/parties/${party.id}`}>{party.name}</a>
          </h2>
          <span>
            {party.levels === "" ? "Nobody yet" : party.levels}
            <span class="label list-note">{party.names}</span>
          </span>
          <span class="muted">
            {party.campaign}
            {party.isDefault && <span class="label list-note">Offered first</span>}
          </span>
          <div class="list-actions">
            <a class="btn" href={`/parties/${party.id}`}>Open</a>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The form of a new party: empty, or with four to try. */
export function NewParty({ error }: { error?: string | undefined }) {
  return (
    <form class="new-party" method="post" action="/parties">
      <div class="field">
        <label for="party-name">Name</label>
        <input
          class="input"
          id="party-name"
          name="name"
          maxLength={80}
          placeholder="The Causeway Four"
          required
          aria-invalid={error === undefined ? undefined : "true"}
        />
        {error !== undefined && <span class="field-error">{error}</span>}
      </div>
      <div class="field">
        <label for="party-campaign">Campaign</label>
        <input class="input" id="party-campaign" name="campaign" maxLength={80} />
      </div>
      <div class="field">
        <label for="party-with">Characters</label>
        <select class="input" id="party-with" name="with">
          <option value="">I add them myself</option>
          {Array.from({ length: 20 }, (_, at) => at + 1).map((level) => (
            <option key={level} value={level}>{`Four to try, level ${level}`}</option>
          ))}
        </select>
      </div>
      <button type="submit" class="btn" data-kind="turn">Make the party</button>
    </form>
  );
}
