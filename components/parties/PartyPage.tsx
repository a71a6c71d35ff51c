import type { Party } from "@/lib/contracts/character.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { PartyTable } from "./PartyTable.tsx";
import { RestForms } from "./RestForms.tsx";

export interface PartyPageProps {
  readonly party: Party;
  /** "4 at level 13". */
  readonly levels: string;
}

function AddLine({ id }: { id: string }) {
  return (
    <form class="add-line" method="post" action={`/parties/${id}`}>
      <div class="field">
        <label for="c-name">Name</label>
        <input class="input" id="c-name" name="name" maxLength={80} required />
      </div>
      <div class="field">
        <label for="c-class">Class and level</label>
        <input
          class="input"
          id="c-class"
          name="classes"
          maxLength={120}
          placeholder="Fighter 3"
          required
        />
      </div>
      <div class="field">
        <label for="c-ac">AC</label>
        <input class="input" id="c-ac" name="ac" inputmode="numeric" required />
      </div>
      <div class="field">
        <label for="c-hp">HP</label>
        <input class="input" id="c-hp" name="hpMax" inputmode="numeric" required />
      </div>
      <button type="submit" class="btn" name="do" value="add">
        <Icon name="add" />Add
      </button>
    </form>
  );
}

function Head({ party, levels }: PartyPageProps) {
  return (
    <div class="page-head">
      <details class="rename">
        <summary aria-label={`${party.name}, rename`}>
          <h1>{party.name}</h1>
          <Icon name="edit" />
        </summary>
        <form class="add-line" method="post" action={`/parties/${party.id}`}>
          <div class="field">
            <label for="p-name">Name</label>
            <input
              class="input"
              id="p-name"
              name="name"
              value={party.name}
              maxLength={80}
              required
            />
          </div>
          <div class="field">
            <label for="p-campaign">Campaign</label>
            <input
              class="input"
              id="p-campaign"
              name="campaign"
              value={party.campaign}
              maxLength={80}
            />
          </div>
          <button type="submit" class="btn" name="do" value="rename">Keep</button>
        </form>
      </details>
      <span class="label">{[levels, party.campaign].filter(Boolean).join(". ")}</span>
      <span class="push" />
      <form class="flow" method="post" action={`/parties/${party.id}`}>
        {party.characters.length > 0 && (
          <button type="submit" class="btn" data-kind="turn" name="do" value="fight">
            Build a fight for them
          </button>
        )}
      </form>
    </div>
  );
}

function Remove({ party }: { party: Party }) {
  return (
    <form class="flow" method="post" action={`/parties/${party.id}`}>
      <div class="field">
        <label class="sr-only" for="gone">Character to remove</label>
        <select class="input" id="gone" name="character">
          {party.characters.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </div>
      <button type="submit" class="btn" name="do" value="remove">Remove</button>
    </form>
  );
}

/** A party: everybody, adding, resting, and what can be done with the whole. */
export function PartyPage({ party, levels }: PartyPageProps) {
  const some = party.characters.length > 0;
  return (
    <div class="wrap">
      <nav aria-label="Path" class="label">
        <a href="/parties">Parties</a> / {party.name}
      </nav>
      <Head party={party} levels={levels} />
      {some ? <PartyTable party={party.id} characters={party.characters} /> : (
        <p class="muted">
          Nobody yet. Four figures are enough for a fight; the rest can follow.
        </p>
      )}
      <section class="page-section" aria-labelledby="add-t">
        <h2 id="add-t">Add a character</h2>
        <AddLine id={party.id} />
      </section>
      {some && <RestForms party={party.id} characters={party.characters} />}
      <section class="page-section" aria-labelledby="more-t">
        <h2 id="more-t">The party</h2>
        <div class="flow">
          <form class="flow" method="post" action={`/parties/${party.id}`}>
            {!party.isDefault && (
              <button type="submit" class="btn" name="do" value="default">Offer it first</button>
            )}
            <button type="submit" class="btn" name="do" value="copy">
              <Icon name="copy" />Copy
            </button>
            <button type="submit" class="btn" name="do" value="delete">
              <Icon name="close" />Delete
            </button>
          </form>
          {some && <Remove party={party} />}
        </div>
      </section>
    </div>
  );
}
